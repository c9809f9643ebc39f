package dev.hearth.lab.lambda;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What one invocation took, as its REPORT line says it.
 *
 * @param duration from hand-over to the end; an init that was done again inside the invocation included
 * @param init of a cold start; empty for a warm one, under provisioned concurrency and where init was done again
 * @param failure what stopped the environment during the invocation, if something did
 */
public record Report(
        String requestId,
        Initialization initialization,
        Duration duration,
        Optional<Duration> init,
        MemorySize memory,
        int maximumMemoryMegabytes,
        Optional<EnvironmentEvent.Failure> failure) {

    /** Init and duration together, up to the next millisecond: since August 2025 every runtime's init is billed. */
    public Duration billed() {
        Duration total = duration.plus(init.orElse(Duration.ZERO));
        return Duration.ofMillis(Math.ceilDiv(total.toNanos(), 1_000_000));
    }

    /** The line, its parts separated by tabs. */
    public String line() {
        StringBuilder line = new StringBuilder("REPORT RequestId: ")
                .append(requestId)
                .append("\tDuration: ")
                .append(milliseconds(duration))
                .append(" ms\tBilled Duration: ")
                .append(billed().toMillis())
                .append(" ms\tMemory Size: ")
                .append(memory.megabytes())
                .append(" MB\tMax Memory Used: ")
                .append(maximumMemoryMegabytes)
                .append(" MB");
        init.ifPresent(init ->
                line.append("\tInit Duration: ").append(milliseconds(init)).append(" ms"));
        failure.ifPresent(failure -> line.append('\t').append(status(failure)));
        return line.toString();
    }

    static String status(EnvironmentEvent.Failure failure) {
        return failure.errorType().equals(EnvironmentEvent.Failure.TIMED_OUT)
                ? "Status: timeout"
                : "Status: error\tError Type: " + failure.errorType();
    }

    static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
    }
}
