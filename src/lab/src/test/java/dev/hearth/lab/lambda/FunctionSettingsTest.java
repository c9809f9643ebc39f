package dev.hearth.lab.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.lab.lambda.FunctionSettings.Asynchronous;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FunctionSettingsTest {

    private final FunctionSettings hello = FunctionSettings.named("hello");

    @Test
    void every_value_that_aws_would_refuse_is_refused_with_its_range() {
        refused(
                "a function's name is 1 to 64 letters, digits, - or _, not: 'no spaces'",
                () -> FunctionSettings.named("no spaces"));
        refused(
                "an alias is 1 to 128 letters, digits, - or _, not: '$LATEST'",
                () -> hello.withAliases(Set.of("$LATEST")));
        refused("timeout must be 1 to 900 seconds, not 0.5", () -> hello.withTimeout(Duration.ofMillis(500)));
        refused("timeout must be 1 to 900 seconds, not 901.0", () -> hello.withTimeout(Duration.ofSeconds(901)));
        refused("idle time must be positive, not PT0S", () -> hello.withIdle(Duration.ZERO));
        refused("reserved concurrency must not be negative: -1", () -> hello.withReservedConcurrency(-1));
        refused("provisioned concurrency must not be negative: -1", () -> hello.withProvisionedConcurrency(-1));
        refused("provisioned concurrency 3 exceeds the reserved concurrency 2", () -> hello.withReservedConcurrency(2)
                .withProvisionedConcurrency(3));
        refused("asynchronous retries must be 0 to 2, not 3", () -> new Asynchronous(3, Duration.ofHours(1)));
        refused(
                "maximum event age must be 60 to 21600 seconds, not 59",
                () -> new Asynchronous(0, Duration.ofSeconds(59)));
        refused("memory size must be 128 to 10240 MB, not 127", () -> new MemorySize(127));
    }

    @Test
    void cpu_follows_memory() {
        assertEquals(1, new MemorySize(1769).cpus());
        assertEquals(0.07, new MemorySize(128).cpus(), 0.005);
    }

    private static void refused(String message, Executable settings) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, settings).getMessage());
    }
}
