package dev.hearth.lab.report;

import dev.hearth.lab.bench.FilesRead;
import dev.hearth.lab.bench.PhaseUsage;
import dev.hearth.lab.bench.Sample;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What is measured of a cold start. */
public enum Metric {
    COLD_START("start + first response", Unit.MILLISECONDS),
    INIT("init", Unit.MILLISECONDS),
    FIRST_RESPONSE("first response", Unit.MILLISECONDS),
    SECOND_RESPONSE("second response", Unit.MILLISECONDS),
    INIT_CPU("CPU time of init", Unit.MILLISECONDS),
    FIRST_RESPONSE_CPU("CPU time of the first response", Unit.MILLISECONDS),
    PAGE_FAULTS("page faults up to the first response", Unit.COUNT),
    PAGES_READ("page faults that read the disk", Unit.COUNT),
    FILES("files read", Unit.COUNT),
    MEGABYTES_READ("read of the package", Unit.MEGABYTES),
    CHUNKS("pieces of 512 KiB read", Unit.COUNT),
    PEAK_MEMORY("peak memory", Unit.MEGABYTES);

    enum Unit {
        MILLISECONDS,
        MEGABYTES,
        COUNT
    }

    private static final double PAGES_A_MEGABYTE = 256;

    private final String title;
    private final Unit unit;

    Metric(String title, Unit unit) {
        this.title = title;
        this.unit = unit;
    }

    public String title() {
        return title;
    }

    Unit unit() {
        return unit;
    }

    /** The sample's value in this metric's unit; empty where it could not be measured. */
    OptionalDouble of(Sample sample) {
        return switch (this) {
            case COLD_START -> milliseconds(sample.coldStart());
            case INIT -> milliseconds(sample.init());
            case FIRST_RESPONSE -> milliseconds(sample.firstResponse());
            case SECOND_RESPONSE -> milliseconds(sample.secondResponse());
            case INIT_CPU -> cpu(sample.initUsage());
            case FIRST_RESPONSE_CPU -> cpu(sample.firstResponseUsage());
            case PAGE_FAULTS ->
                both(sample.initUsage(), sample.firstResponseUsage())
                        .map(usage -> OptionalDouble.of((double) usage.minorFaults() + usage.majorFaults()))
                        .orElse(OptionalDouble.empty());
            case PAGES_READ ->
                both(sample.initUsage(), sample.firstResponseUsage())
                        .map(usage -> OptionalDouble.of((double) usage.majorFaults()))
                        .orElse(OptionalDouble.empty());
            case FILES -> read(sample, FilesRead::files);
            case MEGABYTES_READ -> read(sample, read -> read.pages() / PAGES_A_MEGABYTE);
            case CHUNKS -> read(sample, FilesRead::chunks);
            case PEAK_MEMORY -> OptionalDouble.of(sample.peakMemoryBytes() / 1048576.0);
        };
    }

    private static OptionalDouble read(Sample sample, ToDoubleFunction<FilesRead> figure) {
        return sample.filesRead()
                .map(read -> OptionalDouble.of(figure.applyAsDouble(read)))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble milliseconds(Duration duration) {
        return OptionalDouble.of(duration.toNanos() / 1e6);
    }

    private static OptionalDouble cpu(Optional<PhaseUsage> usage) {
        return usage.map(used -> milliseconds(used.cpu())).orElse(OptionalDouble.empty());
    }

    private static Optional<PhaseUsage> both(Optional<PhaseUsage> init, Optional<PhaseUsage> firstResponse) {
        return init.flatMap(first -> firstResponse.map(first::plus));
    }
}
