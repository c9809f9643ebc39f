package dev.hearth.warm.cycle;

import static dev.hearth.warm.event.WarmEvent.MAX_DEPTH;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How a number of environments is shared out over a tree of invocations: no environment invokes more than {@code fan-out}
 * others while the depth allows, so that a large target is launched about as fast as a small one. AWS stops a chain of about
 * 16 invocations of one function; depth makes a chain, breadth does not.
 */
final class Fanout {
    private Fanout() {}

    /**
     * The shares of the children of an environment that answers for {@code share} environments, itself included. They add up
     * to {@code share - 1}. As few children as possible get more than themselves, and those get about the same: whoever invokes
     * needs a client, and that takes time and memory from an environment that is there for users. Children at the last depth
     * have no children: there breadth gives way.
     *
     * @param share 1 or more
     * @param fanOut 1 or more
     * @param depth of the environment whose children these are; the leader's is 0
     */
    static List<Integer> shares(int share, int fanOut, int depth) {
        if (share > 1 && depth >= MAX_DEPTH) {
            throw new IllegalArgumentException("no children below depth " + MAX_DEPTH);
        }
        int others = share - 1;
        int breadth = Math.max(fanOut, fewest(others, MAX_DEPTH - depth));
        int children = Math.min(others, breadth);
        int grandchildren = others - children;
        int parents = Math.min(children, Math.ceilDiv(grandchildren, breadth));
        return IntStream.range(0, children)
                .map(i -> i < parents ? 1 + grandchildren / parents + (i < grandchildren % parents ? 1 : 0) : 1)
                .boxed()
                .toList();
    }

    /** The smallest fan-out whose tree of that many levels has room for {@code others}. */
    private static int fewest(int others, int levels) {
        int fanOut = 1;
        while (room(fanOut, levels) < others) {
            fanOut++;
        }
        return fanOut;
    }

    private static long room(long fanOut, int levels) {
        return levels == 0 ? 0 : fanOut * (1 + room(fanOut, levels - 1));
    }
}
