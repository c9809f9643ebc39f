package dev.hearth.warm;

import dev.hearth.cost.PriceTable;
import dev.hearth.cost.Rates;
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
record Pricing(int memoryMegabytes, Rates rates, Optional<String> pricedAs) {
    private static final int PLACES = 9;

    /** Nothing outside Lambda, where no memory size is billed. */
    static Optional<Pricing> of(Deployment deployment, PriceTable table) {
        return deployment.memoryMegabytes().map(memory -> {
            Optional<Rates> own = deployment.region().flatMap(region -> table.rates(region, deployment.architecture()));
            return own.map(rates -> new Pricing(memory, rates, Optional.empty()))
                    .orElseGet(() -> new Pricing(
                            memory,
                            table.rates(PriceTable.FALLBACK_REGION, deployment.architecture())
                                    .orElseThrow(),
                            Optional.of(PriceTable.FALLBACK_REGION)));
        });
    }

    BigDecimal gbSeconds(Duration billed) {
        return plain(Rates.gbSeconds(memoryMegabytes, billed));
    }

    BigDecimal usd(Duration billed, int requests) {
        return plain(rates.duration(gbSeconds(billed)).add(rates.requests(BigDecimal.valueOf(requests))));
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal shortest = amount.setScale(PLACES, RoundingMode.HALF_UP).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
