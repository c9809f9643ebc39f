package dev.hearth.warm;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedCollection;

/**
 * The last cycles that this environment led or was held by. A schedule delivers at least once, and gives a repetition another
 * id; so one that was due at the same moment and asks for no more than was led is a repetition too. An environment that has
 * seen nothing of the first delivery cannot tell, and leads. Thread-safe.
 */
final class SeenCycles {
    private static final int REMEMBERED = 64;

    private final LinkedHashSet<String> ids = new LinkedHashSet<>();
    private final LinkedHashMap<Instant, Long> targets = new LinkedHashMap<>();

    synchronized boolean repeats(String id, Optional<Instant> scheduledAt, long target) {
        return ids.contains(id)
                || scheduledAt.map(targets::get).filter(led -> led >= target).isPresent();
    }

    synchronized void held(String id) {
        ids.add(id);
        forget(ids);
    }

    synchronized void led(String id, Optional<Instant> scheduledAt, long target) {
        held(id);
        scheduledAt.ifPresent(at -> targets.merge(at, target, Math::max));
        forget(targets.sequencedEntrySet());
    }

    private static void forget(SequencedCollection<?> remembered) {
        if (remembered.size() > REMEMBERED) {
            remembered.removeFirst();
        }
    }
}
