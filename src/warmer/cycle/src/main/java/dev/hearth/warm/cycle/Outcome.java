package dev.hearth.warm.cycle;

import dev.hearth.warm.event.HoldAnswer;
import java.time.Duration;

/** How the invocation of a child ended. */
public sealed interface Outcome {
    /** It held, and says so. */
    record Answered(HoldAnswer answer) implements Outcome {}

    /** Lambda refused it for want of concurrency (429), and bills nothing. */
    record Throttled(String reason) implements Outcome {}

    /**
     * It ended otherwise: a function error, an answer that is none, no connection, no permission, no answer in time.
     *
     * @param billed how long it ran, as far as who invoked it can tell; zero where it never ran
     */
    record Failed(String problem, Duration billed) implements Outcome {}
}
