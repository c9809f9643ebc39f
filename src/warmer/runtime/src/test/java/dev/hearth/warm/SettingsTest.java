package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.warm.cycle.BadSetting;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda(clock);
    private final Deployment deployment = FakeLambda.deployment("us-east-1");

    private Warmer warmer(Map<String, String> settings) {
        return new Warmer(
                FakeLambda.config(settings),
                new Environment(deployment, clock),
                deployment,
                lambda,
                new Metrics(deployment, line -> {}),
                clock,
                clock);
    }

    private Invocation invocation() {
        return new Invocation(
                "request", Callee.of(FakeLambda.ARN), clock.instant().plus(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    max-target | 0    | hearth.warm.max-target (HEARTH_WARM_MAX_TARGET) must be 1 or more, but is 0
                    fan-out    | -1   | hearth.warm.fan-out (HEARTH_WARM_FAN_OUT) must be 1 or more, but is -1
                    rounds     | 0    | hearth.warm.rounds (HEARTH_WARM_ROUNDS) must be 1 or more, but is 0
                    min-window | 0ms  | hearth.warm.min-window (HEARTH_WARM_MIN_WINDOW) must be longer than 0 ms, but is 0 ms
                    min-window | 3s   | hearth.warm.max-window (HEARTH_WARM_MAX_WINDOW) must be at least hearth.warm.min-window, 3000 ms, but is 2000 ms
                    max-window | PT-1S | hearth.warm.max-window (HEARTH_WARM_MAX_WINDOW) must be longer than 0 ms, but is -1000 ms
                    max-age    | 0s   | hearth.warm.max-age (HEARTH_WARM_MAX_AGE) must be longer than 0 ms, but is 0 ms
                    reserve    | PT-0.001S | hearth.warm.reserve (HEARTH_WARM_RESERVE) must be at least 0 ms, but is -1 ms
                    """)
    void a_setting_that_no_cycle_can_be_led_with_is_refused_by_both_its_names(
            String name, String value, String complaint) {
        Warmer warmer = warmer(Map.of("hearth.warm." + name, value));
        Environment.Arrival arrival = new Environment.Arrival(clock.instant(), false);
        WarmEvent.Cycle cycle = new WarmEvent.Cycle(2, Optional.empty(), Optional.empty());
        WarmEvent.Hold hold = new WarmEvent.Hold("c", clock.instant(), 1, 1, Optional.empty());
        assertEquals(
                complaint,
                assertThrows(BadSetting.class, () -> warmer.lead(cycle, invocation(), arrival))
                        .getMessage());
        assertEquals(
                complaint,
                assertThrows(BadSetting.class, () -> warmer.hold(hold, invocation(), arrival))
                        .getMessage());
    }

    @Test
    void the_defaults_are_fine() {
        warmer(Map.of())
                .lead(
                        new WarmEvent.Cycle(2, Optional.empty(), Optional.empty()),
                        invocation(),
                        new Environment.Arrival(clock.instant(), false));
        assertEquals(1, lambda.holds().size());
    }
}
