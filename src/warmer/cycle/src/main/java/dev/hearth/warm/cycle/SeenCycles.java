package dev.hearth.warm.cycle;

import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
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
public final class SeenCycles {
    private static final int REMEMBERED = 64;

    private final LinkedHashSet<String> ids = new LinkedHashSet<>();
    private final LinkedHashMap<Instant, Long> targets = new LinkedHashMap<>();

    /**
     * Why a cycle is not to be led: {@code stale} or {@code repeated}.
     *
     * @param id its own, or the request's where it has none
     * @param maxAge how long after it was due it is still led
     */
    public synchronized Optional<String> dropped(WarmEvent.Cycle cycle, String id, Instant now, Duration maxAge) {
        if (cycle.scheduledAt().filter(due -> due.plus(maxAge).isBefore(now)).isPresent()) {
            return Optional.of("stale");
        }
        boolean repeated = ids.contains(id)
                || cycle.scheduledAt()
                        .map(targets::get)
                        .filter(led -> led >= cycle.target().max())
                        .isPresent();
        return repeated ? Optional.of("repeated") : Optional.empty();
    }

    public synchronized void held(String id) {
        ids.add(id);
        forget(ids);
    }

    public synchronized void led(WarmEvent.Cycle cycle, String id) {
        held(id);
        cycle.scheduledAt().ifPresent(at -> targets.merge(at, cycle.target().max(), Math::max));
        forget(targets.sequencedEntrySet());
    }

    private static void forget(SequencedCollection<?> remembered) {
        if (remembered.size() > REMEMBERED) {
            remembered.removeFirst();
        }
    }
}
