package dev.hearth.lab.plan;

/** A file that nothing can be run from; the message says which, why, and what to give instead. */
public final class InvalidPlan extends RuntimeException {

    InvalidPlan(String message) {
        super(message);
    }

    InvalidPlan(String message, Throwable cause) {
        super(message, cause);
    }
}
