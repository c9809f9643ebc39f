package dev.hearth.lab.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** At most so many within any window of that length. */
final class StartLimit {

    private final int permits;
    private final Duration window;
    private final Deque<Instant> taken = new ArrayDeque<>();

    StartLimit(int permits, Duration window) {
        this.permits = permits;
        this.window = window;
    }

    boolean take(Instant now) {
        while (!taken.isEmpty() && !taken.peekFirst().plus(window).isAfter(now)) {
            taken.removeFirst();
        }
        return taken.size() < permits && taken.add(now);
    }
}
