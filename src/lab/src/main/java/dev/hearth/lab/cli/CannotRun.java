package dev.hearth.lab.cli;

/** Why a command cannot do what it was asked to; the message is for the user and says what to do. */
final class CannotRun extends RuntimeException {

    CannotRun(String message) {
        super(message);
    }

    CannotRun(String message, Throwable cause) {
        super(message, cause);
    }
}
