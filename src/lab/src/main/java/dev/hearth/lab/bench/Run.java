package dev.hearth.lab.bench;

import dev.hearth.lab.lambda.MemorySize;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as it was measured; everything that is shown is computed from it.
 *
 * @param commit of the checkout, with {@code -dirty} where it was changed
 * @param seed of the order in which the variants took turns
 * @param question the two packages whose comparison the run is about, if there are two
 * @param complete false where the run was interrupted
 */
public record Run(
        int format,
        Instant startedAt,
        Place place,
        String commit,
        long seed,
        Optional<Question> question,
        List<Artifact> packages,
        List<Sample> samples,
        List<FailedStart> failures,
        boolean complete) {

    /** The version of the file format that this program writes, and the only one that it reads. */
    public static final int FORMAT = 1;

    /** How much better than {@code against} is {@code subject}? */
    public record Question(String subject, String against) {}

    public Run {
        packages = List.copyOf(packages);
        samples = List.copyOf(samples);
        failures = List.copyOf(failures);
    }

    /** The state of the page cache that the run is about. */
    public PageCache pageCache() {
        return switch (place) {
            case Place.Local _ -> PageCache.WARM;
            case Place.Aws _ -> PageCache.UNKNOWN;
        };
    }

    /** The variants that were tried, package by package in the matrix's order, memory sizes ascending. */
    public List<Cell> variants() {
        List<MemorySize> sizes = memorySizes();
        return packages.stream()
                .flatMap(artifact -> sizes.stream().map(size -> new Cell(artifact.name(), size)))
                .filter(this::tried)
                .toList();
    }

    public List<MemorySize> memorySizes() {
        return Stream.concat(
                        samples.stream().map(Sample::variant), failures.stream().map(FailedStart::variant))
                .map(Cell::memory)
                .distinct()
                .sorted(Comparator.comparingInt(MemorySize::megabytes))
                .toList();
    }

    public Artifact artifact(String name) {
        return packages.stream()
                .filter(artifact -> artifact.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean tried(Cell variant) {
        return samples.stream().anyMatch(sample -> sample.variant().equals(variant))
                || failures.stream().anyMatch(failure -> failure.variant().equals(variant));
    }
}
