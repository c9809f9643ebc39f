package dev.hearth.lab.bench;

/** Makes cold starts and measures them, one after another. */
public interface ColdStarts {

    /** Starts a fresh environment of a variant, invokes it twice and ends it. */
    Start measure(Cell variant, PageCache pageCache) throws InterruptedException;

    /** What became of a start. */
    sealed interface Start {

        record Measured(Sample sample) implements Start {}

        record Failed(FailedStart failure) implements Start {}
    }
}
