package dev.hearth.warm;

import dev.hearth.cost.Architecture;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How this function is deployed, as Lambda's environment variables tell it. Outside Lambda all is absent.
 *
 * @param function its name
 * @param region where it runs
 * @param memoryMegabytes its memory size
 * @param logStream the name of this environment's log stream, which no other environment has
 * @param provisioned whether this environment was started ahead by provisioned concurrency
 * @param architecture what it runs on
 */
record Deployment(
        Optional<String> function,
        Optional<String> region,
        Optional<Integer> memoryMegabytes,
        Optional<String> logStream,
        boolean provisioned,
        Architecture architecture) {

    static Deployment of(Map<String, String> variables, String osArch) {
        return new Deployment(
                Optional.ofNullable(variables.get("AWS_LAMBDA_FUNCTION_NAME")),
                Optional.ofNullable(variables.get("AWS_REGION")),
                Optional.ofNullable(variables.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"))
                        .map(Integer::valueOf),
                Optional.ofNullable(variables.get("AWS_LAMBDA_LOG_STREAM_NAME")),
                "provisioned-concurrency".equals(variables.get("AWS_LAMBDA_INITIALIZATION_TYPE")),
                osArch.toLowerCase(Locale.ROOT).matches("aarch64|arm64") ? Architecture.ARM64 : Architecture.X86);
    }
}
