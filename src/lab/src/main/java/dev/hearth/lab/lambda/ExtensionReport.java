package dev.hearth.lab.lambda;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of an extension while its environment started.
 *
 * @param state as AWS names it, such as {@code Ready}
 * @param errorType what it called its failure
 * @param events what it wants to be told of
 * @param registered from the begin of init until it registered
 * @param ready from the begin of init until it first asked for an event
 * @param memory the most bytes that its processes held by then; empty where it is part of the function's process
 */
public record ExtensionReport(
        String name,
        String state,
        Optional<String> errorType,
        List<String> events,
        Optional<Duration> registered,
        Optional<Duration> ready,
        Optional<Long> memory) {

    public ExtensionReport {
        events = List.copyOf(events);
    }

    /** The line that AWS writes into the function's log, its parts separated by tabs. */
    public String line() {
        return "EXTENSION\tName: " + name + "\tState: " + state + "\tEvents: [" + String.join(", ", events) + "]"
                + errorType.map("\tError Type: "::concat).orElse("");
    }
}
