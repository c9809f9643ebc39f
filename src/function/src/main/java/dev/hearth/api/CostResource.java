package dev.hearth.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.hearth.cost.Architecture;
import dev.hearth.cost.Bill;
import dev.hearth.cost.Comparison;
import dev.hearth.cost.CycleCosts;
import dev.hearth.cost.Plan;
import dev.hearth.cost.PriceTable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What warming, provisioned and autoscaled provisioned concurrency cost. */
@Path("/cost")
public class CostResource {
    /**
     * The answer: what was asked, defaults filled in, and the three bills in dollars and cents.
     *
     * @param pricesAsOf the month of the price table
     * @param hold in a sentence, what the time rests on that each environment is billed in a warm cycle
     */
    public record Costs(
            String pricesAsOf,
            String currency,
            Asked asked,
            String hold,
            Strategy warming,
            Strategy provisioned,
            Strategy autoscaled) {}

    /** What was asked; times as ISO 8601 has them. */
    public record Asked(
            String region,
            String architecture,
            int memory,
            int concurrency,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Duration time,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Duration every,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Duration hold,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Duration peak,
            int minimum) {
        static Asked of(Plan plan) {
            return new Asked(
                    plan.region(),
                    name(plan.architecture()),
                    plan.memoryMegabytes(),
                    plan.concurrency(),
                    plan.time(),
                    plan.every(),
                    plan.hold(),
                    plan.peak(),
                    plan.minimum());
        }

        private static String name(Architecture architecture) {
            return architecture.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One strategy's bill.
     *
     * @param userGbSecondUsd what a GB-second of users' own requests costs beside it
     */
    public record Strategy(
            BigDecimal usd,
            BigDecimal usdAfterFreeTier,
            String freeTier,
            List<Item> items,
            BigDecimal userGbSecondUsd) {
        static Strategy of(Bill bill) {
            return new Strategy(
                    cents(bill.usd()),
                    cents(bill.usdAfterFreeTier()),
                    bill.freeTier(),
                    bill.items().stream().map(Item::of).toList(),
                    bill.userGbSecondUsd());
        }
    }

    /** One thing that is paid for. */
    public record Item(String of, BigDecimal quantity, BigDecimal free, BigDecimal usd, BigDecimal usdAfterFreeTier) {
        static Item of(Bill.Item item) {
            return new Item(
                    item.of().unit(),
                    whole(item.quantity()),
                    whole(item.free()),
                    cents(item.usd()),
                    cents(item.usdAfterFreeTier()));
        }
    }

    /**
     * Compares the three.
     *
     * @param request its query: {@code memory} (MB), {@code concurrency}, {@code hours} of a month, {@code region}, {@code
     *     architecture}, how often ({@code every}) and how long ({@code hold}) warming invokes, for how many hours ({@code
     *     peakHours}) autoscaling keeps all of them and how many ({@code minimum}) it keeps otherwise
     */
    @GET
    public Costs cost(@Context UriInfo request) {
        PriceTable table = PriceTable.current();
        CycleCosts cycles = CycleCosts.measured();
        Plan plan = CostParameters.plan(request.getQueryParameters(), table, cycles);
        Comparison comparison = Comparison.of(plan, table);
        return new Costs(
                table.asOf(),
                table.currency(),
                Asked.of(plan),
                CostParameters.giveHold(request.getQueryParameters()) ? "As asked." : hold(plan, cycles),
                Strategy.of(comparison.warming()),
                Strategy.of(comparison.provisioned()),
                Strategy.of(comparison.autoscaled()));
    }

    private static String hold(Plan plan, CycleCosts cycles) {
        CycleCosts.Each each = cycles.each(plan.memoryMegabytes(), plan.concurrency());
        return "Billed for each environment and cycle: " + each.median().toMillis()
                + " ms, in nine of ten cycles at most "
                + each.nineTenths().toMillis() + " ms, measured in the local Lambda on " + cycles.measuredOn()
                + (each.measured() ? "" : " (beyond what was measured there: reckoned from the nearest)")
                + ". Each cycle's report says its own.";
    }

    private static BigDecimal cents(BigDecimal usd) {
        return usd.setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal whole(BigDecimal quantity) {
        return quantity.setScale(0, RoundingMode.HALF_UP);
    }
}
