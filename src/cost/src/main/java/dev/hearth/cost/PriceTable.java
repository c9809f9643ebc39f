package dev.hearth.cost;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * AWS's prices at a date. The table is data ({@code prices.json}, with its sources); a native executable holds it read already.
 *
 * @param asOf the month whose prices these are
 * @param currency what they are in
 * @param freeTier what a month has for nothing
 * @param provisionedStep provisioned concurrency is billed in steps of this
 * @param regions the prices by region and architecture
 */
public record PriceTable(
        String asOf,
        String currency,
        FreeTier freeTier,
        Duration provisionedStep,
        Map<String, Map<Architecture, Rates>> regions) {

    /** The region whose prices stand in for those of one that the table does not have. */
    public static final String FALLBACK_REGION = "us-east-1";

    private static final PriceTable CURRENT = read("prices.json");

    /**
     * What an account has for nothing each month, all its functions together.
     *
     * @param requests invocations
     * @param gbSeconds of invocations
     * @param schedules calls of EventBridge Scheduler
     */
    public record FreeTier(BigDecimal requests, BigDecimal gbSeconds, BigDecimal schedules) {}

    /** The project's table. */
    public static PriceTable current() {
        return CURRENT;
    }

    /** The prices of a region; nothing where the table does not have it. */
    public Optional<Rates> rates(String region, Architecture architecture) {
        return Optional.ofNullable(regions.get(region)).map(byArchitecture -> byArchitecture.get(architecture));
    }

    /** The regions that it has, in alphabetical order. */
    public SequencedSet<String> regionNames() {
        return new TreeSet<>(regions.keySet());
    }

    private static PriceTable read(String resource) {
        try (InputStream in = PriceTable.class.getResourceAsStream(resource)) {
            JsonNode table = new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(in);
            JsonNode free = table.required("freeTierPerMonth");
            Map<String, Map<Architecture, Rates>> regions = new TreeMap<>();
            table.required("regions").properties().forEach(region -> {
                Map<Architecture, Rates> rates = new EnumMap<>(Architecture.class);
                region.getValue()
                        .properties()
                        .forEach(entry -> rates.put(
                                Architecture.valueOf(entry.getKey().toUpperCase(Locale.ROOT)),
                                rates(entry.getValue())));
                regions.put(region.getKey(), Map.copyOf(rates));
            });
            return new PriceTable(
                    table.required("asOf").textValue(),
                    table.required("currency").textValue(),
                    new FreeTier(decimal(free, "requests"), decimal(free, "gbSeconds"), decimal(free, "schedules")),
                    Duration.ofMinutes(table.required("provisionedStepMinutes").longValue()),
                    Map.copyOf(regions));
        } catch (IOException e) {
            throw new UncheckedIOException("The price table " + resource + " can't be read", e);
        }
    }

    private static Rates rates(JsonNode rates) {
        List<Rates.Tier> tiers = new ArrayList<>();
        for (JsonNode tier : rates.required("durationPerGbSecond")) {
            tiers.add(new Rates.Tier(
                    Optional.ofNullable(tier.get("upToGbSeconds")).map(JsonNode::decimalValue), decimal(tier, "usd")));
        }
        return new Rates(
                decimal(rates, "requestsPerMillion"),
                decimal(rates, "schedulesPerMillion"),
                tiers,
                decimal(rates, "provisionedPerGbSecond"),
                decimal(rates, "durationUnderProvisionedPerGbSecond"));
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return node.required(field).decimalValue();
    }
}
