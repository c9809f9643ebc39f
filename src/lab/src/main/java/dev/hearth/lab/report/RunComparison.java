package dev.hearth.lab.report;

import dev.hearth.lab.bench.Cell;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.stats.Distribution;
import dev.hearth.lab.stats.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changed between two runs, and whether it is more than noise. A change is judged by the interval of the ratio of
 * medians, new to old, and it must also hold after the change of the control is taken out: the floor is the same few lines in
 * both runs, so what it gained or lost, the machine did. The level of confidence is raised with the number of changes judged
 * (Bonferroni), so that a whole comparison cries wolf in one of twenty cases, not each of its lines.
 */
public final class RunComparison {

    /** The package that stands for the machine. */
    private static final String CONTROL = "floor";

    private static final List<Metric> COMPARED = List.of(Metric.COLD_START, Metric.INIT, Metric.FIRST_RESPONSE);

    /** What is made of one change. */
    public enum Verdict {
        FASTER,
        SLOWER,
        NOISE
    }

    /**
     * One metric of one variant in both runs.
     *
     * @param ratio new to old
     * @param corrected the same after the control's change is taken out, if the control was measured in both
     */
    public record Change(
            Cell variant, Metric metric, double before, double after, Ratio ratio, Optional<Ratio> corrected) {

        public Verdict verdict() {
            boolean up = ratio.interval().low() > 1
                    && corrected.map(c -> c.interval().low() > 1).orElse(true);
            boolean down = ratio.interval().high() < 1
                    && corrected.map(c -> c.interval().high() < 1).orElse(true);
            return up ? Verdict.SLOWER : down ? Verdict.FASTER : Verdict.NOISE;
        }
    }

    private final Summary before;
    private final Summary after;
    private final List<Change> changes;

    private RunComparison(Summary before, Summary after, List<Change> changes) {
        this.before = before;
        this.after = after;
        this.changes = List.copyOf(changes);
    }

    public static RunComparison of(Summary before, Summary after) {
        List<Cell> common =
                after.variants().stream().filter(before.variants()::contains).toList();
        double confidence = 1 - (1 - Summary.CONFIDENCE) / Math.max(1, common.size() * COMPARED.size());
        List<Change> changes = new ArrayList<>();
        for (Cell variant : common) {
            for (Metric metric : COMPARED) {
                change(before, after, variant, metric, confidence).ifPresent(changes::add);
            }
        }
        return new RunComparison(before, after, changes);
    }

    public List<Change> changes() {
        return changes;
    }

    /** The changes for the worse of what the run is about: the start of the question's subject. */
    public List<Change> regressions() {
        return changes.stream()
                .filter(change -> after.run()
                        .question()
                        .map(Run.Question::subject)
                        .orElse(change.variant().packageName())
                        .equals(change.variant().packageName()))
                .filter(change -> change.verdict() == Verdict.SLOWER)
                .toList();
    }

    /** What to make of it, in a sentence. */
    public String conclusion() {
        List<Change> regressions = regressions();
        if (changes.isEmpty()) {
            return "The runs have no package and memory size in common: nothing to compare.";
        }
        return regressions.isEmpty()
                ? "No start of what the run is about got slower beyond noise."
                : "Slower beyond noise: "
                        + String.join(
                                ", ",
                                regressions.stream()
                                        .map(change -> change.variant() + ", "
                                                + change.metric().title() + " "
                                                + Words.percent(change.ratio().value()))
                                        .toList())
                        + ".";
    }

    /** Why the two runs can hardly be compared; empty where nothing speaks against it. */
    public List<String> caveats() {
        List<String> caveats = new ArrayList<>();
        if (!after.run().place().comparableWith(before.run().place())) {
            caveats.add("the runs were measured in different places: "
                    + Words.place(before.run().place()) + "; "
                    + Words.place(after.run().place()));
        }
        if (changes.stream().allMatch(change -> change.corrected().isEmpty())) {
            caveats.add("the package " + CONTROL
                    + " is not in both runs: a change of the machine looks like a change of the packages");
        }
        if (!before.run().complete() || !after.run().complete()) {
            caveats.add("one of the runs was interrupted");
        }
        return caveats;
    }

    private static Optional<Change> change(
            Summary before, Summary after, Cell variant, Metric metric, double confidence) {
        Optional<Figures> old = before.figures(variant, metric).filter(figures -> figures.median() > 0);
        Optional<Figures> recent = after.figures(variant, metric);
        if (old.isEmpty() || recent.isEmpty()) {
            return Optional.empty();
        }
        Distribution oldValues = old.get().values();
        Distribution newValues = recent.get().values();
        Ratio ratio = new Ratio(
                newValues.median() / oldValues.median(), after.bootstrap().ratio(newValues, oldValues, confidence));
        return Optional.of(new Change(
                variant,
                metric,
                oldValues.median(),
                newValues.median(),
                ratio,
                corrected(before, after, variant, metric, ratio, newValues, oldValues, confidence)));
    }

    private static Optional<Ratio> corrected(
            Summary before,
            Summary after,
            Cell variant,
            Metric metric,
            Ratio ratio,
            Distribution newValues,
            Distribution oldValues,
            double confidence) {
        if (variant.packageName().equals(CONTROL)) {
            return Optional.empty();
        }
        Cell control = new Cell(CONTROL, variant.memory());
        return before.figures(control, metric)
                .filter(figures -> figures.median() > 0)
                .flatMap(oldControl -> after.figures(control, metric)
                        .filter(figures -> figures.median() > 0)
                        .map(newControl -> new Ratio(
                                ratio.value() / (newControl.median() / oldControl.median()),
                                after.bootstrap()
                                        .ratio(
                                                newValues,
                                                oldValues,
                                                newControl.values(),
                                                oldControl.values(),
                                                confidence))));
    }
}
