package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchInVirtualTimeTest {
    private static final Target RANGE = new Target(2, 100);

    private final VirtualLambda lambda = new VirtualLambda(Duration.ofMillis(1), 7);

    private CycleReport.Led cycle(Target range) {
        CycleReport.Led report = lambda.cycle(range, Optional.empty()).report();
        assertTrue(report.asked().target() >= range.min() && report.asked().target() <= range.max(), report.toString());
        lambda.pass(Duration.ofMinutes(5));
        return report;
    }

    private static int demand(CycleReport.Led report) {
        return report.found().orElseThrow().demand();
    }

    @ParameterizedTest
    @EnumSource
    void a_cycle_finds_how_many_users_there_were_at_once_whatever_the_routing(VirtualLambda.Routing routing) {
        lambda.routing(routing);
        lambda.users(12, Duration.ofSeconds(3));
        CycleReport.Led report = cycle(RANGE);
        assertEquals(12, demand(report));
        assertTrue(1.2 * report.asked().target() >= TargetRule.wanted(12), report.toString());
        assertEquals(report.asked().target(), report.happened().reached());
        assertEquals(Optional.empty(), report.stopped());
        assertTrue(report.happened().rounds() > 1, report.toString());
    }

    @Test
    void it_goes_nowhere_above_its_most_and_says_how_many_would_have_had_room() {
        lambda.users(12, Duration.ofSeconds(3));
        CycleReport.Led report = cycle(new Target(2, 10));
        assertEquals(10, report.asked().target());
        assertEquals(10, report.happened().reached());
        assertEquals(
                "the most that it may be, where 15 would have room for a few more users",
                report.found().orElseThrow().why());
    }

    @Test
    void the_next_cycle_begins_with_what_the_last_held() {
        lambda.users(12, Duration.ofSeconds(3));
        int target = cycle(RANGE).asked().target();
        CycleReport.Led next = cycle(RANGE);
        assertEquals(target, next.asked().target());
        assertEquals(1, next.happened().rounds());
    }

    @Test
    void after_quiet_it_comes_down_to_its_least() {
        lambda.users(12, Duration.ofSeconds(3));
        List<Integer> targets = new ArrayList<>();
        for (int cycle = 0; cycle < 12 * 24; cycle++) {
            targets.add(cycle(RANGE).asked().target());
        }
        assertEquals(2, targets.getLast());
        assertEquals(targets.stream().sorted((one, other) -> other - one).toList(), targets);
        CycleReport.Led last = cycle(RANGE);
        assertEquals(0, demand(last));
        assertEquals("the least that it may be", last.found().orElseThrow().why());
    }

    @Test
    void a_function_that_nobody_uses_is_kept_at_its_least_in_one_round() {
        CycleReport.Led report = cycle(RANGE);
        assertEquals(2, report.asked().target());
        assertEquals(1, report.happened().rounds());
        assertEquals(0, demand(report));
    }

    @Test
    void rounds_that_are_used_up_end_the_search_and_the_report_says_so() {
        lambda.users(90, Duration.ofSeconds(3));
        CycleReport.Led report = cycle(RANGE);
        assertEquals(Optional.of("after 4 rounds (hearth.warm.rounds)"), report.stopped());
        assertTrue(report.happened().reached() < report.asked().target(), report.toString());
        assertEquals(100, cycle(RANGE).happened().reached());
    }

    @Test
    void a_cycle_for_a_number_asks_nobody_and_finds_nothing() {
        lambda.users(12, Duration.ofSeconds(3));
        CycleReport.Led report = lambda.cycle(5, Optional.empty()).report();
        assertEquals(5, report.asked().target());
        assertEquals(Optional.empty(), report.found());
    }
}
