package dev.hearth.warm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that only a test or a pause moves on. */
final class FakeClock implements InstantSource, Pause {
    static final Instant START = Instant.parse("2026-11-23T18:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public void pause(Duration howLong) {
        pauses.add(howLong);
        Instant end = instant().plus(howLong);
        now.updateAndGet(current -> current.isAfter(end) ? current : end);
    }

    void advance(Duration howLong) {
        now.updateAndGet(current -> current.plus(howLong));
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
