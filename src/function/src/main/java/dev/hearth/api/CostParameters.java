package dev.hearth.api;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.CycleCosts;
import dev.hearth.cost.Plan;
import dev.hearth.cost.PriceTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code GET /cost} is asked. */
final class CostParameters {
    private static final String HOLD = "hold";
    private static final Set<String> KNOWN =
            Set.of("memory", "concurrency", "hours", "region", "architecture", "every", HOLD, "peakHours", "minimum");
    private static final BigDecimal LONGEST_MONTH = BigDecimal.valueOf(31 * 24);
    private static final BigDecimal LEAST_HOURS = new BigDecimal("0.001");
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");

    private final Map<String, List<String>> query;

    private CostParameters(Map<String, List<String>> query) {
        this.query = query;
    }

    /** Whether it was given how long a cycle holds. */
    static boolean giveHold(Map<String, List<String>> query) {
        return query.containsKey(HOLD);
    }

    /**
     * Reads them; what is not given has a default.
     *
     * @param cycles what tells how long each environment is billed in a cycle where that is not given
     *
     * @throws BadParameter for the first that is not what it should be
     */
    static Plan plan(Map<String, List<String>> query, PriceTable table, CycleCosts cycles) {
        for (String name : new TreeSet<>(query.keySet())) {
            if (!KNOWN.contains(name)) {
                throw new BadParameter(
                        name, name + " is not known; known are " + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
        CostParameters parameters = new CostParameters(query);
        int concurrency = parameters.whole("concurrency", 1, 100_000, 20);
        int memory = parameters.whole("memory", 128, 10_240, 512);
        BigDecimal hours = parameters.hours("hours", LONGEST_MONTH, BigDecimal.valueOf(30 * 24));
        BigDecimal third =
                hours.divide(BigDecimal.valueOf(3), 3, RoundingMode.DOWN).max(LEAST_HOURS);
        return new Plan(
                parameters.region(table),
                parameters.architecture(),
                memory,
                concurrency,
                duration(hours),
                parameters.time("every", Duration.ofMinutes(1), Duration.ofDays(1), Duration.ofMinutes(5)),
                parameters.time(
                        HOLD,
                        Duration.ofMillis(1),
                        Duration.ofMinutes(15),
                        cycles.each(memory, concurrency).median()),
                duration(parameters.hours("peakHours", hours, third)),
                parameters.whole("minimum", 0, concurrency, Math.min(1, concurrency)));
    }

    private String region(PriceTable table) {
        String region = value("region", PriceTable.FALLBACK_REGION);
        if (!table.regions().containsKey(region)) {
            throw bad("region", "one of " + String.join(", ", table.regionNames()), region);
        }
        return region;
    }

    private Architecture architecture() {
        String name = value("architecture", "x86");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "x86", "x86_64" -> Architecture.X86;
            case "arm64" -> Architecture.ARM64;
            default -> throw bad("architecture", "x86 or arm64", name);
        };
    }

    private int whole(String name, int min, int max, int otherwise) {
        String text = value(name, Integer.toString(otherwise));
        String expected = "a whole number from " + min + " to " + max + ("memory".equals(name) ? " (MB)" : "");
        if (!text.matches("[0-9]{1,9}")) {
            throw bad(name, expected, text);
        }
        int number = Integer.parseInt(text);
        if (number < min || number > max) {
            throw bad(name, expected, text);
        }
        return number;
    }

    private BigDecimal hours(String name, BigDecimal max, BigDecimal otherwise) {
        String text = value(name, otherwise.toPlainString());
        String expected = "a number of hours above 0 and up to " + max.toPlainString();
        if (!text.matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
            throw bad(name, expected, text);
        }
        BigDecimal number = new BigDecimal(text);
        if (number.signum() == 0 || number.compareTo(max) > 0) {
            throw bad(name, expected, text);
        }
        return number;
    }

    private Duration time(String name, Duration min, Duration max, Duration otherwise) {
        String text = value(name, otherwise.toMillis() + "ms");
        String expected = "a time from " + shown(min) + " to " + shown(max) + ", like 100ms, 30s, 4m or 1h";
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw bad(name, expected, text);
        }
        long number = Long.parseLong(time.group(1));
        Duration duration =
                switch (time.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                };
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw bad(name, expected, text);
        }
        return duration;
    }

    private String value(String name, String otherwise) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw bad(name, "given once", String.join(" and ", values));
        }
        return values.isEmpty() ? otherwise : values.getFirst();
    }

    private static Duration duration(BigDecimal hours) {
        return Duration.ofMillis(hours.multiply(BigDecimal.valueOf(3_600_000)).longValue());
    }

    private static String shown(Duration time) {
        return time.toMillis() < 1000 ? time.toMillis() + "ms" : time.toMinutes() + "m";
    }

    private static BadParameter bad(String name, String expected, String found) {
        return new BadParameter(name, name + " must be " + expected + ", but is '" + found + "'");
    }
}
