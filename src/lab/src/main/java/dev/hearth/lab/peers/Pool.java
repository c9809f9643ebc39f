package dev.hearth.lab.peers;

/** What environments there are before a cycle. */
public enum Pool {
    /** None. */
    EMPTY,

    /** As many as are to be kept, which have had a cycle before. */
    FULL,

    /** The same, but three in ten were taken away since. */
    PART_GONE;

    private static final double GONE = 0.3;

    /** How many of {@code n} are taken away before the cycle. */
    int gone(int n) {
        return this == PART_GONE ? (int) Math.round(n * GONE) : 0;
    }
}
