package dev.hearth.warm;

/** How the invocation of a child ended. */
sealed interface Outcome {
    /** It held, and says so. */
    record Answered(HoldAnswer answer) implements Outcome {}

    /** Lambda refused it for want of concurrency (429). */
    record Throttled(String reason) implements Outcome {}

    /** It ended otherwise: a function error, an answer that is none, no connection, no permission, no answer in time. */
    record Failed(String problem) implements Outcome {}
}
