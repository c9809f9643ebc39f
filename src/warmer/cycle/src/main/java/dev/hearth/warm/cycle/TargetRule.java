package dev.hearth.warm.cycle;

import dev.hearth.warm.event.Busy;
import dev.hearth.warm.event.Target;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How a cycle finds its target within a range. What users needed, the demand, is the most of the found environments that were busy with
 * them at one moment of the last quarter of an hour. The target has room for more than that: demand + 1.75 √demand. A round that kept
 * hardly less is not made again. The figures are those that did best in simulations of four kinds of traffic (docs/how-many.md).
 *
 * <p>Why that holds whatever the routing. Where the last used is used first, the environments that a round finds are those that are used
 * most; if fewer were found than were needed, all were busy at once, and twice as many are looked for. Where all are used alike, a round
 * of k finds a k-th part of the demand in a pool of many, and the rule stops short only where the pool is larger than the target.
 */
public final class TargetRule {
    private static final double ROOM = 1.75;

    /** A further round is billed again, and holds what users could have again. */
    private static final double HARDLY_MORE = 1.2;

    private static final int TWICE = 2;

    private TargetRule() {}

    /** The most that were busy with users at once, of those environments. */
    public static int demand(Collection<Busy> found) {
        long until = found.stream().mapToLong(Busy::until).max().orElse(0);
        int[] busy = new int[Busy.SECONDS];
        for (Busy one : found) {
            int later = (int) Math.min(Busy.SECONDS, until - one.until());
            one.decoded().stream()
                    .map(ago -> ago + later)
                    .filter(ago -> ago < Busy.SECONDS)
                    .forEach(ago -> busy[ago]++);
        }
        return IntStream.of(busy).max().orElse(0);
    }

    /** How many environments that demand wants. */
    public static int wanted(int demand) {
        return (int) Math.floor(demand + ROOM * Math.sqrt(demand));
    }

    /**
     * How many a further round is to hold; empty where those are enough that were.
     *
     * @param kept how many were
     * @param demand what they remember
     */
    public static OptionalInt wider(Target range, int kept, int demand) {
        int wanted = demand >= kept ? Math.max(TWICE * kept, wanted(demand)) : wanted(demand);
        int target = range.nearest(wanted);
        return target > kept && (wanted > HARDLY_MORE * kept) ? OptionalInt.of(target) : OptionalInt.empty();
    }
}
