package dev.hearth.lab.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the samples of a run: every start for itself, with nothing else of ours running, the variants in turns. A variant
 * that only fails is given up after a few attempts.
 */
public final class Campaign {

    private static final int ATTEMPTS = 3;

    /** Is told of every start before it begins. */
    public interface Progress {

        void beginning(Cell variant, int done, int all);
    }

    /**
     * Rounds of starts of one kind.
     *
     * @param kept whether their samples are, or they only prepare the ground
     */
    public record Phase(PageCache pageCache, int rounds, boolean kept) {}

    /** What came out: all of it, or what there was when the thread was interrupted. */
    public record Taken(List<Sample> samples, List<FailedStart> failures, boolean complete) {}

    private final List<Cell> variants;
    private final List<Phase> phases;
    private final long seed;
    private final ColdStarts coldStarts;
    private final Progress progress;

    private final List<Sample> samples = new ArrayList<>();
    private final List<FailedStart> failures = new ArrayList<>();
    private final Map<Cell, Integer> attemptsFailed = new HashMap<>();
    private final Set<Cell> started = new HashSet<>();
    private int done;

    public Campaign(List<Cell> variants, List<Phase> phases, long seed, ColdStarts coldStarts, Progress progress) {
        this.variants = List.copyOf(variants);
        this.phases = List.copyOf(phases);
        this.seed = seed;
        this.coldStarts = coldStarts;
        this.progress = progress;
    }

    /**
     * The local Lambda's: one start of each that warms up the lab; those that read the package's files from the disk, which
     * count apart; one of each that reads the files; as many whose files are in memory.
     */
    public static List<Phase> local(int starts) {
        return List.of(
                new Phase(PageCache.WARM, 1, false),
                new Phase(PageCache.COLD, starts, true),
                new Phase(PageCache.WARM, 1, false),
                new Phase(PageCache.WARM, starts, true));
    }

    /** AWS's, where every start costs money and nothing is known of its files. */
    public static List<Phase> aws(int starts) {
        return List.of(new Phase(PageCache.UNKNOWN, starts, true));
    }

    /** Measures; an interrupt ends it early and keeps what was measured. */
    public Taken run() {
        boolean complete = true;
        try {
            for (int phase = 0; phase < phases.size(); phase++) {
                measure(phases.get(phase), seed + phase);
            }
        } catch (InterruptedException e) {
            complete = false;
        }
        return new Taken(List.copyOf(samples), List.copyOf(failures), complete);
    }

    private void measure(Phase phase, long order) throws InterruptedException {
        for (Cell variant : Order.of(variants, phase.rounds(), order)) {
            progress.beginning(variant, done++, all());
            if (isGivenUp(variant)) {
                continue;
            }
            switch (coldStarts.measure(variant, phase.pageCache())) {
                case ColdStarts.Start.Measured measured -> {
                    started.add(variant);
                    if (phase.kept()) {
                        samples.add(measured.sample());
                    }
                }
                case ColdStarts.Start.Failed failed -> {
                    attemptsFailed.merge(variant, 1, Integer::sum);
                    failures.add(failed.failure());
                }
            }
        }
    }

    private int all() {
        return variants.size() * phases.stream().mapToInt(Phase::rounds).sum();
    }

    private boolean isGivenUp(Cell variant) {
        return !started.contains(variant) && attemptsFailed.getOrDefault(variant, 0) >= ATTEMPTS;
    }
}
