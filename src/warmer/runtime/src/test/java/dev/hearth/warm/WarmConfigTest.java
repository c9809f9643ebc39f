package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarmConfigTest {

    @Test
    void every_setting_has_its_default() {
        WarmConfig config = FakeLambda.config(Map.of());
        assertEquals(100, config.maxTarget());
        assertEquals(100, config.fanOut());
        assertEquals(Duration.ofMillis(20), config.minWindow());
        assertEquals(Duration.ofSeconds(2), config.maxWindow());
        assertEquals(4, config.rounds());
        assertEquals(Duration.ofMinutes(2), config.maxAge());
        assertEquals(Duration.ofMillis(500), config.reserve());
        assertFalse(config.expose());
        assertEquals(Optional.empty(), config.compatible());
        assertEquals(9, WarmConfig.class.getDeclaredMethods().length, "a setting that this test does not know");
    }

    @Test
    void every_setting_has_its_name() {
        WarmConfig config = FakeLambda.config(Map.of(
                "hearth.warm.max-target", "1",
                "hearth.warm.fan-out", "2",
                "hearth.warm.min-window", "3ms",
                "hearth.warm.max-window", "4ms",
                "hearth.warm.rounds", "5",
                "hearth.warm.max-age", "6s",
                "hearth.warm.reserve", "7ms",
                "hearth.warm.expose", "true",
                "hearth.warm.compatible", "lambda-warmer,serverless-plugin-warmup,zappa,middy"));
        assertAllSet(config);
    }

    @Test
    void every_setting_is_an_environment_variable_too() {
        Map<String, String> variables = new HashMap<>();
        variables.put("HEARTH_WARM_MAX_TARGET", "1");
        variables.put("HEARTH_WARM_FAN_OUT", "2");
        variables.put("HEARTH_WARM_MIN_WINDOW", "3ms");
        variables.put("HEARTH_WARM_MAX_WINDOW", "4ms");
        variables.put("HEARTH_WARM_ROUNDS", "5");
        variables.put("HEARTH_WARM_MAX_AGE", "6s");
        variables.put("HEARTH_WARM_RESERVE", "7ms");
        variables.put("HEARTH_WARM_EXPOSE", "true");
        variables.put("HEARTH_WARM_COMPATIBLE", "lambda-warmer,serverless-plugin-warmup,zappa,middy");
        assertAllSet(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(WarmConfig.class)
                .withSources(new EnvConfigSource(variables, 300))
                .build()
                .getConfigMapping(WarmConfig.class));
    }

    private static void assertAllSet(WarmConfig config) {
        assertEquals(1, config.maxTarget());
        assertEquals(2, config.fanOut());
        assertEquals(Duration.ofMillis(3), config.minWindow());
        assertEquals(Duration.ofMillis(4), config.maxWindow());
        assertEquals(5, config.rounds());
        assertEquals(Duration.ofSeconds(6), config.maxAge());
        assertEquals(Duration.ofMillis(7), config.reserve());
        assertTrue(config.expose());
        assertEquals(Optional.of(Set.of(Compatible.values())), config.compatible());
    }
}
