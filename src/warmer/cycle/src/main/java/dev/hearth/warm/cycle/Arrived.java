package dev.hearth.warm.cycle;

import java.time.Duration;
import java.time.Instant;

/**
 * An invocation as the environment saw it come that serves it.
 *
 * @param environment its id
 * @param handedOver when Lambda handed the invocation over: billing begins here
 * @param at when the warmer got it
 * @param cold whether it had to wait for the environment's start
 * @param start how long that start took; zero where it was not waited for
 * @param ending how long it goes on, as far as one can tell, once it has said what it is billed: it has yet to answer, and is over
 *     when the environment asks for the next
 */
public record Arrived(
        String environment, Instant handedOver, Instant at, boolean cold, Duration start, Duration ending) {
    /**
     * What AWS bills for an invocation that says so now: whole milliseconds, the start included where there was one to wait for.
     */
    Duration billed(Instant now) {
        Duration exact = Duration.between(handedOver, now).plus(start).plus(ending);
        return Duration.ofMillis(exact.plusNanos(999_999).toMillis());
    }
}
