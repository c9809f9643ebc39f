package dev.hearth.lab.bench;

/** The user asked for something that cannot be; the message says what to do. */
public final class InvalidInput extends RuntimeException {

    public InvalidInput(String message) {
        super(message);
    }
}
