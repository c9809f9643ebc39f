package dev.hearth.lab.report;

import dev.hearth.lab.bench.Cell;
import dev.hearth.lab.bench.Matrix;
import dev.hearth.lab.bench.PageCache;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.stats.Ratio;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The one sentence that a user should take from a run. It follows from the figures: it says the contrary where they do. */
public final class Takeaway {

    private Takeaway() {}

    public static String of(Summary summary) {
        return summary.referenceMemory()
                .flatMap(memory -> answer(summary, memory)
                        .or(() -> single(summary, memory))
                        .map(sentence -> sentence + fromDisk(summary, memory) + layers(summary, memory)))
                .orElse("No start succeeded, so there is nothing to take from this run.");
    }

    /** What layers cost the first package that was measured with them too. */
    private static String layers(Summary summary, MemorySize memory) {
        return summary.variants().stream()
                .filter(variant -> variant.memory().equals(memory))
                .flatMap(variant -> summary
                        .difference(
                                new Cell(variant.packageName() + Matrix.WITH_LAYERS, memory),
                                variant,
                                Metric.COLD_START)
                        .map(difference -> layers(summary, variant, difference))
                        .stream())
                .findFirst()
                .orElse("");
    }

    private static String layers(Summary summary, Cell variant, Summary.Difference difference) {
        String cost =
                difference.interval().contains(0) ? "nothing beyond noise" : Words.signed(difference.value()) + " ms";
        return String.format(
                Locale.ROOT,
                " Its layers cost a cold start of %s at %,d MB %s (95 %% CI %s ms).",
                title(summary, variant.packageName()),
                variant.memory().megabytes(),
                cost,
                Words.signed(difference.interval()));
    }

    private static Optional<String> answer(Summary summary, MemorySize memory) {
        return summary.run().question().flatMap(question -> summary.answer(memory, Metric.COLD_START)
                .map(ratio -> {
                    String subject = title(summary, question.subject());
                    String against = title(summary, question.against());
                    if (!ratio.isBeyondNoise()) {
                        return String.format(
                                Locale.ROOT,
                                "At %,d MB the cold starts of %s and %s do not differ beyond noise (%s × as long, 95 %% CI %s): choose by something else.",
                                memory.megabytes(),
                                subject,
                                against,
                                Words.number(ratio.value()),
                                Words.interval(ratio.interval()));
                    }
                    return ratio.value() > 1
                            ? better(summary, memory, question.subject(), question.against(), ratio)
                            : String.format(
                                    Locale.ROOT,
                                    "Stay with %s: at %,d MB a cold start answers its first request after %s, with %s after %s.",
                                    against,
                                    memory.megabytes(),
                                    start(summary, question.against(), memory),
                                    subject,
                                    start(summary, question.subject(), memory));
                }));
    }

    private static String better(Summary summary, MemorySize memory, String subject, String against, Ratio coldStart) {
        String memorySaved = summary.answer(memory, Metric.PEAK_MEMORY)
                .filter(ratio -> ratio.isBeyondNoise() && ratio.value() > 1)
                .map(ratio -> ", in " + Words.number(ratio.value()) + " times less memory")
                .orElse("");
        MemorySize least = summary.run().memorySizes().getFirst();
        String atLeast = least.equals(memory)
                ? ""
                : summary.figures(new Cell(subject, least), Metric.COLD_START)
                        .map(figures -> String.format(
                                Locale.ROOT,
                                ", and even with %,d MB after %s ms",
                                least.megabytes(),
                                Words.number(figures.median())))
                        .orElse("");
        return String.format(
                Locale.ROOT,
                "Choose %s over %s: at %,d MB a cold start answers its first request after %s instead of %s, %s times sooner (95 %% CI %s)%s%s.",
                title(summary, subject),
                title(summary, against),
                memory.megabytes(),
                start(summary, subject, memory),
                start(summary, against, memory),
                Words.number(coldStart.value()),
                Words.interval(coldStart.interval()),
                memorySaved,
                atLeast);
    }

    /** Without two packages to compare: what a cold start takes, and what more memory does for it. */
    private static Optional<String> single(Summary summary, MemorySize reference) {
        List<Cell> measured = summary.variants().stream()
                .filter(variant -> summary.figures(variant, Metric.COLD_START).isPresent())
                .toList();
        return measured.stream()
                .filter(variant -> variant.memory().equals(reference))
                .findFirst()
                .or(() -> measured.stream().findFirst())
                .map(variant -> {
                    Figures figures =
                            summary.figures(variant, Metric.COLD_START).orElseThrow();
                    return String.format(
                            Locale.ROOT,
                            "A cold start of %s at %,d MB answers the first request after %s ms, one in a hundred after more than %s ms%s.",
                            title(summary, variant.packageName()),
                            variant.memory().megabytes(),
                            Words.number(figures.median()),
                            Words.number(figures.p99()),
                            moreMemory(summary, measured, variant));
                });
    }

    private static String moreMemory(Summary summary, List<Cell> measured, Cell reference) {
        return measured.stream()
                .filter(variant -> variant.packageName().equals(reference.packageName()))
                .filter(variant ->
                        variant.memory().megabytes() < reference.memory().megabytes())
                .findFirst()
                .flatMap(least -> summary.ratio(least, reference, Metric.COLD_START)
                        .map(ratio -> ratio.isBeyondNoise()
                                ? String.format(
                                        Locale.ROOT,
                                        "; with %,d MB it takes %s times as long (95 %% CI %s)",
                                        least.memory().megabytes(),
                                        Words.number(ratio.value()),
                                        Words.interval(ratio.interval()))
                                : String.format(
                                        Locale.ROOT,
                                        "; with %,d MB it takes as long, within noise",
                                        least.memory().megabytes())))
                .orElse("");
    }

    /** What it is where nothing of a package is in memory, as in a fresh environment on AWS. */
    private static String fromDisk(Summary summary, MemorySize memory) {
        List<String> starts = summary.variants().stream()
                .filter(variant -> variant.memory().equals(memory))
                .flatMap(variant -> summary.figures(variant, PageCache.COLD, Metric.COLD_START).stream()
                        .map(figures -> variant.packageName() + " " + Words.number(figures.median()) + " ms"))
                .toList();
        return starts.isEmpty()
                ? ""
                : " Where the package's files have to be read from the disk first: " + String.join(", ", starts) + ".";
    }

    private static String start(Summary summary, String packageName, MemorySize memory) {
        return Words.number(summary.figures(new Cell(packageName, memory), Metric.COLD_START)
                        .orElseThrow()
                        .median())
                + " ms";
    }

    private static String title(Summary summary, String packageName) {
        return summary.run().artifact(packageName).title();
    }
}
