package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldTest {
    private static final Instant START = Instant.parse("2026-11-23T18:00:00Z");

    private static Held until(Instant until) {
        return new Held(
                new WarmEvent.Hold("cycle", until, 1, 1, Optional.empty()),
                new Arrived("child", START, START, false, Duration.ZERO),
                START.plusSeconds(30),
                VirtualLambda.RULES);
    }

    @Test
    void whoever_is_held_sees_about_how_long_all_are() {
        assertEquals(
                Optional.of(Duration.ofMillis(70)), until(START.plusMillis(70)).window());
    }

    @Test
    void whoever_comes_too_late_sees_nothing() {
        assertEquals(Optional.empty(), until(START).window());
        assertEquals(Optional.empty(), until(START.minusMillis(5)).window());
    }

    @Test
    void no_window_that_is_asked_for_is_longer_than_the_longest() {
        assertEquals(
                Optional.of(VirtualLambda.RULES.maxWindow()),
                until(START.plusSeconds(20)).window());
    }
}
