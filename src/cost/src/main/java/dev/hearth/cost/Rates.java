package dev.hearth.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The prices of one region and architecture, in US dollars.
 *
 * @param requestsPerMillion for invocations
 * @param schedulesPerMillion for what EventBridge Scheduler invokes
 * @param duration for the GB-seconds of invocations: tiers of a month, the first one first
 * @param provisionedPerGbSecond for keeping provisioned concurrency
 * @param underProvisionedPerGbSecond for the GB-seconds of invocations under provisioned concurrency
 */
public record Rates(
        BigDecimal requestsPerMillion,
        BigDecimal schedulesPerMillion,
        List<Tier> duration,
        BigDecimal provisionedPerGbSecond,
        BigDecimal underProvisionedPerGbSecond) {
    private static final int MILLION = 6;

    /**
     * A tier of a month's GB-seconds.
     *
     * @param upTo the GB-seconds of a month where the tier ends; the last tier has no end
     * @param perGbSecond its price
     */
    public record Tier(Optional<BigDecimal> upTo, BigDecimal perGbSecond) {}

    public Rates {
        duration = List.copyOf(duration);
    }

    /** What a month's GB-seconds of invocations cost, through all tiers and without the free tier. */
    public BigDecimal duration(BigDecimal gbSeconds) {
        BigDecimal usd = BigDecimal.ZERO;
        BigDecimal from = BigDecimal.ZERO;
        for (Tier tier : duration) {
            BigDecimal until = tier.upTo().map(gbSeconds::min).orElse(gbSeconds);
            usd = usd.add(until.subtract(from).max(BigDecimal.ZERO).multiply(tier.perGbSecond()));
            from = until;
        }
        return usd;
    }

    /** What so many invocations cost, without the free tier. */
    public BigDecimal requests(BigDecimal count) {
        return count.multiply(requestsPerMillion).movePointLeft(MILLION);
    }

    /** What so many calls of EventBridge Scheduler cost, without the free tier. */
    public BigDecimal schedules(BigDecimal count) {
        return count.multiply(schedulesPerMillion).movePointLeft(MILLION);
    }

    /** The GB-seconds of a memory size over a time, exactly. */
    public static BigDecimal gbSeconds(int memoryMegabytes, Duration time) {
        return BigDecimal.valueOf(memoryMegabytes)
                .divide(BigDecimal.valueOf(1024), MathContext.UNLIMITED)
                .multiply(BigDecimal.valueOf(time.toMillis()).movePointLeft(3));
    }
}
