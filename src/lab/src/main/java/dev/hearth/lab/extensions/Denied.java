package dev.hearth.lab.extensions;

/** What an extension asked for is not allowed; its message and error type are AWS's (runtime interface emulator). */
public final class Denied extends Exception {

    private final String errorType;

    Denied(String errorType, String message) {
        super(message);
        this.errorType = errorType;
    }

    public String errorType() {
        return errorType;
    }
}
