package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.event.Busy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BusyMomentsTest {
    private static final long NOON = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final BusyMoments moments = new BusyMoments();

    private int remembered(long now) {
        return moments.at(now).map(busy -> busy.decoded().cardinality()).orElse(0);
    }

    @Test
    void it_remembers_a_moment_of_each_second_that_it_served() {
        assertEquals(Optional.empty(), moments.at(NOON));
        moments.served(NOON, NOON + 60_000);
        assertEquals(60, remembered(NOON + 60_000));
    }

    @Test
    void it_forgets_after_a_quarter_of_an_hour_however_long_it_was_frozen() {
        moments.served(NOON, NOON + 60_000);
        assertEquals(60, remembered(NOON + 15 * MINUTE - 1_000));
        assertEquals(29, remembered(NOON + 15 * MINUTE + 30_000));
        assertEquals(0, remembered(NOON + 16 * MINUTE));
        moments.served(NOON, NOON + 60_000);
        assertEquals(0, remembered(NOON + Duration.ofDays(400).toMillis()));
    }

    @Test
    void a_clock_that_is_set_back_takes_with_it_what_is_now_to_come() {
        moments.served(NOON, NOON + 60_000);
        assertEquals(30, remembered(NOON + 29_999));
        assertEquals(30, remembered(NOON + 60_000));
        assertEquals(0, remembered(NOON - Duration.ofDays(400).toMillis()));
        assertEquals(0, remembered(NOON + 60_000));
    }

    @Test
    void a_clock_that_jumps_while_a_user_is_served_tells_nothing() {
        moments.served(NOON, NOON + Duration.ofDays(1).toMillis());
        moments.served(NOON, NOON - 60_000);
        assertEquals(Optional.empty(), moments.at(NOON));
    }

    @Test
    void what_begins_at_full_seconds_is_seen_as_often_as_it_is_busy() {
        for (long second = 0; second < 900; second++) {
            moments.served(NOON + second * 1_000, NOON + second * 1_000 + 250);
        }
        assertEquals(225, remembered(NOON + 899_999), 5);
    }

    @Property(tries = 50)
    void however_requests_are_shared_out_their_sum_is_the_same(
            @ForAll @IntRange(min = 1, max = 12) int environments, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<BusyMoments> shared = new ArrayList<>();
        for (int i = 0; i < environments; i++) {
            shared.add(new BusyMoments());
        }
        // One after another, as an environment serves: any of them that is free.
        long[] free = new long[environments];
        long from = NOON;
        List<BusyMoments> each = new ArrayList<>();
        for (int request = 0; request < 40; request++) {
            from += random.nextLong(3_000);
            long until = from + random.nextLong(2_000);
            int chosen = random.nextInt(environments);
            if (free[chosen] <= from) {
                free[chosen] = until;
                shared.get(chosen).served(from, until);
                BusyMoments own = new BusyMoments();
                own.served(from, until);
                each.add(own);
            }
        }
        long now = from + 10_000;
        assertEquals(TargetRule.demand(at(each, now)), TargetRule.demand(at(shared, now)));
    }

    private static List<Busy> at(List<BusyMoments> all, long now) {
        return all.stream().flatMap(one -> one.at(now).stream()).toList();
    }

    @Test
    void what_is_no_memory_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Busy(1, "no base 64!"));
        assertTrue(new Busy(1, "").decoded().isEmpty());
    }
}
