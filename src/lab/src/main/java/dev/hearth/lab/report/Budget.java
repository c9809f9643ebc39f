package dev.hearth.lab.report;

import dev.hearth.lab.bench.Cell;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.stats.Distribution;
import dev.hearth.lab.stats.Interval;
import dev.hearth.lab.stats.QuantileInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cold start may take: {@code start+first p90 <= 60ms}.
 *
 * @param text as it was written
 * @param share of the starts that must keep it: 0.9 of {@code p90}
 * @param limit in the metric's unit
 */
public record Budget(String text, Metric metric, double share, double limit) {

    private static final Pattern FORM =
            Pattern.compile("\\s*(?<what>\\S.*?)\\s+(?<statistic>\\S+?)\\s*(?:<=|≤)\\s*(?<limit>\\S.*?)\\s*");
    private static final Pattern STATISTIC = Pattern.compile("p(?<percent>\\d{1,2}(?:\\.\\d{1,2})?)");
    private static final Pattern LIMIT = Pattern.compile("(?<number>\\d{1,9}(?:\\.\\d{1,9})?)\\s*(?<unit>ms|s|MB)");
    private static final Map<String, Metric> METRICS = Map.of(
            "start", Metric.INIT,
            "first", Metric.FIRST_RESPONSE,
            "start+first", Metric.COLD_START,
            "memory", Metric.PEAK_MEMORY);

    /** How a package at one memory size keeps it. */
    public enum Verdict {
        KEPT("kept"),
        /** The figure exceeds the limit, but the interval begins below it. */
        NOISE("exceeded, though not beyond noise"),
        EXCEEDED("exceeded");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    /**
     * One package at one memory size.
     *
     * @param figure the statistic of its starts, and where it lies; empty where none succeeded
     * @param failed how many starts came to nothing, none of which can have kept a budget
     */
    public record Judgement(Budget budget, Cell variant, Optional<Figure> figure, int failed) {

        public Verdict verdict() {
            if (failed > 0 || figure.isEmpty() || figure.get().interval().low() > budget.limit) {
                return Verdict.EXCEEDED;
            }
            return figure.get().value() > budget.limit ? Verdict.NOISE : Verdict.KEPT;
        }

        /** A line: {@code kept: native at 512 MB, 17.4 ms (16.9–18.2 ms, 50 starts)}. */
        public String line() {
            String unit = budget.metric.unit() == Metric.Unit.MEGABYTES ? " MB" : " ms";
            return verdict().words + ": " + variant
                    + figure.map(it -> ", " + Words.number(it.value(), budget.metric) + unit + " ("
                                    + interval(it.interval(), unit) + ", " + it.starts() + " starts)")
                            .orElse("")
                    + (failed > 0 ? ", " + failed + " starts failed" : "");
        }

        private static String interval(Interval interval, String unit) {
            String low = Double.isInfinite(interval.low()) ? "anything" : Words.number(interval.low());
            return Double.isInfinite(interval.high())
                    ? low + unit + " or more"
                    : low + "–" + Words.number(interval.high()) + unit;
        }
    }

    /** A statistic, where it lies, and of how many starts. */
    public record Figure(double value, Interval interval, int starts) {}

    /**
     * Reads what somebody wrote.
     *
     * @throws IllegalArgumentException if it is none, in words for who wrote it
     */
    public static Budget parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refused(text, "write WHAT STATISTIC <= LIMIT");
        }
        Metric metric = METRICS.get(form.group("what").replaceAll("\\s", ""));
        if (metric == null) {
            throw refused(text, "what is measured is start, first, start+first or memory");
        }
        double share = share(form.group("statistic"));
        if (!(share > 0 && share < 1)) {
            throw refused(text, "the statistic is median, or a percentile such as p90 or p99.9");
        }
        Matcher limit = LIMIT.matcher(form.group("limit"));
        boolean megabytes = metric.unit() == Metric.Unit.MEGABYTES;
        if (!limit.matches() || limit.group("unit").equals("MB") != megabytes) {
            throw refused(
                    text, megabytes ? "the limit of memory is a number with MB" : "the limit is a number with ms or s");
        }
        double number = Double.parseDouble(limit.group("number"));
        return new Budget(text.strip(), metric, share, limit.group("unit").equals("s") ? number * 1_000 : number);
    }

    private static double share(String statistic) {
        if (statistic.equals("median")) {
            return 0.5;
        }
        Matcher percentile = STATISTIC.matcher(statistic);
        return percentile.matches() ? Double.parseDouble(percentile.group("percent")) / 100 : Double.NaN;
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException(
                "'" + text + "' is no budget: " + why + ", as in 'start+first p90 <= 60ms'");
    }

    /**
     * Judges what a run is about: its question's subject, or every package where it has no question, at each memory size. The
     * confidence is 95 % for all lines of all budgets together (Bonferroni).
     */
    public static List<Judgement> judge(List<Budget> budgets, Summary summary) {
        Optional<String> subject = summary.run().question().map(Run.Question::subject);
        List<Cell> judged = summary.variants().stream()
                .filter(variant -> subject.orElse(variant.packageName()).equals(variant.packageName()))
                .toList();
        double level = 1 - (1 - Summary.CONFIDENCE) / Math.max(1, judged.size() * budgets.size());
        List<Judgement> judgements = new ArrayList<>();
        for (Budget budget : budgets) {
            for (Cell variant : judged) {
                judgements.add(new Judgement(
                        budget,
                        variant,
                        summary.figures(variant, budget.metric).map(figures -> budget.figure(figures.values(), level)),
                        summary.failures(variant, summary.run().pageCache()).size()));
            }
        }
        return judgements;
    }

    private Figure figure(Distribution values, double level) {
        return new Figure(values.quantile(share), QuantileInterval.of(values, share, level), values.size());
    }
}
