package dev.hearth.lab;

/** Why the lab cannot do what it was asked to; the message is for the user and says what to do. */
public final class Refusal extends RuntimeException {

    private static final int CANNOT_BE = 1;
    private static final int CANNOT_BE_ASKED = 2;

    private final int exitCode;

    public Refusal(String message) {
        this(message, null);
    }

    public Refusal(String message, Throwable cause) {
        this(message, cause, CANNOT_BE);
    }

    private Refusal(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Because of what the user gave, a file say, which no other state of the machine would make right. */
    public static Refusal with(RuntimeException mistake) {
        return new Refusal(mistake.getMessage(), mistake, CANNOT_BE_ASKED);
    }

    public int exitCode() {
        return exitCode;
    }
}
