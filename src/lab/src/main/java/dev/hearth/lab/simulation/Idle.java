package dev.hearth.lab.simulation;

import dev.hearth.lab.lambda.Routing;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Idle environments, by number, in the order in which they became idle. Every method takes constant time, and none makes an
 * object. The order is that of expiry too, as all live equally long: whoever is first expires first.
 */
final class Idle {

    private static final int NOBODY = -1;

    private final Routing routing;
    private final SplittableRandom random;

    private int[] before = new int[16];
    private int[] after = new int[16];
    private long[] since = new long[16];
    private int first = NOBODY;
    private int last = NOBODY;
    private int size;

    /** For {@link Routing#RANDOM}: all of them in no order, and where each stands. */
    private int[] bag = new int[16];

    private int[] position = new int[16];

    Idle(Routing routing, SplittableRandom random) {
        this.routing = routing;
        this.random = random;
    }

    int size() {
        return size;
    }

    /** When the one that has been idle for longest became so. */
    long oldest() {
        return since[first];
    }

    void add(int environment, long now) {
        if (environment >= before.length) {
            grow(environment);
        }
        before[environment] = last;
        after[environment] = NOBODY;
        since[environment] = now;
        if (last == NOBODY) {
            first = environment;
        } else {
            after[last] = environment;
        }
        last = environment;
        if (routing == Routing.RANDOM) {
            position[environment] = size;
            bag[size] = environment;
        }
        size++;
    }

    /** The one that gets the next invocation. */
    int take() {
        int taken =
                switch (routing) {
                    case RECENT -> last;
                    case LEAST_RECENT -> first;
                    case RANDOM -> bag[random.nextInt(size)];
                };
        remove(taken);
        return taken;
    }

    int takeOldest() {
        int taken = first;
        remove(taken);
        return taken;
    }

    private void remove(int environment) {
        int previous = before[environment];
        int following = after[environment];
        if (previous == NOBODY) {
            first = following;
        } else {
            after[previous] = following;
        }
        if (following == NOBODY) {
            last = previous;
        } else {
            before[following] = previous;
        }
        size--;
        if (routing == Routing.RANDOM) {
            int moved = bag[size];
            bag[position[environment]] = moved;
            position[moved] = position[environment];
        }
    }

    private void grow(int environment) {
        int capacity = Math.max(environment + 1, before.length * 2);
        before = Arrays.copyOf(before, capacity);
        after = Arrays.copyOf(after, capacity);
        since = Arrays.copyOf(since, capacity);
        bag = Arrays.copyOf(bag, capacity);
        position = Arrays.copyOf(position, capacity);
    }
}
