package dev.hearth.lab.traffic;

import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environments as their log streams show them. */
final class Streams {

    /** Fewer choices are an accident. */
    static final int LEAST_CHOICES = 50;

    /** So many invocations are enough to judge by. */
    private static final int MOST = 200_000;

    /** The mean rank of the chosen among the idle: 0 the most recent, 1 the least recent, 0.5 by chance. */
    private static final double RECENT = 0.25;

    private static final double LEAST_RECENT = 0.75;

    private Streams() {}

    /** One invocation in the stream of its environment, in microseconds since 1970. */
    record Use(long begin, long end, int stream) {}

    /** @param uses in any order */
    static Optional<Observed> observe(List<Use> uses) {
        List<Use> ordered = new ArrayList<>(uses.subList(0, Math.min(MOST, uses.size())));
        ordered.sort((a, b) -> Long.compare(a.begin(), b.begin()));
        Map<Integer, Use> lastUse = new HashMap<>();
        ordered.forEach(use -> lastUse.put(use.stream(), use));
        // The environments that were used before and will be again, by when they became idle or will be.
        Map<Integer, Long> free = new HashMap<>();
        long longestIdle = 0;
        double ranks = 0;
        int choices = 0;
        for (Use use : ordered) {
            Long since = free.get(use.stream());
            if (since != null && since <= use.begin()) {
                longestIdle = Math.max(longestIdle, use.begin() - since);
                int idle = 0;
                int later = 0;
                for (long other : free.values()) {
                    if (other <= use.begin()) {
                        idle++;
                        later += other > since ? 1 : 0;
                    }
                }
                if (idle > 1) {
                    choices++;
                    ranks += later / (double) (idle - 1);
                }
            }
            if (use.equals(lastUse.get(use.stream()))) {
                free.remove(use.stream());
            } else {
                free.put(use.stream(), use.end());
            }
        }
        if (longestIdle == 0) {
            return Optional.empty();
        }
        double rank = choices == 0 ? 0 : ranks / choices;
        Optional<Routing> routing = choices < LEAST_CHOICES
                ? Optional.empty()
                : Optional.of(
                        rank < RECENT ? Routing.RECENT : rank > LEAST_RECENT ? Routing.LEAST_RECENT : Routing.RANDOM);
        return Optional.of(new Observed(Duration.ofMillis(longestIdle / 1_000), routing, choices));
    }
}
