package dev.hearth.lab.report;

import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.peers.Comparison;
import dev.hearth.lab.peers.Measurement;
import dev.hearth.lab.peers.Pool;
import dev.hearth.lab.stats.Distribution;
import dev.hearth.lab.stats.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What a comparison of strategies says, and what it leaves out. */
public final class ComparisonTables {

    private static final String HEARTH = "hearth";
    private static final List<String> RIVALS = List.of("lambda-warmer", "opennext");
    private static final String NONE = "–";

    private ComparisonTables() {}

    /** What a reader must know before believing the figures. */
    public static List<String> leftOut(Comparison comparison) {
        List<String> lines = new ArrayList<>(List.of(
                "AWS itself: all environments of a trial share this machine's processors, each limited to its memory size's"
                        + " share, where on AWS each has its own. Ratios hold better than figures.",
                "The network: an invocation goes by TLS and over loopback.",
                "How AWS routes to idle environments and how late its queue is, both undocumented: the routing is a column, and"
                        + " an event is late by 0 to " + comparison.jitter().toMillis()
                        + " ms here, all equally likely.",
                "Five minutes between cycles. They follow one another at once here, but for their connections to the Invoke"
                        + " API, which are ended before each cycle.",
                "What AWS takes away meanwhile: environments that a cycle leaves out are still there for the users after it. So"
                        + " cold starts after a cycle tell something of an empty pool and of one with a part gone, not of a full one.",
                "What a user of the peers waits for in their own language: each function answers a constant. A start is"
                        + " Node.js's or Python's, and shown apart.",
                "Nothing was changed in the peers' packages; the loops that take the place of AWS's managed runtimes for"
                        + " Node.js and Python are this project's."));
        lines.addAll(comparison.leftOut());
        if (!comparison.complete()) {
            lines.add("It was interrupted: these are the cycles that it had by then.");
        }
        return lines;
    }

    /** The answer in a sentence for each N, from a full pool. */
    public static List<String> takeaways(Comparison comparison) {
        List<Standing> standings = Standing.of(comparison);
        List<String> lines = new ArrayList<>();
        for (Standing own : standings) {
            if (!own.strategy().name().equals(HEARTH) || own.pool() != Pool.FULL || own.routing() != first(standings)) {
                continue;
            }
            List<String> parts = new ArrayList<>();
            for (Standing other : standings) {
                if (RIVALS.contains(other.strategy().name()) && same(own, other)) {
                    double share = median(own, Measurement::gbSeconds) / median(other, Measurement::gbSeconds);
                    own.gbSecondsAgainst(other)
                            .ifPresent(interval -> parts.add(String.format(
                                    Locale.ROOT,
                                    "%.0f %% (95 %% CI %.0f–%.0f %%) of the GB-seconds that %s is billed for %s",
                                    share * 100,
                                    interval.low() * 100,
                                    interval.high() * 100,
                                    other.strategy().title(),
                                    count(median(other, Measurement::reached)))));
                }
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "N = %d: Hearth reaches %.0f of %d%s; users after its cycles met %d cold starts in %d cycles.",
                    own.target(),
                    median(own, Measurement::reached),
                    own.target(),
                    parts.isEmpty() ? "" : " for " + String.join(" and ", parts),
                    own.cycles().stream().mapToInt(Measurement::coldAfter).sum(),
                    own.cycles().size()));
        }
        return lines;
    }

    private static Routing first(List<Standing> standings) {
        return standings.getFirst().routing();
    }

    private static boolean same(Standing one, Standing other) {
        return one.target() == other.target() && one.pool() == other.pool() && one.routing() == other.routing();
    }

    /** One for each situation, and one of starts. */
    public static List<Table> of(Comparison comparison) {
        List<Standing> standings = Standing.of(comparison);
        List<Table> tables = new ArrayList<>();
        for (Standing standing : standings) {
            boolean begun = standings.stream()
                    .takeWhile(earlier -> !earlier.equals(standing))
                    .anyMatch(earlier -> same(earlier, standing));
            if (!begun) {
                tables.add(table(
                        comparison,
                        standings.stream()
                                .filter(other -> same(standing, other))
                                .toList()));
            }
        }
        tables.add(starts(comparison));
        return tables;
    }

    private static Table table(Comparison comparison, List<Standing> standings) {
        Standing any = standings.getFirst();
        return new Table(
                String.format(
                        Locale.ROOT,
                        "N = %d, %s, routing %s: medians of cycles [least–most], (95 %% confidence interval)",
                        any.target(),
                        words(any.pool()),
                        any.routing().name().toLowerCase(Locale.ROOT).replace('_', '-')),
                1,
                List.of(
                        "strategy",
                        "reached",
                        "[range]",
                        "claims",
                        "cold after",
                        "[range]",
                        "cold during",
                        "GB-s",
                        "(95 %)",
                        "for each reached",
                        "of it starts",
                        "invocations",
                        "took, ms",
                        "users during p50, ms",
                        "p99",
                        "after p50, ms",
                        "p99",
                        "$ a month",
                        "n"),
                standings.stream().map(standing -> row(comparison, standing)).toList());
    }

    private static List<String> row(Comparison comparison, Standing standing) {
        return List.of(
                standing.strategy().title(),
                count(median(standing, Measurement::reached)),
                range(standing.of(Measurement::reached)),
                standing.claimed().map(claims -> count(claims.median())).orElse(NONE),
                count(median(standing, Measurement::coldAfter)),
                range(standing.of(Measurement::coldAfter)),
                count(median(standing, Measurement::coldDuring)),
                Words.number(median(standing, Measurement::gbSeconds)),
                interval(standing.interval(Measurement::gbSeconds)),
                standing.gbSecondsEach()
                        .map(each -> Words.number(each.median()))
                        .orElse(NONE),
                Words.number(median(standing, Measurement::initGbSeconds)),
                count(median(standing, Measurement::invocations)),
                count(standing.of(cycle -> cycle.took().toMillis()).median()),
                wait(standing, Measurement::during, 0.5),
                wait(standing, Measurement::during, 0.99),
                wait(standing, Measurement::after, 0.5),
                wait(standing, Measurement::after, 0.99),
                String.format(Locale.ROOT, "%,.2f", standing.month(comparison.memory())),
                String.valueOf(standing.cycles().size()));
    }

    private static Table starts(Comparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        for (Comparison.Subject strategy : comparison.strategies()) {
            List<Comparison.Start> starts = comparison.starts().stream()
                    .filter(start -> start.strategy().equals(strategy.name()))
                    .toList();
            if (!starts.isEmpty()) {
                double[] inits = starts.stream()
                        .mapToDouble(start -> start.init().toNanos() / 1e6)
                        .toArray();
                rows.add(List.of(
                        strategy.title(),
                        strategy.about(),
                        Words.number(Distribution.of(inits).median()),
                        String.valueOf(starts.stream()
                                .mapToInt(Comparison.Start::number)
                                .sum())));
            }
        }
        return new Table(
                "How long an environment takes to start: the language and not the method; ms, median of the trials' medians",
                2,
                List.of("strategy", "what it is", "init", "starts"),
                rows);
    }

    static String words(Pool pool) {
        return switch (pool) {
            case EMPTY -> "empty pool";
            case FULL -> "full pool";
            case PART_GONE -> "three in ten gone";
        };
    }

    private static double median(Standing standing, ToDoubleFunction<Measurement> figure) {
        return standing.of(figure).median();
    }

    private static String count(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.1f", value);
    }

    private static String range(Distribution values) {
        return "[" + count(values.minimum()) + "–" + count(values.maximum()) + "]";
    }

    private static String interval(Interval interval) {
        return "(" + Words.interval(interval) + ")";
    }

    private static String wait(Standing standing, Function<Measurement, List<Duration>> users, double share) {
        Optional<Distribution> waits = standing.waits(users);
        return waits.map(all -> Words.number(all.quantile(share))).orElse(NONE);
    }
}
