package dev.hearth.lab.peers;

import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Comparisons that nobody measured. */
public final class Comparisons {

    private Comparisons() {}

    /** Of Hearth, which reaches all for 1 GB-s at N = 20, and lambda-warmer, which reaches half for 4. */
    public static Comparison of(long seed) {
        List<Measurement> measurements = new ArrayList<>();
        for (int target : List.of(20, 50)) {
            for (int cycle = 0; cycle < 10; cycle++) {
                measurements.add(measurement("hearth", target, target, 0.05 * target + cycle * 0.001));
                measurements.add(measurement("lambda-warmer", target, target / 2, 0.2 * target));
            }
        }
        return new Comparison(
                Comparison.FORMAT,
                Instant.parse("2026-11-26T12:00:00Z"),
                "a machine",
                "abc",
                List.of(seed),
                new MemorySize(512),
                Duration.ofMillis(50),
                List.of(
                        new Comparison.Subject("hearth", "Hearth", "a fixed target of N", false),
                        new Comparison.Subject("lambda-warmer", "lambda-warmer", "</script><b>npm", false)),
                List.of("OpenNext's way is left out: there is no npm"),
                true,
                Stream.of("hearth", "lambda-warmer")
                        .map(name -> new Comparison.Start(name, 20, Duration.ofMillis(20)))
                        .toList(),
                measurements);
    }

    private static Measurement measurement(String strategy, int target, int reached, double gbSeconds) {
        return new Measurement(
                strategy,
                target,
                Pool.FULL,
                Routing.RECENT,
                2,
                true,
                target,
                reached,
                strategy.equals("hearth") ? OptionalInt.of(reached) : OptionalInt.empty(),
                target,
                gbSeconds,
                0,
                Duration.ofMillis(100),
                0,
                List.of(Duration.ofMillis(3), Duration.ofMillis(5)),
                0,
                Collections.nCopies(target, Duration.ofMillis(2)),
                target - reached,
                0);
    }
}
