package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.Target;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Cycles that are told anything in any order. */
class CyclePropertiesTest {
    private static final Instant START = Instant.parse("2026-11-23T18:00:00Z");

    /** Tells a cycle whatever comes to its mind. */
    private static final class Chaos {
        private final Random random;
        private final Set<String> ids = new HashSet<>(Set.of("leader"));
        private int launches;
        private Instant now = START;

        Chaos(long seed) {
            random = new Random(seed);
        }

        CycleReport.Led lead(Cycle cycle) {
            Step step = cycle.begin(now);
            if (step instanceof Step.Connect connect) {
                Duration ready = Duration.ofMillis(random.nextInt(5_000));
                now = now.plus(ready);
                step = cycle.connected(connect, random.nextBoolean() ? Optional.of(ready) : Optional.empty(), now);
            }
            while (step instanceof Step.Launch launch) {
                launches++;
                assertEquals(
                        cycle.asked().target() - 1,
                        launch.holds().stream().mapToInt(WarmEvent.Hold::share).sum());
                assertFalse(launch.at().isBefore(now), step::toString);
                assertTrue(launch.at().isBefore(launch.until()), step::toString);
                assertTrue(launch.until().isBefore(launch.by()), step::toString);
                now = now.plusMillis(random.nextInt(3_000));
                List<Outcome> outcomes = new ArrayList<>();
                launch.holds().forEach(hold -> outcomes.add(outcome(launch)));
                Collections.shuffle(outcomes, random);
                step = cycle.ended(launch, outcomes, now);
            }
            return assertInstanceOf(Step.Done.class, step).report();
        }

        private Outcome outcome(Step.Launch launch) {
            return switch (random.nextInt(12)) {
                case 0 -> new Outcome.Throttled("429");
                case 1 -> new Outcome.Failed("boom", Duration.ofMillis(random.nextInt(100)));
                default -> new Outcome.Answered(answer(launch, 1), Optional.empty());
            };
        }

        private HoldAnswer answer(Step.Launch launch, int depth) {
            String id = "environment " + random.nextInt(60);
            ids.add(id);
            List<HoldAnswer> children = new ArrayList<>();
            while (depth < WarmEvent.MAX_DEPTH && random.nextInt(3) == 0) {
                children.add(answer(launch, depth + 1));
            }
            return new HoldAnswer(
                    id,
                    random.nextBoolean(),
                    launch.at().plusMillis(random.nextInt(4_000) - 1_000),
                    Optional.empty(),
                    Duration.ofMillis(random.nextInt(1_000)),
                    children,
                    random.nextInt(20) == 0 ? 1 : 0,
                    random.nextInt(20) == 0 ? 1 : 0,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    private static Cycle cycle(int target, int fanOut, int rounds) {
        return new Cycle(
                new CycleReport.Asked("cycle", target, Optional.empty()),
                new Arrived("leader", START, START, false, Duration.ZERO),
                START.plusSeconds(30),
                new Rules(
                        1_000,
                        fanOut,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(2),
                        rounds,
                        Duration.ofMinutes(2),
                        Duration.ofMillis(500)),
                Optional.empty(),
                Optional.empty(),
                new Search(Target.of(target), target, Map.of()));
    }

    @Property
    void a_cycle_ends_within_its_rounds_and_counts_distinct_environments(
            @ForAll @IntRange(min = 1, max = 120) int target,
            @ForAll @IntRange(min = 1, max = 40) int fanOut,
            @ForAll @IntRange(min = 1, max = 6) int rounds,
            @ForAll long seed) {
        Chaos chaos = new Chaos(seed);
        CycleReport.Led report = chaos.lead(cycle(target, fanOut, rounds));
        assertTrue(chaos.launches <= rounds);
        assertEquals(chaos.launches, report.happened().rounds());
        assertEquals(chaos.ids.size(), report.happened().reached());
        assertTrue(report.happened().reached() >= target || report.stopped().isPresent(), report::toString);
        assertTrue(report.happened().cold() <= report.happened().reached());
        assertTrue(report.happened().window().compareTo(Duration.ofSeconds(2)) <= 0);
    }
}
