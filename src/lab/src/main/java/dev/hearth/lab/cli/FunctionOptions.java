package dev.hearth.lab.cli;

import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.MemorySize;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What may be said of a function by whoever runs it here. */
final class FunctionOptions {

    @Option(
            names = "--memory",
            description = "memory size, 128 to 10240 (default: ${DEFAULT-VALUE})",
            paramLabel = "MB",
            defaultValue = "512",
            converter = Converters.MemoryConverter.class)
    private MemorySize memory;

    @Option(
            names = "--timeout",
            description = "how long an invocation may take (default: ${DEFAULT-VALUE})",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Converters.DurationConverter.class)
    private Duration timeout;

    /** A function that takes each event once. */
    FunctionSettings settings(String name) {
        return FunctionSettings.named(name)
                .withMemory(memory)
                .withTimeout(timeout)
                .withAsynchronous(FunctionSettings.Asynchronous.ONCE);
    }
}
