package dev.hearth.lab.bench;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.cost.Rates;
import dev.hearth.lab.lambda.MemorySize;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a measurement on AWS will take, by the project's dated price table.
 *
 * @param region whose prices these are: another one's stand in for a region that the table does not have
 * @param asOf the month whose prices these are
 * @param likely in US dollars, if a cold start and its two invocations are billed {@link #USUAL} altogether
 * @param most in US dollars, if every invocation ran into the function's timeout
 */
public record Estimate(
        String region, String asOf, int invocations, Duration takes, BigDecimal likely, BigDecimal most) {

    private static final Duration USUAL = Duration.ofSeconds(3);

    /** A change of the configuration and the wait for it. */
    private static final Duration CHANGE = Duration.ofSeconds(3);

    static Estimate of(
            PriceTable prices,
            String region,
            Architecture architecture,
            List<MemorySize> memory,
            int starts,
            Duration timeout) {
        String known = prices.regions().containsKey(region) ? region : PriceTable.FALLBACK_REGION;
        Rates rates = prices.rates(known, architecture).orElseThrow();
        int coldStarts = memory.size() * starts;
        BigDecimal requests = rates.requests(BigDecimal.valueOf(2L * coldStarts));
        return new Estimate(
                known,
                prices.asOf(),
                2 * coldStarts,
                CHANGE.plus(USUAL).multipliedBy(coldStarts),
                requests.add(rates.duration(gbSeconds(memory, USUAL.multipliedBy(starts)))),
                requests.add(rates.duration(gbSeconds(memory, timeout.multipliedBy(2L * starts)))));
    }

    private static BigDecimal gbSeconds(List<MemorySize> memory, Duration each) {
        return memory.stream()
                .map(size -> Rates.gbSeconds(size.megabytes(), each))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
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
                region,
                asOf);
    }
}
