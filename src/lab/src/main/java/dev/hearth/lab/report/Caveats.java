package dev.hearth.lab.report;

import dev.hearth.lab.bench.PageCache;
import dev.hearth.lab.bench.Place;
import dev.hearth.lab.bench.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader must know before believing a run's figures. */
public final class Caveats {

    /** The number of starts below which percentiles say little. */
    private static final int ENOUGH = 50;

    /** The share of the processors from which on other work disturbs a measurement. */
    private static final double QUIET = 0.05;

    private Caveats() {}

    /** What a user of AWS waits for and these figures do not hold. */
    public static List<String> notMeasured(Run run) {
        return switch (run.place()) {
            case Place.Local local ->
                List.of(
                        "The start of the microVM, which AWS does before init.",
                        "The download and unpacking of the code, and of a managed runtime.",
                        "The network between a caller, AWS's front ends and the environment.",
                        "AWS's own processors and their neighbours. Here "
                                + (local.boosted()
                                        ? "init has all the CPU of this machine, as AWS boosts it; from the first invocation"
                                                + " on "
                                        : "from the start on ")
                                + local.limits() + ".",
                        "A cold file cache of the JDK itself: only the packages' own files are dropped from memory.",
                        "AWS's disk. A fresh microVM has nothing in memory, and reads over a network: of what is measured here"
                                + " the starts that read the disk come nearest, and how long they take there the figures of"
                                + " others tell. Compare packages by ratios, and by what they read.");
            case Place.Aws _ ->
                List.of(
                        "The start of the microVM and the download of the code: AWS's REPORT lines begin with init.",
                        "The network between the caller and the function.",
                        "CPU time and page faults, which AWS does not tell; memory comes in whole megabytes.");
        };
    }

    /** What is wrong with this run. */
    public static List<String> warnings(Run run) {
        List<String> warnings = new ArrayList<>();
        if (!run.complete()) {
            warnings.add("The run was interrupted: these are the samples it had by then.");
        }
        long fewest = run.variants().stream()
                .mapToLong(variant -> run.samples().stream()
                        .filter(sample -> sample.pageCache() == PageCache.WARM
                                && sample.variant().equals(variant))
                        .count())
                .filter(count -> count > 0)
                .min()
                .orElse(0);
        if (fewest > 0 && fewest < ENOUGH) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "Only %d starts of a variant were measured; the tail needs at least %d.",
                    fewest,
                    ENOUGH));
        }
        if (run.place() instanceof Place.Local local && local.otherWork() > QUIET) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The machine was busy: other work took %.0f %% of its processors meanwhile, so times are longer and more"
                            + " varied than they could be.",
                    local.otherWork() * 100));
        }
        return warnings;
    }
}
