package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-23T18:00:00Z");

    @ParameterizedTest
    @CsvSource({"29.997, 3", "30, 0", "29.58, 420", "0.99, 10", "30.001, 0", "900, 0"})
    void what_the_time_left_lacks_of_whole_seconds_was_spent_on_the_way(double secondsLeft, long millisOnTheWay) {
        Invocation invocation = new Invocation(
                "request", Optional.empty(), ARRIVAL.plus(Duration.ofMillis(Math.round(secondsLeft * 1000))));
        assertEquals(ARRIVAL.minusMillis(millisOnTheWay), invocation.handedOver(ARRIVAL));
    }
}
