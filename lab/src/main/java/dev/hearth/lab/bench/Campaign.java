package dev.hearth.lab.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the samples of a run: every start for itself, with nothing else of ours running, the variants in turns. First those
 * whose files are not in memory, then, after one start of each that is thrown away, those whose files are. A variant that
 * only fails is given up after a few attempts.
 */
public final class Campaign {

    private static final int ATTEMPTS = 3;

    /** Is told of every start before it begins. */
    public interface Progress {

        void beginning(Variant variant, int done, int all);
    }

    /**
     * How much is measured.
     *
     * @param coldFiles starts of each variant whose files have to be read from the disk
     * @param starts starts of each variant whose files are in memory
     */
    public record Size(int coldFiles, int starts) {}

    /** What came out: all of it, or what there was when the thread was interrupted. */
    public record Outcome(List<Sample> samples, List<Failure> failures, boolean complete) {}

    private final List<Variant> variants;
    private final Size size;
    private final long seed;
    private final ColdStarts coldStarts;
    private final Progress progress;

    private final List<Sample> samples = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Map<Variant, Integer> attemptsFailed = new HashMap<>();
    private final Set<Variant> started = new HashSet<>();
    private int done;

    public Campaign(List<Variant> variants, Size size, long seed, ColdStarts coldStarts, Progress progress) {
        this.variants = List.copyOf(variants);
        this.size = size;
        this.seed = seed;
        this.coldStarts = coldStarts;
        this.progress = progress;
    }

    /** Measures; an interrupt ends it early and keeps what was measured. */
    public Outcome run() {
        boolean complete = true;
        try {
            measure(Order.of(variants, size.coldFiles(), seed), PageCache.COLD, true);
            measure(Order.of(variants, 1, seed), PageCache.WARM, false);
            measure(Order.of(variants, size.starts(), seed + 1), PageCache.WARM, true);
        } catch (InterruptedException e) {
            complete = false;
        }
        return new Outcome(List.copyOf(samples), List.copyOf(failures), complete);
    }

    private void measure(List<Variant> order, PageCache pageCache, boolean kept) throws InterruptedException {
        for (Variant variant : order) {
            progress.beginning(variant, done++, variants.size() * (size.coldFiles() + 1 + size.starts()));
            if (isGivenUp(variant)) {
                continue;
            }
            switch (coldStarts.measure(variant, pageCache)) {
                case ColdStarts.Outcome.Measured measured -> {
                    started.add(variant);
                    if (kept) {
                        samples.add(measured.sample());
                    }
                }
                case ColdStarts.Outcome.Failed failed -> {
                    attemptsFailed.merge(variant, 1, Integer::sum);
                    failures.add(failed.failure());
                }
            }
        }
    }

    private boolean isGivenUp(Variant variant) {
        return !started.contains(variant) && attemptsFailed.getOrDefault(variant, 0) >= ATTEMPTS;
    }
}
