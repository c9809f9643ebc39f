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
 */
public record Arrived(String environment, Instant handedOver, Instant at, boolean cold, Duration start) {
    /** What AWS bills for an invocation that ends now: whole milliseconds, the start included where there was one to wait for. */
    Duration billed(Instant now) {
        Duration exact = Duration.between(handedOver, now).plus(start);
        return Duration.ofMillis(exact.plusNanos(999_999).toMillis());
    }
}
