package dev.hearth.lab.lambda;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateTest {

    private final Instant start = Instant.parse("2026-11-23T18:00:00Z");
    private final Rate rate = new Rate(2, Duration.ofSeconds(10));

    @Test
    void no_window_holds_more_than_the_permits() {
        assertTrue(rate.take(start));
        assertTrue(rate.take(start.plusSeconds(9)));
        assertFalse(rate.take(start.plusSeconds(9)));
        assertTrue(rate.take(start.plusSeconds(10)));
        assertFalse(rate.take(start.plusSeconds(18)));
        assertTrue(rate.take(start.plusSeconds(19)));
    }
}
