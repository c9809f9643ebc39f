package dev.hearth.lab.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What time it is, and being called at another. */
public interface Time {

    Instant now();

    /** Calls once, on any thread, not before that time. */
    void call(Instant at, Runnable action);

    /** Real time, which a changed system clock neither stops nor speeds up. */
    static Time system() {
        Instant started = Clock.systemUTC().instant();
        long origin = System.nanoTime();
        return new Time() {
            @Override
            public Instant now() {
                return started.plusNanos(System.nanoTime() - origin);
            }

            @Override
            public void call(Instant at, Runnable action) {
                long delay = Math.max(0, Duration.between(now(), at).toNanos());
                CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS).execute(action);
            }
        };
    }
}
