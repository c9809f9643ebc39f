package dev.hearth.lab;

/**
 * The lab does not do what it was asked to. The message is for the user: it names the thing that cannot be, and says what
 * to do or what is allowed instead. Whoever throws it has undone what it began.
 */
public final class Refusal extends RuntimeException {

    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
