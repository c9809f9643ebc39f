package dev.hearth.lab.lambda;

/** Why an environment is initialised, as {@code AWS_LAMBDA_INITIALIZATION_TYPE} tells the function. */
public enum Initialization {
    ON_DEMAND("on-demand"),
    PROVISIONED_CONCURRENCY("provisioned-concurrency"),
    SNAP_START("snap-start");

    private final String value;

    Initialization(String value) {
        this.value = value;
    }

    /** The variable's value. */
    public String value() {
        return value;
    }
}
