package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExperienceTest {
    private final Experience experience = new Experience();

    private static Optional<Duration> millis(long millis) {
        return Optional.of(Duration.ofMillis(millis));
    }

    private void held(long... millis) {
        for (long time : millis) {
            experience.held(Duration.ofMillis(time));
        }
    }

    @Test
    void who_has_seen_nothing_knows_nothing() {
        assertEquals(Optional.empty(), experience.window());
    }

    @Test
    void who_was_held_a_few_times_holds_as_long_as_the_longest() {
        held(40, 47, 44);
        assertEquals(millis(47), experience.window());
    }

    @Test
    void who_led_knows_what_came_of_that() {
        held(40, 47, 44);
        experience.led(millis(30));
        assertEquals(millis(30), experience.window());
        held(90);
        assertEquals(millis(30), experience.window());
    }

    @Test
    void who_was_held_often_knows_the_spread_from_its_own_places_in_it() {
        held(50, 48, 46, 44, 42);
        // From 42 to 50 lie 4/6 of the spread, which is to be outlasted by half of it.
        assertEquals(millis(18), experience.window());
    }

    @Test
    void the_spread_that_was_seen_since_makes_what_was_learnt_from_leading_longer_and_never_shorter() {
        experience.led(millis(20));
        held(50, 48, 46, 30, 26);
        assertEquals(millis(50), experience.window());
        experience.led(millis(40));
        held(50, 49, 48, 48, 48);
        assertEquals(millis(40), experience.window());
    }

    @Test
    void nobody_holds_longer_than_it_was_ever_held() {
        held(60, 10, 10, 10, 10);
        assertEquals(millis(60), experience.window());
    }

    @Test
    void of_old_rounds_nothing_is_remembered() {
        held(900, 50, 50, 50, 50, 50, 50, 50, 50);
        assertEquals(Optional.of(Duration.ZERO), experience.window());
    }

    /** Each cycle is led by another, who has only been held. */
    @Test
    void leaders_that_never_led_before_hold_for_long_enough_in_nearly_every_cycle() {
        Random random = new Random(1);
        Duration spread = Duration.ofMillis(30);
        int enough = 0;
        int cycles = 2_000;
        for (int leader = 0; leader < cycles; leader++) {
            Experience own = new Experience();
            for (int hold = 0; hold < 8; hold++) {
                own.held(Duration.ofMillis(100).minusNanos((long) (random.nextDouble() * spread.toNanos())));
            }
            enough += own.window().orElseThrow().compareTo(spread) >= 0 ? 1 : 0;
        }
        assertTrue(enough > cycles * 0.95, enough + " of " + cycles);
    }
}
