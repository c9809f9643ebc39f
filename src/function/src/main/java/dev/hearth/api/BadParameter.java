package dev.hearth.api;

/** A query parameter is not what it should be. */
final class BadParameter extends RuntimeException {
    private final String parameter;

    BadParameter(String parameter, String detail) {
        super(detail, null, false, false);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
