package dev.hearth.lab.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.bench.Artifact;
import dev.hearth.lab.bench.Cell;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.lambda.MemorySize;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run as one HTML page that needs nothing else: no network, no file beside it. The tables are in the page, the charts are
 * drawn by ECharts, which is in it too.
 */
public final class HtmlReport {

    private static final List<Metric> CHARTED = List.of(Metric.COLD_START, Metric.INIT, Metric.FIRST_RESPONSE);
    static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final JsonMapper JSON = new JsonMapper();

    private HtmlReport() {}

    /** What the template shows. */
    record Page(
            String title,
            String takeaway,
            List<String> notMeasured,
            List<String> warnings,
            List<Tile> tiles,
            List<Metric> metrics,
            List<Artifact> packages,
            List<Table> tables,
            List<Fact> facts) {}

    /** One figure to remember. */
    record Tile(String figure, String what, String detail) {}

    /** One circumstance of the run. */
    record Fact(String name, String value) {}

    public static String of(Summary summary) {
        return WholePage.of("/dev/hearth/lab/report/report", page(summary), data(summary));
    }

    private static Page page(Summary summary) {
        Run run = summary.run();
        return new Page(
                title(run),
                Takeaway.of(summary),
                Caveats.notMeasured(run),
                Caveats.warnings(run),
                tiles(summary),
                CHARTED,
                run.packages(),
                Tables.of(summary),
                facts(run));
    }

    private static String title(Run run) {
        return run.question()
                .map(question -> String.format(
                        Locale.ROOT,
                        "Cold starts: %s against %s",
                        run.artifact(question.subject()).title(),
                        run.artifact(question.against()).title()))
                .orElseGet(() -> "Cold starts of "
                        + String.join(
                                ", ",
                                run.packages().stream().map(Artifact::title).toList()));
    }

    private static List<Tile> tiles(Summary summary) {
        List<Tile> tiles = new ArrayList<>();
        summary.referenceMemory().ifPresent(memory -> {
            for (Metric metric : List.of(Metric.COLD_START, Metric.INIT, Metric.FIRST_RESPONSE, Metric.PEAK_MEMORY)) {
                summary.answer(memory, metric)
                        .ifPresent(ratio -> tiles.add(new Tile(
                                Words.number(ratio.value()) + " ×",
                                metric == Metric.PEAK_MEMORY ? "in memory" : "in " + metric.title(),
                                "95 % CI " + Words.interval(ratio.interval()) + ", at " + Words.memory(memory))));
            }
        });
        return tiles;
    }

    private static List<Fact> facts(Run run) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Measured", DATE.format(run.startedAt())));
        facts.add(new Fact("Where", Words.place(run.place())));
        facts.add(new Fact("Commit", run.commit()));
        facts.add(new Fact("Order", "variants in turns, each round shuffled; seed " + run.seed()));
        run.packages()
                .forEach(artifact -> facts.add(new Fact(
                        artifact.name(),
                        artifact.about() + "; " + Words.megabytes(artifact.bytes()) + " MB"
                                + artifact.sha256()
                                        .map(sum -> ", SHA-256 " + sum.substring(0, 12) + "…")
                                        .orElse(""))));
        facts.add(new Fact(
                "Figures",
                "medians and percentiles of raw samples (Hyndman and Fan's definition 7); 95 % confidence intervals by"
                        + " the percentile bootstrap with 10,000 resamples"));
        return facts;
    }

    /** What the charts are drawn from. */
    private static ObjectNode data(Summary summary) {
        ObjectNode data = JSON.createObjectNode();
        ArrayNode packages = data.putArray("packages");
        summary.run().packages().forEach(artifact -> packages.add(artifact.name()));
        ArrayNode memory = data.putArray("memory");
        summary.run().memorySizes().stream().map(MemorySize::megabytes).forEach(memory::add);
        ObjectNode metrics = data.putObject("metrics");
        for (Metric metric : CHARTED) {
            ArrayNode variants = metrics.putArray(metric.name());
            for (Cell variant : summary.variants()) {
                summary.figures(variant, metric).ifPresent(figures -> {
                    ObjectNode node = variants.addObject()
                            .put("package", variant.packageName())
                            .put("memory", variant.memory().megabytes())
                            .put("p50", rounded(figures.median()))
                            .put("p99", rounded(figures.p99()));
                    ArrayNode values = node.putArray("values");
                    for (double value : figures.values().ascending()) {
                        values.add(rounded(value));
                    }
                });
            }
        }
        return data;
    }

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * 1000) / 1000.0;
    }
}
