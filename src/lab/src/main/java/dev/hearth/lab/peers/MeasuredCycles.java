package dev.hearth.lab.peers;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hearth.lab.bench.Json;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.stats.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What Hearth's own cycles were billed, as it is stored: price tables rest on it.
 *
 * @param how in words, what was measured and by which command
 * @param machine where, in words
 */
public record MeasuredCycles(LocalDate measuredOn, String how, String machine, String commit, List<Cell> cycles) {

    private static final double NINE_TENTHS = 0.9;

    /**
     * Cycles of one memory size and number of environments.
     *
     * @param n how many there were
     * @param reachedAll how many of them reached each environment
     * @param oneRound how many took one round
     * @param told what reports said that they were billed, of what the REPORT lines add up to
     * @param median of {@code each}
     * @param nineTenths nine tenths of {@code each} are no longer
     * @param each how long each environment was billed in a cycle, the leader's time shared out among all
     */
    public record Cell(
            @JsonProperty("memoryMb") MemorySize memory,
            int environments,
            int n,
            int reachedAll,
            int oneRound,
            double told,
            @JsonProperty("medianMs") Duration median,
            @JsonProperty("p90Ms") Duration nineTenths,
            @JsonProperty("eachMs") List<Duration> each) {

        public Cell {
            each = List.copyOf(each);
        }

        static Cell of(MemorySize memory, int environments, List<Stage.Alone> cycles) {
            List<Duration> each = cycles.stream()
                    .map(cycle -> billedEach(memory, environments, cycle.gbSeconds()))
                    .toList();
            Distribution millis =
                    Distribution.of(each.stream().map(MeasuredCycles::millis).toList());
            return new Cell(
                    memory,
                    environments,
                    cycles.size(),
                    (int) cycles.stream()
                            .filter(cycle -> cycle.reached() >= environments)
                            .count(),
                    (int) cycles.stream().filter(cycle -> cycle.rounds() <= 1).count(),
                    Math.round(1_000 * sum(cycles, Stage.Alone::toldGbSeconds) / sum(cycles, Stage.Alone::gbSeconds))
                            / 1_000.0,
                    tenths(millis.median()),
                    tenths(millis.quantile(NINE_TENTHS)),
                    each);
        }

        private static double sum(List<Stage.Alone> cycles, ToDoubleFunction<Stage.Alone> figure) {
            return cycles.stream().mapToDouble(figure).sum();
        }

        private static Duration billedEach(MemorySize memory, int environments, double gbSeconds) {
            return tenths(1_000 * gbSeconds * 1_024 / memory.megabytes() / environments);
        }
    }

    public MeasuredCycles {
        cycles = List.copyOf(cycles);
    }

    public void write(Path file) {
        Json.write(this, file);
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    /** To a tenth of a millisecond. */
    private static Duration tenths(double millis) {
        return Duration.ofNanos(Math.round(millis * 10) * 100_000);
    }
}
