package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.cycle.VirtualLambda.Routing;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What to ask for when a round fell short: each way under each routing, in virtual time. The document has the table. */
class FurtherRoundTest {
    private static final int TARGET = 25;
    private static final int CYCLES = 100;

    /** As far apart as two launches are, so that all take about 150 ms. */
    private static final Duration STEP = Duration.ofMillis(6);

    /** Too short for a few of them, and for many. */
    private static final List<Duration> TOO_SHORT = List.of(Duration.ofMillis(130), Duration.ofMillis(100));

    /** A way to go on. */
    private enum Way {
        /** What {@link Cycle} does: the whole target, for as long as the launches were seen to take and a quarter of that. */
        ALL_AS_SEEN,
        /** The whole target, for twice as long. */
        ALL_TWICE_AS_LONG,
        /** As many as are missing, for the shortest time: one may hope that they are the ones that idle. */
        THE_MISSING,
        /** Twice as many as are missing. */
        TWICE_THE_MISSING;

        Step.Launch round(Step.Launch launch) {
            int missing = TARGET - launch.soFar().reached().size();
            return switch (this) {
                case ALL_AS_SEEN -> launch;
                case ALL_TWICE_AS_LONG -> until(launch, launch.soFar().window().multipliedBy(2));
                case THE_MISSING -> asking(launch, missing);
                case TWICE_THE_MISSING -> asking(launch, 2 * missing);
            };
        }

        private static Step.Launch asking(Step.Launch launch, int number) {
            // Once: whoever finds nobody that way takes all.
            return launch.soFar().rounds() > 1
                    ? launch
                    : until(
                            new Step.Launch(
                                    launch.holds()
                                            .subList(
                                                    0,
                                                    Math.min(
                                                            number,
                                                            launch.holds().size())),
                                    launch.at(),
                                    launch.until(),
                                    launch.by(),
                                    launch.soFar()),
                            STEP.multipliedBy(number).plus(Duration.ofMillis(20)));
        }

        private static Step.Launch until(Step.Launch launch, Duration window) {
            List<WarmEvent.Hold> holds = launch.holds().stream()
                    .map(hold -> new WarmEvent.Hold(
                            hold.cycleId(), launch.at().plus(window), hold.share(), hold.depth(), hold.answerBy()))
                    .toList();
            return new Step.Launch(holds, launch.at(), launch.at().plus(window), launch.by(), launch.soFar());
        }
    }

    private record Came(int rounds, int fellShort, Duration billed) {}

    /** Cycles whose first round is too short for all, over a pool that has a few more than are asked for. */
    private static Came cycles(Routing routing, Way way, int pool, Duration tooShort) {
        int rounds = 0;
        int fellShort = 0;
        Duration billed = Duration.ZERO;
        for (int seed = 0; seed < CYCLES; seed++) {
            VirtualLambda lambda = new VirtualLambda(STEP, seed).routing(routing);
            lambda.cycle(pool, Optional.of(Duration.ofMillis(400)));
            lambda.takeBilled();
            Step.Done done = lambda.furtherRounds(way::round).cycle(TARGET, Optional.of(tooShort));
            rounds += done.report().happened().rounds();
            fellShort += done.report().stopped().isPresent() ? 1 : 0;
            billed = billed.plus(lambda.takeBilled());
        }
        return new Came(rounds, fellShort, billed.dividedBy((long) CYCLES * TARGET));
    }

    private static Map<Way, Duration> billed(Routing routing) {
        Map<Way, Duration> billed = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            for (int pool : new int[] {TARGET, TARGET + 5}) {
                for (Duration tooShort : TOO_SHORT) {
                    Came came = cycles(routing, way, pool, tooShort);
                    assertEquals(0, came.fellShort());
                    billed.merge(way, came.billed(), Duration::plus);
                }
            }
        }
        return billed;
    }

    private static void assertCheapest(Way expected, Map<Way, Duration> billed) {
        Duration cheapest = Collections.min(billed.values());
        assertTrue(billed.get(expected).compareTo(cheapest.multipliedBy(102).dividedBy(100)) <= 0, billed::toString);
    }

    @Test
    void where_the_last_used_gets_the_next_it_is_cheapest_to_take_all_for_about_as_long_as_they_were_seen_to_take() {
        assertCheapest(Way.ALL_AS_SEEN, billed(Routing.RECENT));
    }

    @Test
    void where_the_longest_idle_gets_the_next_no_round_falls_short() {
        for (Duration tooShort : TOO_SHORT) {
            assertEquals(
                    CYCLES,
                    cycles(Routing.LEAST_RECENT, Way.ALL_AS_SEEN, TARGET, tooShort)
                            .rounds());
        }
    }

    @Test
    void for_who_cannot_know_the_routing_it_is_as_cheap_as_any() {
        Map<Way, Duration> all = billed(Routing.RECENT);
        billed(Routing.RANDOM).forEach((way, billed) -> all.merge(way, billed, Duration::plus));
        assertCheapest(Way.ALL_AS_SEEN, all);
    }
}
