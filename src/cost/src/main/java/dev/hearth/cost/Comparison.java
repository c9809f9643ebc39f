package dev.hearth.cost;

import dev.hearth.cost.Bill.Item;
import dev.hearth.cost.Bill.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The same environments kept ready in three ways.
 *
 * @param warming invoked again and again
 * @param provisioned by provisioned concurrency, all of the time
 * @param autoscaled by provisioned concurrency that follows the day
 */
public record Comparison(Bill warming, Bill provisioned, Bill autoscaled) {
    private static final String NOT_FOR_PROVISIONED =
            "Nothing: the free tier does not apply to functions with provisioned concurrency.";

    /**
     * Works it out, exactly: nothing is rounded.
     *
     * @throws IllegalArgumentException where the table does not have the region
     */
    public static Comparison of(Plan plan, PriceTable table) {
        Rates rates = table.rates(plan.region(), plan.architecture())
                .orElseThrow(() -> new IllegalArgumentException("No prices for " + plan.region()));
        Duration steady = plan.time().minus(plan.peak());
        BigDecimal provisioned = provisioned(plan, plan.concurrency(), plan.time(), table);
        BigDecimal autoscaled = provisioned(plan, plan.concurrency(), plan.peak(), table)
                .add(provisioned(plan, plan.minimum(), steady, table));
        return new Comparison(
                warming(plan, rates, table.freeTier()), bill(provisioned, rates), bill(autoscaled, rates));
    }

    private static Bill warming(Plan plan, Rates rates, PriceTable.FreeTier free) {
        BigDecimal cycles = BigDecimal.valueOf(plan.time().toMillis())
                .divide(BigDecimal.valueOf(plan.every().toMillis()), 0, RoundingMode.CEILING);
        BigDecimal calls = cycles.multiply(BigDecimal.valueOf(plan.concurrency()));
        BigDecimal gbSeconds = calls.multiply(Rates.gbSeconds(plan.memoryMegabytes(), plan.hold()));
        List<Item> items = List.of(
                item(Kind.REQUESTS, calls, free.requests(), rates::requests),
                item(Kind.DURATION, gbSeconds, free.gbSeconds(), rates::duration),
                item(Kind.SCHEDULES, cycles, free.schedules(), rates::schedules));
        String covered = items.stream().map(Comparison::covered).collect(Collectors.joining(", "));
        return new Bill(
                items,
                "A month's, if nothing else in the account uses it: " + covered + ".",
                rates.duration().getFirst().perGbSecond());
    }

    private static Item item(Kind kind, BigDecimal quantity, BigDecimal free, UnaryOperator<BigDecimal> price) {
        BigDecimal covered = quantity.min(free);
        return new Item(kind, quantity, covered, price.apply(quantity), price.apply(quantity.subtract(covered)));
    }

    private static String covered(Item item) {
        return (item.free().compareTo(item.quantity()) < 0
                        ? number(item.free()) + " of " + number(item.quantity())
                        : "all " + number(item.quantity()))
                + " " + item.of().unit();
    }

    private static String number(BigDecimal quantity) {
        return String.format(Locale.ROOT, "%,.0f", quantity);
    }

    /** Provisioned concurrency is billed from when it is set until it is taken away, in whole steps. */
    private static BigDecimal provisioned(Plan plan, int environments, Duration time, PriceTable table) {
        long step = table.provisionedStep().toMillis();
        Duration billed = Duration.ofMillis(Math.ceilDiv(time.toMillis(), step) * step);
        return Rates.gbSeconds(plan.memoryMegabytes(), billed).multiply(BigDecimal.valueOf(environments));
    }

    private static Bill bill(BigDecimal gbSeconds, Rates rates) {
        BigDecimal usd = gbSeconds.multiply(rates.provisionedPerGbSecond());
        return new Bill(
                List.of(new Item(Kind.PROVISIONED, gbSeconds, BigDecimal.ZERO, usd, usd)),
                NOT_FOR_PROVISIONED,
                rates.underProvisionedPerGbSecond());
    }
}
