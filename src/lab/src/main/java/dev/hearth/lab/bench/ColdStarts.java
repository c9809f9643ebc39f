package dev.hearth.lab.bench;

/** Makes cold starts and measures them, one after another. */
public interface ColdStarts {

    /** Starts a fresh environment of a variant, invokes it twice and ends it. */
    Outcome measure(Variant variant, PageCache pageCache) throws InterruptedException;

    /** What became of a start. */
    sealed interface Outcome {

        record Measured(Sample sample) implements Outcome {}

        record Failed(Failure failure) implements Outcome {}
    }
}
