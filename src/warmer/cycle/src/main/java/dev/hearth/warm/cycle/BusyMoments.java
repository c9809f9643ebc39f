package dev.hearth.warm.cycle;

import dev.hearth.warm.event.Busy;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * At which moments of the last quarter of an hour this environment was busy with users: one moment in each second, the same one in all
 * environments, so that those that were busy at one are as many as were needed then, whichever got which request. It takes a bit
 * a second and makes no object for a request. Where the clock was set back it forgets what is now to come. Thread-safe.
 */
public final class BusyMoments {
    private static final int WORD = Long.SIZE;
    private static final int RING = 1024;
    private static final long NONE = Long.MIN_VALUE;

    private final long[] ring = new long[RING / WORD];
    private long newest = NONE;

    /**
     * It served a user.
     *
     * @param from when that began, in milliseconds since 1970
     * @param until when it ended; what took longer than Lambda allows is the clock's doing and is passed over
     */
    public synchronized void served(long from, long until) {
        long first = Busy.second(from);
        long last = Busy.second(until);
        if (last - first > Busy.SECONDS || last < first) {
            return;
        }
        passTo(last);
        for (long second = first; second <= last; second++) {
            long moment = Busy.moment(second);
            if (from <= moment && moment < until) {
                ring[word(second)] |= bit(second);
            }
        }
    }

    /** What it remembers at that time, in milliseconds since 1970; empty where it served nobody. */
    public synchronized Optional<Busy> at(long now) {
        if (newest == NONE) {
            return Optional.empty();
        }
        long second = Busy.second(now);
        passTo(second);
        BitSet moments = new BitSet();
        for (int ago = 0; ago < Busy.SECONDS; ago++) {
            if ((ring[word(second - ago)] & bit(second - ago)) != 0) {
                moments.set(ago);
            }
        }
        return moments.isEmpty() ? Optional.empty() : Optional.of(Busy.of(second, moments));
    }

    private void passTo(long second) {
        if (newest == NONE || second - newest >= RING || newest - second >= RING) {
            Arrays.fill(ring, 0);
        } else {
            for (long gone = Math.min(newest, second) + 1; gone <= Math.max(newest, second); gone++) {
                ring[word(gone)] &= ~bit(gone);
            }
        }
        newest = second;
    }

    private static int word(long second) {
        return Math.floorMod(second, RING) / WORD;
    }

    private static long bit(long second) {
        return 1L << second;
    }
}
