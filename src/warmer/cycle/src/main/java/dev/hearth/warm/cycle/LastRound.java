package dev.hearth.warm.cycle;

import dev.hearth.warm.event.Target;
import java.time.Duration;

/**
 * How many environments the last round held that this one was part of, as far as it knows: with so many it begins, if it is to lead a
 * cycle that finds its target. Every other hour with a fifth fewer, or what was needed once would be kept for ever. Thread-safe.
 */
public final class LastRound {
    private static final long ANEW = Duration.ofHours(2).toMillis();
    private static final double FEWER = 0.8;
    private static final int UNKNOWN = 0;

    private int held = UNKNOWN;
    private long at;

    /**
     * It was part of a round.
     *
     * @param environments of how many
     * @param now in milliseconds since 1970
     */
    public synchronized void held(int environments, long now) {
        held = environments;
        at = now;
    }

    /** How many the first round of a cycle is to hold. */
    public synchronized int first(Target range, long now) {
        boolean isOfTheseHours = Math.floorDiv(now, ANEW) == Math.floorDiv(at, ANEW);
        return range.nearest(isOfTheseHours ? held : (long) (FEWER * held));
    }
}
