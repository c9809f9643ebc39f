package dev.hearth.warm.cycle;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.cost.Rates;
import dev.hearth.warm.event.CycleReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * What this deployment pays for environments that were kept warm, by the project's price table and without the free tier.
 *
 * @param memoryMegabytes what each environment has
 * @param rates its region's prices, or those that stand in for them
 * @param pricedAs the region that stands in, where the table has none for this one
 */
public record Pricing(int memoryMegabytes, Rates rates, Optional<String> pricedAs) {
    private static final int PLACES = 9;

    /**
     * The prices of a region.
     *
     * @param region absent where it is not known
     */
    public static Pricing of(
            int memoryMegabytes, Optional<String> region, Architecture architecture, PriceTable table) {
        return region.flatMap(known -> table.rates(known, architecture))
                .map(rates -> new Pricing(memoryMegabytes, rates, Optional.empty()))
                .orElseGet(() -> new Pricing(
                        memoryMegabytes,
                        table.rates(PriceTable.FALLBACK_REGION, architecture).orElseThrow(),
                        Optional.of(PriceTable.FALLBACK_REGION)));
    }

    CycleReport.Cost cost(Duration billed, int requests) {
        return new CycleReport.Cost(gbSeconds(billed), usd(billed, requests), pricedAs);
    }

    private BigDecimal gbSeconds(Duration billed) {
        return plain(Rates.gbSeconds(memoryMegabytes, billed));
    }

    private BigDecimal usd(Duration billed, int requests) {
        return plain(rates.duration(gbSeconds(billed)).add(rates.requests(BigDecimal.valueOf(requests))));
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal shortest = amount.setScale(PLACES, RoundingMode.HALF_UP).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
