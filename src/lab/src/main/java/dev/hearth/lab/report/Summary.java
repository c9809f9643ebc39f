package dev.hearth.lab.report;

import dev.hearth.lab.bench.Cell;
import dev.hearth.lab.bench.FailedStart;
import dev.hearth.lab.bench.PageCache;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.bench.Sample;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.stats.Bootstrap;
import dev.hearth.lab.stats.Distribution;
import dev.hearth.lab.stats.Interval;
import dev.hearth.lab.stats.Ratio;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run's figures: distributions, intervals and ratios of every variant and metric, all computed from its samples. */
public final class Summary {

    static final double CONFIDENCE = 0.95;

    private final Run run;
    private final Bootstrap bootstrap;
    private final Map<PageCache, Map<Cell, Map<Metric, Figures>>> figures = new EnumMap<>(PageCache.class);

    private Summary(Run run) {
        this.run = run;
        this.bootstrap = new Bootstrap(run.seed());
        for (PageCache pageCache : PageCache.values()) {
            Map<Cell, Map<Metric, Figures>> byVariant = new HashMap<>();
            run.variants().forEach(variant -> byVariant.put(variant, figures(variant, pageCache)));
            figures.put(pageCache, byVariant);
        }
    }

    public static Summary of(Run run) {
        return new Summary(run);
    }

    public Run run() {
        return run;
    }

    List<Cell> variants() {
        return run.variants();
    }

    /** The figures of the starts that the run is about; empty where none succeeded or the metric could not be measured. */
    public Optional<Figures> figures(Cell variant, Metric metric) {
        return figures(variant, run.pageCache(), metric);
    }

    Optional<Figures> figures(Cell variant, PageCache pageCache, Metric metric) {
        return Optional.ofNullable(
                figures.get(pageCache).getOrDefault(variant, Map.of()).get(metric));
    }

    /** How many times {@code variant}'s median is that of {@code base}. */
    public Optional<Ratio> ratio(Cell variant, Cell base, Metric metric) {
        return figures(variant, metric).flatMap(numerator -> figures(base, metric)
                .filter(denominator -> denominator.median() > 0)
                .map(denominator -> ratio(numerator.values(), denominator.values())));
    }

    /** How much more {@code variant}'s median is than that of {@code base}. */
    Optional<Difference> difference(Cell variant, Cell base, Metric metric) {
        return figures(variant, metric).flatMap(more -> figures(base, metric)
                .map(less -> new Difference(
                        more.median() - less.median(),
                        bootstrap.difference(more.values(), less.values(), CONFIDENCE))));
    }

    /** A difference of medians, and where it lies. */
    record Difference(double value, Interval interval) {}

    /** The ratio that the run is about, at one memory size: how many times better the question's subject is. */
    public Optional<Ratio> answer(MemorySize memory, Metric metric) {
        return run.question()
                .flatMap(question ->
                        ratio(new Cell(question.against(), memory), new Cell(question.subject(), memory), metric));
    }

    /** The memory size at which a function has one whole vCPU, or the nearest that was measured. */
    Optional<MemorySize> referenceMemory() {
        return run.memorySizes().stream().min(Comparator.comparingDouble(size -> Math.abs(size.cpus() - 1)));
    }

    List<FailedStart> failures(Cell variant, PageCache pageCache) {
        return run.failures().stream()
                .filter(failure -> failure.variant().equals(variant) && failure.pageCache() == pageCache)
                .toList();
    }

    Bootstrap bootstrap() {
        return bootstrap;
    }

    private Ratio ratio(Distribution numerator, Distribution denominator) {
        return new Ratio(
                numerator.median() / denominator.median(), bootstrap.ratio(numerator, denominator, CONFIDENCE));
    }

    private Map<Metric, Figures> figures(Cell variant, PageCache pageCache) {
        List<Sample> samples = run.samples().stream()
                .filter(sample -> sample.variant().equals(variant) && sample.pageCache() == pageCache)
                .toList();
        Map<Metric, Figures> byMetric = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            List<Double> values = samples.stream()
                    .flatMap(sample -> metric.of(sample).stream().boxed())
                    .toList();
            if (!values.isEmpty()) {
                byMetric.put(metric, new Figures(Distribution.of(values), bootstrap));
            }
        }
        return byMetric;
    }
}
