package dev.hearth.lab.report;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.cost.Rates;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.peers.Comparison;
import dev.hearth.lab.peers.Measurement;
import dev.hearth.lab.peers.Pool;
import dev.hearth.lab.stats.Bootstrap;
import dev.hearth.lab.stats.Distribution;
import dev.hearth.lab.stats.Interval;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * How a strategy did in one situation.
 *
 * @param cycles those that count, at least one
 */
record Standing(Comparison.Subject strategy, int target, Pool pool, Routing routing, List<Measurement> cycles) {

    private static final double CONFIDENCE = 0.95;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration BETWEEN_CYCLES = Duration.ofMinutes(5);
    private static final long SEED = 1;

    Standing {
        cycles = List.copyOf(cycles);
    }

    /** All of a comparison, by situation. */
    static List<Standing> of(Comparison comparison) {
        List<Standing> standings = new ArrayList<>();
        List<Integer> targets = comparison.measurements().stream()
                .map(Measurement::target)
                .distinct()
                .sorted()
                .toList();
        for (Routing routing : Routing.values()) {
            for (Pool pool : Pool.values()) {
                for (int target : targets) {
                    for (Comparison.Subject strategy : comparison.strategies()) {
                        List<Measurement> cycles = comparison.measurements().stream()
                                .filter(cycle -> cycle.counted()
                                        && cycle.routing() == routing
                                        && cycle.pool() == pool
                                        && cycle.target() == target
                                        && cycle.strategy().equals(strategy.name()))
                                .toList();
                        if (!cycles.isEmpty()) {
                            standings.add(new Standing(strategy, target, pool, routing, cycles));
                        }
                    }
                }
            }
        }
        return standings;
    }

    /** How a figure is spread over the cycles. */
    Distribution of(ToDoubleFunction<Measurement> figure) {
        return Distribution.of(cycles.stream().mapToDouble(figure).toArray());
    }

    Interval interval(ToDoubleFunction<Measurement> figure) {
        return new Bootstrap(SEED).median(of(figure), CONFIDENCE);
    }

    /** How many times the other's GB-seconds this one's are, with 95 % confidence; empty where the other has none. */
    Optional<Interval> gbSecondsAgainst(Standing other) {
        Distribution others = other.of(Measurement::gbSeconds);
        return others.minimum() > 0
                ? Optional.of(new Bootstrap(SEED).ratio(of(Measurement::gbSeconds), others, CONFIDENCE))
                : Optional.empty();
    }

    /** What a cycle is billed for each environment that it reaches; empty where a cycle reached none. */
    Optional<Distribution> gbSecondsEach() {
        return cycles.stream().allMatch(cycle -> cycle.reached() > 0)
                ? Optional.of(of(cycle -> cycle.gbSeconds() / cycle.reached()))
                : Optional.empty();
    }

    /** How long users waited, in ms, all cycles together; empty where none came. */
    Optional<Distribution> waits(Function<Measurement, List<Duration>> users) {
        double[] waits = cycles.stream()
                .flatMap(cycle -> users.apply(cycle).stream())
                .mapToDouble(wait -> wait.toNanos() / 1e6)
                .toArray();
        return waits.length == 0 ? Optional.empty() : Optional.of(Distribution.of(waits));
    }

    /** In dollars, with such a cycle every five minutes for 30 days, and without the free tier; users' own requests apart. */
    double month(MemorySize memory) {
        Rates rates = PriceTable.current()
                .rates(AccountSettings.DEFAULT.region(), Architecture.X86)
                .orElseThrow();
        if (strategy.provisioned()) {
            return Rates.gbSeconds(memory.megabytes(), MONTH)
                    .multiply(BigDecimal.valueOf(target))
                    .multiply(rates.provisionedPerGbSecond())
                    .doubleValue();
        }
        BigDecimal times = BigDecimal.valueOf(MONTH.dividedBy(BETWEEN_CYCLES));
        BigDecimal gbSeconds = BigDecimal.valueOf(of(Measurement::gbSeconds).median());
        BigDecimal invocations = BigDecimal.valueOf(of(Measurement::invocations).median());
        return rates.duration(gbSeconds.multiply(times))
                .add(rates.requests(invocations.multiply(times)))
                .doubleValue();
    }

    /** What it says it has reached, where it says so. */
    Optional<Distribution> claimed() {
        double[] claims = cycles.stream()
                .flatMapToDouble(cycle -> cycle.claimed().isPresent()
                        ? DoubleStream.of(cycle.claimed().getAsInt())
                        : DoubleStream.empty())
                .toArray();
        return claims.length == 0 ? Optional.empty() : Optional.of(Distribution.of(claims));
    }
}
