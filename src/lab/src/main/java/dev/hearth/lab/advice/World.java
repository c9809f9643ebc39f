package dev.hearth.lab.advice;

import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.traffic.Observed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What AWS does not document: how long an idle environment lives, and which of them gets an invocation.
 */
public record World(Duration idle, Routing routing) {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(60);

    /** What others measured lies between these. */
    private static final List<Duration> IDLE =
            List.of(SHORTEST, Duration.ofMinutes(10), Duration.ofMinutes(20), Duration.ofMinutes(40), LONGEST);

    /** All that could be, less what the log streams rule out. */
    static List<World> possible(Optional<Observed> observed) {
        List<Duration> lives = observed.map(Observed::longestIdle)
                .filter(longest -> longest.compareTo(SHORTEST) >= 0)
                .map(longest -> List.of(longest.compareTo(LONGEST) > 0 ? LONGEST : longest))
                .orElse(IDLE);
        List<Routing> routings =
                observed.flatMap(Observed::routing).map(List::of).orElse(List.of(Routing.values()));
        List<World> worlds = new ArrayList<>();
        lives.forEach(idle -> routings.forEach(routing -> worlds.add(new World(idle, routing))));
        return worlds;
    }
}
