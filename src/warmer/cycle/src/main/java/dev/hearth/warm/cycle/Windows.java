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
    /**
     * After a success: what is seen of a launch is its arrival, which comes later than its routing, so the spread that is seen is a
     * little more already than what has to be outlasted.
     */
    private static final int LEARNT_TENTHS = 13;

    /** Connecting and signing takes about so many times as long as writing the request. */
    private static final int READY_TO_WRITTEN = 16;

    /** After a round that fell short: a further one costs more than a wide window. */
    private static final int MARGIN = 2;

    /**
     * For a leader that has learnt nothing yet. How long it took to get its requests ready tells how many they are and how much of a
     * processor it has; writing them out takes a small part of that.
     */
    Duration untaught(Duration ready) {
        return within(min.plus(ready.dividedBy(READY_TO_WRITTEN)));
    }

    /** For the next cycle, after one that reached its target. */
    Duration learnt(Duration spread) {
        return within(spread.multipliedBy(LEARNT_TENTHS).dividedBy(10));
    }

    /** For the next round of the same cycle, after one that fell short. */
    Duration wider(Duration window, Duration spread) {
        return within(longer(window.multipliedBy(2), spread.multipliedBy(MARGIN)));
    }

    /** For the next round, after one that fell short because parents had to start first: the window is not to blame. */
    Duration again(Duration window, Duration spread) {
        return within(longer(window, spread.multipliedBy(MARGIN)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Duration within(Duration window) {
        Duration atLeast = window.compareTo(min) < 0 ? min : window;
        return atLeast.compareTo(max) > 0 ? max : atLeast;
    }
}
