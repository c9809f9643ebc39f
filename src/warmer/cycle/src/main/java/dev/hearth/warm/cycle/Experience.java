package dev.hearth.warm.cycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What an environment knows of how long to hold when it is to lead: from the last cycle that it led, and from how long before the end
 * of each round since then it was reached itself. It is always another place among the launches, so that the earliest and the latest
 * of several tell how far launches spread, whoever led. Thread-safe.
 */
public final class Experience {
    private static final int REMEMBERED = 8;
    private static final int ENOUGH = 5;

    private final Deque<Duration> held = new ArrayDeque<>();
    private Optional<Duration> led = Optional.empty();

    /** It led a cycle, after which it would begin the next with such a window. */
    public synchronized void led(Optional<Duration> next) {
        led = next;
        held.clear();
    }

    /** It was held for so long, as another led. */
    public synchronized void held(Duration time) {
        held.addLast(time);
        if (held.size() > REMEMBERED) {
            held.removeFirst();
        }
    }

    /** How long the environments of a first round should hold; absent where it has seen nothing yet. */
    public synchronized Optional<Duration> window() {
        if (held.isEmpty()) {
            return led;
        }
        Duration longest = Collections.max(held);
        if (held.size() < ENOUGH) {
            return led.or(() -> Optional.of(longest));
        }
        int n = held.size();
        // The range of n places on a line is on average (n - 1) / (n + 1) of its length.
        Duration spread =
                longest.minus(Collections.min(held)).multipliedBy(n + 1L).dividedBy(n - 1L);
        Duration seen = Collections.min(List.of(longest, Windows.outlasting(spread)));
        return led.filter(own -> own.compareTo(seen) > 0).or(() -> Optional.of(seen));
    }
}
