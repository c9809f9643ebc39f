package dev.hearth.warm.cycle;

import dev.hearth.warm.event.HoldAnswer;
import java.time.Duration;
import java.util.Optional;

/** How the invocation of a child ended. */
public sealed interface Outcome {
    /**
     * It held, and says so.
     *
     * @param reported what AWS bills for it by its REPORT line; empty where that was not to be had
     */
    record Answered(HoldAnswer answer, Optional<Duration> reported) implements Outcome {}

    /** Lambda refused it for want of concurrency (429), and bills nothing. */
    record Throttled(String reason) implements Outcome {}

    /**
     * It ended otherwise: a function error, an answer that is none, no connection, no permission, no answer in time.
     *
     * @param billed what AWS bills for it by its REPORT line, else how long it ran as far as who invoked it can tell; zero where it
     *     never ran
     */
    record Failed(String problem, Duration billed) implements Outcome {}
}
