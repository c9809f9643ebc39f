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
    /** Launches vary from one round to the next by about as much again as they spread. */
    private static final int MARGIN = 2;

    /** For the next cycle, after one that reached its target. */
    Duration learnt(Duration spread) {
        return within(spread.multipliedBy(MARGIN));
    }

    /** For the next round of the same cycle, after one that fell short. */
    Duration wider(Duration window, Duration spread) {
        Duration twice = window.multipliedBy(2);
        Duration learnt = spread.multipliedBy(MARGIN);
        return within(twice.compareTo(learnt) > 0 ? twice : learnt);
    }

    private Duration within(Duration window) {
        Duration atLeast = window.compareTo(min) < 0 ? min : window;
        return atLeast.compareTo(max) > 0 ? max : atLeast;
    }
}
