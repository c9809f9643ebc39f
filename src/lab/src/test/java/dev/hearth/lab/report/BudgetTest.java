package dev.hearth.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.bench.Cell;
import dev.hearth.lab.bench.FailedStart;
import dev.hearth.lab.bench.PageCache;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.bench.Runs;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.report.Budget.Judgement;
import dev.hearth.lab.report.Budget.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    /** Native starts around 20 ms and answers around 2 ms. */
    private static final Run RUN = Runs.of(
            1,
            100,
            Map.of("native", new double[] {20, 2}, "jvm", new double[] {900, 90}, "floor", new double[] {5, 1}),
            1769);

    private static Judgement judged(Run run, String budget) {
        List<Judgement> judgements = Budget.judge(List.of(Budget.parse(budget)), Summary.of(run));
        assertEquals(1, judgements.size(), judgements.toString());
        return judgements.getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "start+first p90 <= 60ms, COLD_START, 0.9, 60",
        "start + first p90 <=60 ms, COLD_START, 0.9, 60",
        "start median ≤ 1.5s, INIT, 0.5, 1500",
        "first p99.9<=2ms, FIRST_RESPONSE, 0.999, 2",
        "memory p50 <= 64 MB, PEAK_MEMORY, 0.5, 64",
    })
    void says_what_is_measured_of_how_many_and_how_much_it_may_be(
            String text, Metric metric, double share, double limit) {
        Budget budget = Budget.parse(text);
        assertEquals(metric, budget.metric());
        assertEquals(share, budget.share(), 1e-9);
        assertEquals(limit, budget.limit(), 1e-9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    60ms                       | write WHAT STATISTIC <= LIMIT
                    start+first p90 < 60ms     | write WHAT STATISTIC <= LIMIT
                    start+first <= 60ms        | write WHAT STATISTIC <= LIMIT
                    init p90 <= 60ms           | what is measured is start, first, start+first or memory
                    start best <= 60ms         | the statistic is median, or a percentile such as p90 or p99.9
                    start p0 <= 60ms           | the statistic is median, or a percentile such as p90 or p99.9
                    start p100 <= 60ms         | the statistic is median, or a percentile such as p90 or p99.9
                    start p90 <= 60            | the limit is a number with ms or s
                    start p90 <= 60MB          | the limit is a number with ms or s
                    memory p90 <= 60ms         | the limit of memory is a number with MB
                    """)
    void what_is_no_budget_is_refused_with_what_to_write(String text, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> Budget.parse(text))
                .getMessage();
        assertTrue(message.startsWith("'" + text + "' is no budget: "), message);
        assertTrue(message.contains(why), message);
    }

    @Test
    void what_the_run_is_about_is_judged_and_not_what_it_is_measured_against() {
        assertEquals(
                new Cell("native", new MemorySize(1769)),
                judged(RUN, "start+first p90 <= 60ms").variant());
        assertEquals(Verdict.KEPT, judged(RUN, "start+first p90 <= 60ms").verdict());
    }

    @Test
    void a_budget_that_is_exceeded_beyond_noise_is_broken_and_the_line_has_the_interval() {
        Judgement judgement = judged(RUN, "start+first p90 <= 20ms");
        assertEquals(Verdict.EXCEEDED, judgement.verdict());
        assertTrue(
                judgement
                        .line()
                        .matches(
                                "exceeded: native at 1,769 MB, 2\\d\\.\\d ms \\(2\\d\\.\\d–2\\d\\.\\d ms, 100 starts\\)"),
                judgement.line());
    }

    @Test
    void a_budget_just_below_what_was_measured_is_within_noise() {
        BigDecimal p90 = new BigDecimal(
                judged(RUN, "start+first p90 <= 60ms").figure().orElseThrow().value());
        String below = p90.setScale(3, RoundingMode.FLOOR).toPlainString();
        String above = p90.setScale(3, RoundingMode.CEILING).toPlainString();
        assertEquals(
                Verdict.NOISE, judged(RUN, "start+first p90 <= " + below + "ms").verdict());
        assertEquals(
                Verdict.KEPT, judged(RUN, "start+first p90 <= " + above + "ms").verdict());
    }

    @Test
    void a_start_that_failed_kept_no_budget() {
        Run failed = new Run(
                RUN.format(),
                RUN.startedAt(),
                RUN.place(),
                RUN.commit(),
                RUN.seed(),
                RUN.question(),
                RUN.packages(),
                RUN.samples(),
                List.of(new FailedStart(
                        new Cell("native", new MemorySize(1769)), PageCache.WARM, "Runtime.OutOfMemory", "killed")),
                true);
        Judgement judgement = judged(failed, "start+first p90 <= 60s");
        assertEquals(Verdict.EXCEEDED, judgement.verdict());
        assertTrue(judgement.line().endsWith("1 starts failed"), judgement.line());
    }

    @Test
    void the_more_is_judged_the_surer_each_line_must_be() {
        Budget budget = Budget.parse("start p90 <= 60ms");
        double alone = Budget.judge(List.of(budget), Summary.of(RUN))
                .getFirst()
                .figure()
                .orElseThrow()
                .interval()
                .low();
        double amongMany = Budget.judge(Collections.nCopies(40, budget), Summary.of(RUN))
                .getFirst()
                .figure()
                .orElseThrow()
                .interval()
                .low();
        assertTrue(amongMany < alone, amongMany + " and " + alone);
    }
}
