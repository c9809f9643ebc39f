package dev.hearth.lab.peers;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.cli.OwnPackage;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Strategies side by side in the real local Lambda, by TLS. */
class TrialsIT {

    private static final int TARGET = 5;

    @Test
    void hearth_reaches_as_many_as_are_asked_for_and_a_ping_one() {
        Comparison comparison = trials(Set.of("ping", "hearth"), List.of(Pool.EMPTY, Pool.FULL, Pool.PART_GONE))
                .run((trial, done, all) -> {});
        assertTrue(comparison.complete());
        assertEquals(2 * (1 + 3 + 2), comparison.measurements().size());
        for (Measurement cycle : comparison.measurements()) {
            boolean hearth = cycle.strategy().equals("hearth");
            assertAll(
                    cycle.toString(),
                    () -> assertEquals(0, cycle.failed()),
                    () -> assertEquals(0, cycle.lost()),
                    () -> assertTrue(hearth ? cycle.reached() >= TARGET : cycle.reached() == 1),
                    () -> assertTrue(cycle.claimed().orElse(0) <= cycle.reached()),
                    () -> assertTrue(cycle.gbSeconds() > 0),
                    () -> assertTrue(cycle.gbSeconds() >= cycle.initGbSeconds()),
                    () -> assertEquals(TARGET, cycle.after().size()),
                    () -> assertTrue(!hearth || cycle.coldAfter() == 0));
            switch (cycle.pool()) {
                case EMPTY -> assertEquals(0, cycle.before());
                case FULL -> assertTrue(cycle.before() >= TARGET, cycle.toString());
                case PART_GONE ->
                    assertTrue(
                            cycle.counted() ? cycle.before() == TARGET - 2 : cycle.before() >= TARGET,
                            cycle.toString());
            }
        }
    }

    /** Where a machine lacks npm or pip it says so; what it has reaches somebody. */
    @Test
    void the_peers_run_as_they_are_published_or_are_left_out_with_a_line() {
        Set<String> peers = Set.of("fan-out", "lambda-warmer", "lambda-warmer-py", "opennext", "none");
        Trials trials = trials(peers, List.of(Pool.EMPTY));
        List<String> leftOut = trials.prepare();
        Comparison comparison = trials.run((trial, done, all) -> {});
        assertEquals(
                peers.size(),
                comparison.strategies().size() + leftOut.size(),
                () -> comparison.strategies() + " and without " + leftOut);
        for (Measurement cycle : comparison.measurements()) {
            boolean none = cycle.strategy().equals("none");
            assertAll(
                    cycle.toString(),
                    () -> assertEquals(0, cycle.failed()),
                    () -> assertEquals(none ? 0 : cycle.invocations(), cycle.invocations()),
                    () -> assertTrue(none || cycle.invocations() >= TARGET),
                    () -> assertEquals(none, cycle.reached() == 0));
        }
        leftOut.forEach(line -> System.err.println("not compared: " + line));
    }

    private static Trials trials(Set<String> names, List<Pool> pools) {
        Trials trials = new Trials(
                new Plan(
                        Strategies.own().only(names),
                        List.of(TARGET),
                        pools,
                        List.of(Routing.RECENT),
                        new MemorySize(1024),
                        Duration.ofMillis(20),
                        1,
                        1),
                Path.of("../.."),
                OwnPackage.path());
        if (!names.contains("none")) {
            trials.prepare();
        }
        return trials;
    }
}
