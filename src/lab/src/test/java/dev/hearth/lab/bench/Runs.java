package dev.hearth.lab.bench;

import dev.hearth.lab.lambda.MemorySize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes up runs whose figures are known. */
public final class Runs {

    static final Place.Local LAPTOP = new Place.Local(
            "Some CPU",
            2,
            16_000,
            "6.1",
            "JDK 25",
            "memory and CPU are limited by memory size",
            true,
            Optional.of(128L),
            0.01);

    private Runs() {}

    /** A run of floor, native and JVM whose starts scatter around a cold start (init, first response) in milliseconds. */
    public static Run of(long seed, int starts, Map<String, double[]> medians, int... megabytes) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int memory : megabytes) {
            medians.forEach((name, median) -> {
                for (int i = 0; i < starts; i++) {
                    double scatter = Math.exp(random.nextGaussian() * 0.1);
                    samples.add(sample(
                            name,
                            memory,
                            PageCache.WARM,
                            median[0] * scatter,
                            median[1] * scatter * Math.max(1, 1769.0 / memory)));
                }
            });
        }
        return run(seed, medians.keySet().stream().sorted().toList(), samples);
    }

    public static Run run(long seed, List<String> packages, List<Sample> samples) {
        return new Run(
                Run.FORMAT,
                Instant.parse("2026-11-23T18:00:00Z"),
                LAPTOP,
                "abc1234",
                seed,
                packages.containsAll(List.of("native", "jvm"))
                        ? Optional.of(new Run.Question("native", "jvm"))
                        : Optional.empty(),
                packages.stream()
                        .map(name -> new Artifact(
                                name, name, "the package " + name, 15_000_000, Optional.of("0".repeat(64))))
                        .toList(),
                samples,
                List.of(),
                true);
    }

    public static Sample sample(String name, int memory, PageCache pageCache, double init, double firstResponse) {
        return new Sample(
                new Cell(name, new MemorySize(memory)),
                pageCache,
                milliseconds(init),
                milliseconds(firstResponse),
                milliseconds(firstResponse / 2),
                Optional.of(new PhaseUsage(milliseconds(init * 1.5), Math.round(init * 70), 0)),
                Optional.of(new PhaseUsage(milliseconds(firstResponse), 40, 0)),
                pageCache == PageCache.COLD
                        ? Optional.of(new FilesRead(4, Math.round(init * 100), Math.round(init)))
                        : Optional.empty(),
                Math.round(init * 30_000) + 12_000_000);
    }

    static Duration milliseconds(double value) {
        return Duration.ofNanos(Math.round(value * 1e6));
    }
}
