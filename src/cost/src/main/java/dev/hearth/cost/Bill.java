package dev.hearth.cost;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a month of one strategy costs, users' own requests apart.
 *
 * @param items what is paid for
 * @param freeTier what the free tier covers of it, in a sentence
 * @param userGbSecondUsd what a GB-second of a user's request costs under this strategy
 */
public record Bill(List<Item> items, String freeTier, BigDecimal userGbSecondUsd) {
    /**
     * One thing that is paid for.
     *
     * @param of what it is
     * @param quantity how much
     * @param free how much of that the free tier covers, if nothing else in the account uses it
     * @param usd what it costs without the free tier
     * @param usdAfterFreeTier what it costs with it
     */
    public record Item(Kind of, BigDecimal quantity, BigDecimal free, BigDecimal usd, BigDecimal usdAfterFreeTier) {}

    /** What AWS bills. */
    public enum Kind {
        REQUESTS("requests"),
        DURATION("GB-seconds of duration"),
        SCHEDULES("calls of EventBridge Scheduler"),
        PROVISIONED("GB-seconds of provisioned concurrency");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        /** What its quantity counts. */
        public String unit() {
            return unit;
        }
    }

    public Bill {
        items = List.copyOf(items);
    }

    /** What all of it costs without the free tier. */
    public BigDecimal usd() {
        return items.stream().map(Item::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What all of it costs with the free tier. */
    public BigDecimal usdAfterFreeTier() {
        return items.stream().map(Item::usdAfterFreeTier).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
