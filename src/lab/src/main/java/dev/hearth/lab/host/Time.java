package dev.hearth.lab.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What time it is, and being called at another. */
public interface Time {

    Instant now();

    /** Calls once, on any thread, not before that time. */
    Alarm call(Instant at, Runnable action);

    /** A call to come. */
    interface Alarm {

        /** Does nothing if the call has begun. */
        void cancel();
    }

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
            public Alarm call(Instant at, Runnable action) {
                Future<?> call = ForkJoinPool.commonPool()
                        .schedule(action, Duration.between(now(), at).toNanos(), TimeUnit.NANOSECONDS);
                return () -> call.cancel(false);
            }
        };
    }
}
