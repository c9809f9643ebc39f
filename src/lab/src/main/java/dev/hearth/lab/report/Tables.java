package dev.hearth.lab.report;

import dev.hearth.lab.bench.Cell;
import dev.hearth.lab.bench.ExtensionShare;
import dev.hearth.lab.bench.Matrix;
import dev.hearth.lab.bench.PageCache;
import dev.hearth.lab.bench.Place;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.stats.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Which tables say what was measured, and what changed. */
public final class Tables {

    private static final String NONE = "–";

    private Tables() {}

    /** All figures of a run. */
    public static List<Table> of(Summary summary) {
        List<Table> tables = new ArrayList<>();
        if (summary.run().samples().stream().anyMatch(sample -> sample.pageCache() == PageCache.COLD)) {
            tables.add(starts(
                    summary,
                    PageCache.COLD,
                    "Cold starts that read the package's files from the disk: ms (95 % confidence interval)"));
            reads(summary).ifPresent(tables::add);
        }
        tables.add(starts(
                summary,
                PageCache.WARM,
                "Cold starts with the package's files in memory: ms (95 % confidence interval)"));
        tables.add(uses(summary));
        summary.run().question().ifPresent(question -> tables.add(answers(summary, question)));
        layers(summary).ifPresent(tables::add);
        extensions(summary).ifPresent(tables::add);
        if (summary.run().place() instanceof Place.Local) {
            tables.add(Others.read().table());
        }
        return tables;
    }

    /** What each package that was measured with layers too needs more with them. */
    private static Optional<Table> layers(Summary summary) {
        List<Metric> metrics = List.of(Metric.COLD_START, Metric.INIT, Metric.FIRST_RESPONSE, Metric.PEAK_MEMORY);
        List<String> head = new ArrayList<>(List.of("package", "memory"));
        metrics.forEach(metric -> head.add(metric.title()));
        List<List<String>> rows = new ArrayList<>();
        for (Cell variant : summary.variants()) {
            Cell laden = new Cell(variant.packageName() + Matrix.WITH_LAYERS, variant.memory());
            if (summary.figures(laden, Metric.COLD_START).isPresent()) {
                List<String> row = new ArrayList<>(List.of(variant.packageName(), memory(variant)));
                metrics.forEach(metric -> row.add(summary.difference(laden, variant, metric)
                        .map(difference ->
                                Words.signed(difference.value()) + " (" + Words.signed(difference.interval()) + ")")
                        .orElse(NONE)));
                rows.add(row);
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(
                        "What the layers cost: difference of medians in ms and MB (95 % confidence interval)",
                        1, head, rows));
    }

    /** What each extension has of its environment's init and memory. */
    private static Optional<Table> extensions(Summary summary) {
        List<List<String>> rows = new ArrayList<>();
        for (Cell variant : summary.variants()) {
            Map<String, List<ExtensionShare>> shares = summary.run().samples().stream()
                    .filter(sample -> sample.variant().equals(variant)
                            && sample.pageCache() == summary.run().pageCache())
                    .flatMap(sample -> sample.extensions().orElse(List.of()).stream())
                    .collect(Collectors.groupingBy(ExtensionShare::name, TreeMap::new, Collectors.toList()));
            shares.forEach((name, own) -> rows.add(List.of(
                    variant.packageName(),
                    memory(variant),
                    name,
                    median(own, share -> share.registered().toNanos() / 1e6),
                    median(own, share -> share.ready().toNanos() / 1e6),
                    median(own, share -> share.memoryBytes() / 1048576.0))));
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(
                        "What each extension has of init: medians from its begin, and memory by then",
                        1,
                        List.of("package", "memory", "extension", "registered, ms", "ready, ms", "memory, MB"),
                        rows));
    }

    private static String median(List<ExtensionShare> shares, ToDoubleFunction<ExtensionShare> figure) {
        return Words.number(
                Distribution.of(shares.stream().mapToDouble(figure).toArray()).median());
    }

    /** What changed between two runs. */
    public static Table of(RunComparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        for (RunComparison.Change change : comparison.changes()) {
            rows.add(List.of(
                    change.variant().packageName(),
                    change.metric().title(),
                    memory(change.variant()),
                    Words.number(change.before()),
                    Words.number(change.after()),
                    Words.percent(change.ratio().value()),
                    Words.percent(change.ratio().interval()),
                    change.corrected()
                            .map(corrected -> Words.percent(corrected.interval()))
                            .orElse(NONE),
                    switch (change.verdict()) {
                        case FASTER -> "faster";
                        case SLOWER -> "SLOWER";
                        case NOISE -> "noise";
                    }));
        }
        return new Table(
                "What changed: medians in ms, and the interval of the change",
                2,
                List.of(
                        "package",
                        "metric",
                        "memory",
                        "before",
                        "after",
                        "change",
                        "between",
                        "less the floor's change",
                        "verdict"),
                rows);
    }

    private static Table starts(Summary summary, PageCache pageCache, String title) {
        List<List<String>> rows = new ArrayList<>();
        for (Cell variant : summary.variants()) {
            Optional<Figures> start = summary.figures(variant, pageCache, Metric.COLD_START);
            if (start.isEmpty()) {
                failed(summary, variant, pageCache).ifPresent(rows::add);
                continue;
            }
            Figures figures = start.get();
            rows.add(List.of(
                    variant.packageName(),
                    memory(variant),
                    Words.number(figures.median()),
                    Words.interval(figures.medianInterval()),
                    Words.number(figures.p90()),
                    Words.number(figures.p99()),
                    Words.number(figures.maximum()),
                    median(summary, variant, pageCache, Metric.INIT),
                    p99(summary, variant, pageCache, Metric.INIT),
                    median(summary, variant, pageCache, Metric.FIRST_RESPONSE),
                    p99(summary, variant, pageCache, Metric.FIRST_RESPONSE),
                    median(summary, variant, pageCache, Metric.SECOND_RESPONSE),
                    String.valueOf(figures.values().size())));
        }
        return new Table(
                title,
                1,
                List.of(
                        "package",
                        "memory",
                        "start + first response p50",
                        "(95 %)",
                        "p90",
                        "p99",
                        "max",
                        "init p50",
                        "p99",
                        "first p50",
                        "p99",
                        "second p50",
                        "n"),
                rows);
    }

    private static Table uses(Summary summary) {
        List<List<String>> rows = new ArrayList<>();
        for (Cell variant : summary.variants()) {
            if (summary.figures(variant, Metric.COLD_START).isPresent()) {
                rows.add(List.of(
                        variant.packageName(),
                        memory(variant),
                        median(summary, variant, summary.run().pageCache(), Metric.INIT_CPU),
                        median(summary, variant, summary.run().pageCache(), Metric.FIRST_RESPONSE_CPU),
                        median(summary, variant, summary.run().pageCache(), Metric.PAGE_FAULTS),
                        median(summary, variant, summary.run().pageCache(), Metric.PEAK_MEMORY),
                        Words.megabytes(
                                summary.run().artifact(variant.packageName()).bytes())));
            }
        }
        return new Table(
                "What a start uses: medians",
                1,
                List.of(
                        "package",
                        "memory",
                        "CPU of init, ms",
                        "CPU of first response, ms",
                        "page faults",
                        "peak memory, MB",
                        "package, MB"),
                rows);
    }

    /** Empty for a run of before it was measured. */
    private static Optional<Table> reads(Summary summary) {
        List<Metric> metrics = List.of(Metric.MEGABYTES_READ, Metric.CHUNKS, Metric.FILES, Metric.PAGES_READ);
        List<List<String>> rows = new ArrayList<>();
        for (Cell variant : summary.variants()) {
            if (summary.figures(variant, PageCache.COLD, Metric.CHUNKS).isPresent()) {
                List<String> row = new ArrayList<>(List.of(variant.packageName(), memory(variant)));
                metrics.forEach(metric -> row.add(median(summary, variant, PageCache.COLD, metric)));
                rows.add(row);
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(
                        "What such a start reads of its package up to the first response, with what Linux reads ahead"
                                + readAhead(summary.run().place()) + ": medians",
                        1,
                        List.of(
                                "package",
                                "memory",
                                "MB",
                                "pieces of 512 KiB",
                                "files",
                                "page faults that waited for the disk"),
                        rows));
    }

    private static String readAhead(Place place) {
        return place instanceof Place.Local local
                ? local.readAheadKib()
                        .map(kib -> String.format(Locale.ROOT, " (up to %,d KiB at once from this disk)", kib))
                        .orElse("")
                : "";
    }

    private static Table answers(Summary summary, Run.Question question) {
        List<Metric> metrics = List.of(
                Metric.COLD_START, Metric.INIT, Metric.FIRST_RESPONSE, Metric.SECOND_RESPONSE, Metric.PEAK_MEMORY);
        List<String> head = new ArrayList<>(List.of("memory"));
        metrics.forEach(metric -> head.add(metric.title()));
        List<List<String>> rows = new ArrayList<>();
        summary.run().memorySizes().forEach(memory -> {
            List<String> row = new ArrayList<>(List.of(Words.memory(memory)));
            metrics.forEach(metric -> row.add(summary.answer(memory, metric)
                    .map(ratio -> Words.number(ratio.value()) + " (" + Words.interval(ratio.interval()) + ")")
                    .orElse(NONE)));
            rows.add(row);
        });
        return new Table(
                String.format(
                        Locale.ROOT,
                        "How many times %s is better than %s: ratio of medians (95 %% confidence interval)",
                        question.subject(),
                        question.against()),
                0,
                head,
                rows);
    }

    private static Optional<List<String>> failed(Summary summary, Cell variant, PageCache pageCache) {
        return summary.failures(variant, pageCache).stream()
                .findFirst()
                .map(failure -> List.of(
                        variant.packageName(),
                        memory(variant),
                        "does not start: " + failure.errorType() + " " + failure.message()));
    }

    private static String median(Summary summary, Cell variant, PageCache pageCache, Metric metric) {
        return summary.figures(variant, pageCache, metric)
                .map(figures -> Words.number(figures.median(), metric))
                .orElse(NONE);
    }

    private static String p99(Summary summary, Cell variant, PageCache pageCache, Metric metric) {
        return summary.figures(variant, pageCache, metric)
                .map(figures -> Words.number(figures.p99(), metric))
                .orElse(NONE);
    }

    private static String memory(Cell variant) {
        return Words.memory(variant.memory());
    }
}
