package dev.hearth.warm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Lets time pass, so that no test has to. The current time comes from {@link java.time.InstantSource}. */
@FunctionalInterface
interface Pause {
    void pause(Duration howLong) throws InterruptedException;

    /** Until a moment, which may be over. */
    default void until(Instant moment, InstantSource clock) throws InterruptedException {
        Duration left = Duration.between(clock.instant(), moment);
        if (left.isPositive()) {
            pause(left);
        }
    }
}
