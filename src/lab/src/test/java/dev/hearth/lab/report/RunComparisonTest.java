package dev.hearth.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.bench.Place;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.bench.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunComparisonTest {

    @Test
    void two_runs_of_the_same_packages_differ_by_noise_alone() {
        for (int seed = 0; seed < 20; seed++) {
            assertEquals(
                    List.of(), compare(run(seed, 1, 1), run(1000 + seed, 1, 1)).regressions());
        }
    }

    @Test
    void a_native_start_that_got_slower_is_a_regression() {
        RunComparison comparison = compare(run(1, 1, 1), run(2, 1, 1.3));
        assertTrue(comparison.regressions().stream()
                .anyMatch(change -> change.metric() == Metric.INIT
                        && change.variant().packageName().equals("native")));
    }

    @Test
    void a_native_start_that_got_faster_is_told_and_is_no_regression() {
        RunComparison comparison = compare(run(1, 1, 1), run(2, 1, 0.7));
        assertEquals(List.of(), comparison.regressions());
        assertTrue(comparison.changes().stream().anyMatch(change -> change.verdict() == RunComparison.Verdict.FASTER));
    }

    @Test
    void a_slower_machine_is_no_regression() {
        assertEquals(List.of(), compare(run(1, 1, 1), run(2, 1.5, 1)).regressions());
    }

    @Test
    void a_slower_jvm_is_told_and_is_no_regression_of_the_native_start() {
        Run after = Runs.of(
                2,
                60,
                Map.of("floor", new double[] {4, 0.2}, "native", new double[] {12, 1}, "jvm", new double[] {2000, 300}),
                512,
                1769);
        RunComparison comparison = compare(run(1, 1, 1), after);
        assertEquals(List.of(), comparison.regressions());
        assertTrue(comparison.changes().stream().anyMatch(change -> change.verdict() == RunComparison.Verdict.SLOWER));
    }

    @Test
    void without_the_floor_in_both_runs_the_reader_is_warned() {
        Run without = Runs.of(1, 20, Map.of("native", new double[] {12, 1}), 512);
        assertTrue(compare(without, without).caveats().getFirst().contains("floor"));
    }

    @Test
    void runs_from_two_places_are_told_apart() {
        Run here = run(1, 1, 1);
        Run there = new Run(
                here.format(),
                here.startedAt(),
                new Place.Local(
                        "Another CPU",
                        8,
                        16_000,
                        "6.1",
                        "JDK 25",
                        "memory and CPU are limited by memory size",
                        true,
                        Optional.empty(),
                        0.01),
                here.commit(),
                here.seed(),
                here.question(),
                here.packages(),
                here.samples(),
                here.failures(),
                true);
        assertTrue(compare(here, there).caveats().getFirst().contains("Another CPU"));
        assertEquals(List.of(), compare(here, here).caveats());
    }

    private static RunComparison compare(Run before, Run after) {
        return RunComparison.of(Summary.of(before), Summary.of(after));
    }

    private static Run run(long seed, double machine, double nativeStart) {
        return Runs.of(
                seed,
                60,
                Map.of(
                        "floor", new double[] {4 * machine, 0.2 * machine},
                        "native", new double[] {12 * machine * nativeStart, machine},
                        "jvm", new double[] {1200 * machine, 160 * machine}),
                512,
                1769);
    }
}
