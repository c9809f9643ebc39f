package dev.hearth.lab.cli;

import picocli.CommandLine.ExitCode;

/** Why a command cannot do what it was asked to; the message is for the user and says what to do. */
final class CannotRun extends RuntimeException {

    private final int exitCode;

    CannotRun(String message) {
        this(message, null);
    }

    CannotRun(String message, Throwable cause) {
        this(message, cause, ExitCode.SOFTWARE);
    }

    private CannotRun(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Because of what the user gave, a file say, which no other state of the machine would make right. */
    static CannotRun with(RuntimeException mistake) {
        return new CannotRun(mistake.getMessage(), mistake, ExitCode.USAGE);
    }

    int exitCode() {
        return exitCode;
    }
}
