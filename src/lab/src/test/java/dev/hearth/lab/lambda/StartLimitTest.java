package dev.hearth.lab.lambda;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartLimitTest {

    private final Instant start = Instant.parse("2026-11-23T18:00:00Z");
    private final StartLimit limit = new StartLimit(2, Duration.ofSeconds(10));

    @Test
    void no_window_holds_more_than_the_permits() {
        assertTrue(limit.take(start));
        assertTrue(limit.take(start.plusSeconds(9)));
        assertFalse(limit.take(start.plusSeconds(9)));
        assertTrue(limit.take(start.plusSeconds(10)));
        assertFalse(limit.take(start.plusSeconds(18)));
        assertTrue(limit.take(start.plusSeconds(19)));
    }
}
