package dev.hearth.lab.lambda;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A function's configuration.
 *
 * @param timeout how long one invocation may take
 * @param reservedConcurrency the most environments that may be busy at once; empty: the account's limit alone
 * @param provisionedConcurrency environments that are started up front and never reaped
 * @param environment the user's variables
 * @param idle how long an environment may be idle before it is ended (AWS: undocumented)
 */
public record FunctionSettings(
        String name,
        MemorySize memory,
        Duration timeout,
        OptionalInt reservedConcurrency,
        int provisionedConcurrency,
        Map<String, String> environment,
        Duration idle,
        Routing routing,
        Asynchronous asynchronous) {

    /** How events from the asynchronous queue are treated. */
    public record Asynchronous(int maximumRetries, Duration maximumEventAge) {}

    public FunctionSettings {
        environment = Map.copyOf(environment);
    }
}
