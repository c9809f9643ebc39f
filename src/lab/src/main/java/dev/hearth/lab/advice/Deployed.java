package dev.hearth.lab.advice;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import java.time.ZoneId;

/** Where the function is deployed, and how: what it costs depends on that. */
public record Deployed(MemorySize memory, Architecture architecture, String region, ZoneId zone) {

    Money money() {
        PriceTable prices = PriceTable.current();
        return new Money(
                prices.rates(region, architecture)
                        .orElseThrow(() -> new Refusal("--region " + region + ": the price table has "
                                + String.join(", ", prices.regionNames()))),
                prices.freeTier(),
                memory);
    }
}
