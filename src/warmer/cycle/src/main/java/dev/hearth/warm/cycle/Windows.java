package dev.hearth.warm.cycle;

import java.time.Duration;

/**
 * How long the environments of a round hold. It must outlast the spread of the launches: an environment is taken from the
 * moment that an invocation is routed to it, so if the last is routed before the first lets go, all are in different ones.
 *
 * @param min the shortest
 * @param max the longest
 */
record Windows(Duration min, Duration max) {
    /** For who knows nothing: what most launches of some dozens keep within. */
    private static final Duration UNTAUGHT = Duration.ofMillis(50);

    /** Writing out what was made ready takes a small part of what making it ready takes. */
    private static final int READY_TO_WRITTEN = 16;

    /** A spread is not always the same, and a further round costs more than a window that is half as long again. */
    private static final int MARGIN_HALVES = 3;

    /** How late the latest was is known by then. */
    private static final int MARGIN_OF_ANOTHER_QUARTERS = 5;

    /** One quiet cycle does not undo what a busy one has taught. */
    private static final int KEPT_TENTHS = 8;

    /**
     * For a leader that has learnt nothing yet. How long it takes to get its requests ready tells how many they are and how much of a
     * processor it has.
     */
    Duration untaught(Duration ready) {
        return within(longer(UNTAUGHT, min).plus(ready.dividedBy(READY_TO_WRITTEN)));
    }

    /** What a leader knows already. */
    Duration taught(Duration window) {
        return within(window);
    }

    /** For the next cycle, after one that reached its target. */
    Duration learnt(Duration window, Duration spread) {
        return within(
                longer(outlasting(spread), window.multipliedBy(KEPT_TENTHS).dividedBy(10)));
    }

    /**
     * For the next round of the same cycle, after one that fell short: the spread shows how late those were that came too late. Where
     * that was not enough the spread is not steady.
     *
     * @param rounds how many fell short
     */
    Duration wider(Duration window, Duration spread, int rounds) {
        Duration seen = longer(window, spread);
        return within(rounds > 1 ? seen.multipliedBy(2) : justOutlasting(seen));
    }

    /** For the next round, after one that fell short because parents had to start first: the window is not to blame. */
    Duration again(Duration window, Duration spread) {
        return within(longer(window, justOutlasting(spread)));
    }

    static Duration outlasting(Duration spread) {
        return spread.multipliedBy(MARGIN_HALVES).dividedBy(2);
    }

    private static Duration justOutlasting(Duration spread) {
        return spread.multipliedBy(MARGIN_OF_ANOTHER_QUARTERS).dividedBy(4);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Duration within(Duration window) {
        Duration atLeast = longer(window, min);
        return atLeast.compareTo(max) > 0 ? max : atLeast;
    }
}
