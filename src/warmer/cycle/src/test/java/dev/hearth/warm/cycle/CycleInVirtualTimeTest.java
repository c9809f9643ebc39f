package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trees of cycles and holds, from launch to bill. */
class CycleInVirtualTimeTest {
    private static final Duration SHORTEST = VirtualLambda.RULES.minWindow();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 26, 50, 200, 600})
    void a_cycle_over_warm_environments_reaches_them_all_in_one_round(int target) {
        VirtualLambda lambda = new VirtualLambda(Duration.ofMillis(1), 1);
        Optional<Duration> next = lambda.cycle(target, Optional.empty()).learnt();
        CycleReport.Led report = lambda.cycle(target, next).report();
        assertEquals(Optional.empty(), report.stopped());
        assertEquals(target, report.happened().reached());
        assertEquals(0, report.happened().cold());
        assertTrue(report.happened().rounds() <= 1, report::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {27, 50, 100})
    void parents_that_had_to_start_cost_another_round_at_most_and_no_wider_window(int target) {
        VirtualLambda lambda = new VirtualLambda(Duration.ofMillis(1), 1);
        CycleReport.Led report = lambda.cycle(target, Optional.of(SHORTEST)).report();
        assertEquals(target, report.happened().reached());
        assertTrue(report.happened().rounds() <= 2, report::toString);
        assertEquals(SHORTEST, report.happened().window());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_is_learnt_comes_down_to_little_more_than_the_spread_and_is_enough_for_the_next(long seed) {
        VirtualLambda lambda = new VirtualLambda(Duration.ofMillis(5), seed);
        Duration window =
                lambda.cycle(50, Optional.of(Duration.ofSeconds(1))).learnt().orElseThrow();
        for (int i = 0; i < 50; i++) {
            Step.Done done = lambda.cycle(50, Optional.of(window));
            CycleReport.Happened happened = done.report().happened();
            assertEquals(50, happened.reached());
            assertEquals(1, happened.rounds(), happened::toString);
            Duration next = done.learnt().orElseThrow();
            assertTrue(next.compareTo(window.multipliedBy(8).dividedBy(10)) >= 0, "fell at once to " + next);
            window = next;
            assertTrue(
                    i < 15
                            || window.compareTo(
                                            happened.spread().multipliedBy(16).dividedBy(10))
                                    < 0,
                    happened::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1", "20, 1, 1", "50, 2, 1", "100, 3, 1", "200, 1, 1", "2, 1, 25", "20, 1, 25", "100, 3, 25"})
    void the_report_bills_what_report_lines_add_up_to(int target, long launchEveryMillis, long answeringMillis) {
        VirtualLambda lambda = new VirtualLambda(Duration.ofMillis(launchEveryMillis), 1)
                .answeringIn(Duration.ofMillis(answeringMillis));
        Step.Done started = lambda.cycle(target, Optional.empty());
        // While all have to start nobody knows how long an end takes, and the leader leaves its own out.
        double billed = seconds(lambda.takeBilled());
        assertTrue(billed(started) <= billed && billed(started) >= billed - answeringMillis / 1000.0);

        Step.Done warm = lambda.cycle(target, started.learnt());
        assertEquals(seconds(lambda.takeBilled()), billed(warm), 0.001);
    }

    private static double billed(Step.Done done) {
        return done.report().cost().orElseThrow().billedGbSeconds().doubleValue();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 100})
    void nobody_but_the_leader_is_billed_for_what_the_leader_needs_to_get_ready(int target) {
        Rules rules = VirtualLambda.RULES;
        Instant now = Instant.parse("2026-11-23T18:00:00Z");
        Duration ready = Duration.ofSeconds(3);
        Cycle cycle = new Cycle(
                new CycleReport.Asked("cycle", target, Optional.empty()),
                new Arrived("leader", now, now, false, Duration.ZERO),
                now.plusSeconds(30),
                rules,
                Optional.of(Duration.ofMillis(130)),
                Optional.empty(),
                new Search(Target.of(target), target, Map.of()));
        Step.Connect connect = assertInstanceOf(Step.Connect.class, cycle.begin(now));
        assertEquals(Math.min(target - 1, rules.fanOut()), connect.connections());
        Step.Launch launch =
                assertInstanceOf(Step.Launch.class, cycle.connected(connect, Optional.of(ready), now.plusSeconds(7)));
        assertEquals(now.plusSeconds(7).plus(ready.multipliedBy(2)), launch.at());
        assertEquals(launch.at().plusMillis(130), launch.until());
    }
}
