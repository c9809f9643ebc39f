package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.event.Busy;
import dev.hearth.warm.event.Target;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TargetRuleTest {
    private static final Target RANGE = new Target(2, 100);

    private static Busy busy(long until, int... seconds) {
        BitSet moments = new BitSet();
        for (int ago : seconds) {
            moments.set(ago);
        }
        return Busy.of(until, moments);
    }

    @Test
    void the_demand_is_the_most_at_one_moment_whenever_each_answered() {
        assertEquals(0, TargetRule.demand(List.of()));
        assertEquals(1, TargetRule.demand(List.of(busy(100, 0, 1), busy(100, 2, 3))));
        assertEquals(2, TargetRule.demand(List.of(busy(100, 0, 1), busy(101, 2, 3))));
        assertEquals(1, TargetRule.demand(List.of(busy(100, 0), busy(5_000_000_000L, 0))));
    }

    @Test
    void who_needs_one_keeps_two_and_more_have_more_room() {
        assertEquals(
                List.of(0, 2, 4, 14, 117),
                List.of(
                        TargetRule.wanted(0),
                        TargetRule.wanted(1),
                        TargetRule.wanted(2),
                        TargetRule.wanted(9),
                        TargetRule.wanted(100)));
    }

    @Test
    void all_that_were_found_were_busy_at_once_so_twice_as_many_are_looked_for() {
        assertEquals(OptionalInt.of(40), TargetRule.wider(RANGE, 20, 20));
        assertEquals(OptionalInt.of(100), TargetRule.wider(RANGE, 60, 60));
        assertEquals(OptionalInt.empty(), TargetRule.wider(RANGE, 100, 100));
    }

    @Test
    void hardly_more_is_not_worth_another_round() {
        assertEquals(OptionalInt.empty(), TargetRule.wider(RANGE, 13, 9));
        assertEquals(OptionalInt.of(14), TargetRule.wider(RANGE, 11, 9));
    }

    @Property
    void it_stays_within_its_range_and_goes_nowhere_but_up(
            @ForAll @IntRange(min = 1, max = 50) int min,
            @ForAll @IntRange(min = 0, max = 200) int wider,
            @ForAll @IntRange(max = 250) int kept,
            @ForAll @IntRange(max = 250) int demand) {
        Target range = new Target(min, min + wider);
        TargetRule.wider(range, kept, demand)
                .ifPresent(target -> assertTrue(target > kept && target >= range.min() && target <= range.max()));
    }

    @Test
    void a_leader_begins_with_what_the_last_round_held_and_every_other_hour_with_a_fifth_fewer() {
        LastRound last = new LastRound();
        long hours = Duration.ofHours(2).toMillis();
        assertEquals(2, last.first(RANGE, 10 * hours));
        last.held(40, 10 * hours);
        assertEquals(40, last.first(RANGE, 11 * hours - 1));
        assertEquals(32, last.first(RANGE, 11 * hours));
        assertEquals(20, last.first(new Target(2, 20), 11 * hours));
        assertEquals(50, last.first(new Target(50, 60), 11 * hours));
    }
}
