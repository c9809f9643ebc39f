package dev.hearth.warm.event;

/**
 * The invocation's payload is neither an HTTP API event nor a warm event that this version understands. It becomes the
 * invocation's function error; the message names the field and says what it should be. It carries no stack trace: the fault
 * is the sender's, and the log should say it in one line.
 */
public final class BadEvent extends RuntimeException {
    public BadEvent(String message) {
        super(message, null, false, false);
    }

    public static BadEvent field(String field, String expected, Object found) {
        return new BadEvent(field + " must be " + expected + ", but is " + found);
    }
}
