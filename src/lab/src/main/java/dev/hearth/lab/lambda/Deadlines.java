package dev.hearth.lab.lambda;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What is to happen when, at most one thing per key. */
final class Deadlines {

    private record Deadline(Instant at, long order, Object key, Consumer<Instant> action) {}

    private final TreeSet<Deadline> ordered =
            new TreeSet<>(Comparator.comparing(Deadline::at).thenComparingLong(Deadline::order));
    private final Map<Object, Deadline> byKey = new HashMap<>();
    private long made;

    /** Replaces what was set for that key. */
    void set(Object key, Instant at, Consumer<Instant> action) {
        clear(key);
        Deadline deadline = new Deadline(at, made++, key, action);
        ordered.add(deadline);
        byKey.put(key, deadline);
    }

    void clear(Object key) {
        Deadline deadline = byKey.remove(key);
        if (deadline != null) {
            ordered.remove(deadline);
        }
    }

    Optional<Instant> next() {
        return ordered.isEmpty()
                ? Optional.empty()
                : Optional.of(ordered.first().at());
    }

    void run(Instant now) {
        while (!ordered.isEmpty() && !ordered.first().at().isAfter(now)) {
            Deadline due = ordered.first();
            clear(due.key());
            due.action().accept(now);
        }
    }
}
