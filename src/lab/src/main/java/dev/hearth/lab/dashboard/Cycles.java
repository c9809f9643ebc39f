package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The last fifty cycles, and of the last ten whom they held. */
final class Cycles {

    private static final int KEPT = 50;
    private static final int IN_FULL = 10;

    private final Deque<Cycle> cycles = new ArrayDeque<>();
    private final Map<String, Cycle> byId = new HashMap<>();

    void add(Cycle cycle, long version) {
        cycles.addLast(cycle);
        cycle.id.ifPresent(id -> byId.put(id, cycle));
        if (cycles.size() > KEPT) {
            Cycle oldest = cycles.removeFirst();
            byId.values().removeIf(it -> it == oldest);
        }
        Iterator<Cycle> newestFirst = cycles.descendingIterator();
        for (int n = 0; newestFirst.hasNext(); n++) {
            Cycle it = newestFirst.next();
            if (n >= IN_FULL && !it.members.isEmpty()) {
                it.members.clear();
                it.version = version;
            }
        }
    }

    /**
     * The cycle that a hold names. One that was sent by hand is given its id by its leader, so the first hold that names an
     * unknown one is taken for one of the youngest that has none; {@link #named} puts it right in the end.
     */
    Optional<Cycle> of(String id, String function) {
        Cycle known = byId.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Iterator<Cycle> newestFirst = cycles.descendingIterator();
        while (newestFirst.hasNext()) {
            Cycle it = newestFirst.next();
            if (it.state == Cycle.State.RUNNING && it.id.isEmpty() && it.function.equals(function)) {
                it.id = Optional.of(id);
                byId.put(id, it);
                return Optional.of(it);
            }
        }
        return Optional.empty();
    }

    /** A leader says which cycle it led. */
    void named(Cycle cycle, JsonNode answer) {
        String id = answer.path("cycleId").asText("");
        if (id.isEmpty() || cycle.id.equals(Optional.of(id))) {
            return;
        }
        Cycle mistaken = byId.get(id);
        if (mistaken != null) {
            Map<String, Cycle.Member> held = cycle.holds();
            cycle.hold(mistaken.holds());
            mistaken.hold(held);
            mistaken.id = cycle.id;
            mistaken.version = Math.max(mistaken.version, cycle.version);
            mistaken.id.ifPresent(other -> byId.put(other, mistaken));
        }
        cycle.id = Optional.of(id);
        byId.put(id, cycle);
    }

    Stream<Cycle> changedSince(long version) {
        return cycles.stream().filter(cycle -> cycle.version > version);
    }
}
