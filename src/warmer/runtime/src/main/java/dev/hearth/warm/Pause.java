package dev.hearth.warm;

import java.time.Duration;

/** Lets time pass, so that no test has to. The current time comes from {@link java.time.InstantSource}. */
@FunctionalInterface
interface Pause {
    void pause(Duration howLong) throws InterruptedException;
}
