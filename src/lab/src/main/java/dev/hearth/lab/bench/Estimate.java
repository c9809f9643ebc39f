package dev.hearth.lab.bench;

import dev.hearth.lab.lambda.MemorySize;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a measurement on AWS will take.
 *
 * @param likely in US dollars, if a cold start and its two invocations are billed {@link #USUAL} altogether
 * @param most in US dollars, if every invocation ran into the function's timeout
 */
public record Estimate(Prices prices, int invocations, Duration takes, double likely, double most) {

    private static final Duration USUAL = Duration.ofSeconds(3);

    /** A change of the configuration and the wait for it. */
    private static final Duration CHANGE = Duration.ofSeconds(3);

    static Estimate of(Prices prices, List<MemorySize> memory, int starts, Duration timeout) {
        int coldStarts = memory.size() * starts;
        double gigabytes =
                memory.stream().mapToDouble(size -> size.megabytes() / 1024.0).sum() * starts;
        double requests = 2 * coldStarts * prices.perMillionRequests() / 1e6;
        return new Estimate(
                prices,
                2 * coldStarts,
                CHANGE.plus(USUAL).multipliedBy(coldStarts),
                requests + gigabytes * USUAL.toSeconds() * prices.perGigabyteSecond(),
                requests + gigabytes * 2 * timeout.toSeconds() * prices.perGigabyteSecond());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d invocations in about %d min: about $%.4f at %d s a cold start, at most $%.2f if every invocation timed out"
                        + " (prices of %s, %s)",
                invocations,
                Math.max(1, takes.toMinutes()),
                likely,
                USUAL.toSeconds(),
                most,
                prices.region(),
                prices.asOf());
    }
}
