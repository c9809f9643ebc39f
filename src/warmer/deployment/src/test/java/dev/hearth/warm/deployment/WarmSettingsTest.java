package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmSettingsTest {
    private static Config application(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "application.properties", 250))
                .build();
    }

    @Test
    void what_a_cycle_can_be_led_with_is_taken() {
        assertEquals(Optional.empty(), WarmSettings.mistake(application(Map.of())));
        assertEquals(
                Optional.empty(),
                WarmSettings.mistake(application(Map.of(
                        "hearth.warm.max-target",
                        "40",
                        "hearth.warm.min-window",
                        "50ms",
                        "hearth.priming.path",
                        "/hello"))));
    }

    @ParameterizedTest
    @CsvSource({"max-target, 0", "fan-out, -1", "rounds, 0", "min-window, 0ms", "max-window, 10ms", "max-age, 0s"})
    void what_it_cannot_be_led_with_fails_the_build_and_is_named(String setting, String value) {
        String name = "hearth.warm." + setting;
        ConfigurationException refused =
                WarmSettings.mistake(application(Map.of(name, value))).orElseThrow();
        assertTrue(refused.getMessage().contains(name), refused.getMessage());
    }
}
