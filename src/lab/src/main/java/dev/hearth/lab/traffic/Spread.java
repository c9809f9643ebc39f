package dev.hearth.lab.traffic;

/** Where within a span of time something was that is known to the span alone: evenly, and the same each time. */
final class Spread {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double RANGE = 0x1p-53;

    private Spread() {}

    /** From 0 to less than 1, by a number of its own (SplitMix64's mixing). */
    static double share(long number) {
        long mixed = number * GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return (mixed >>> 11) * RANGE;
    }
}
