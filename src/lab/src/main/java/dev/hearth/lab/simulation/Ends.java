package dev.hearth.lab.simulation;

import java.util.Arrays;

/** When busy environments will be free: a binary heap of numbers, earliest first; of two at once, the one added first. */
final class Ends {

    private long[] times = new long[16];
    private long[] orders = new long[16];
    private int[] environments = new int[16];
    private int size;
    private long added;

    int size() {
        return size;
    }

    /** {@link Long#MAX_VALUE} where none is busy. */
    long earliest() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    void add(long time, int environment) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            environments = Arrays.copyOf(environments, size * 2);
        }
        long order = added++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (times[parent] <= time) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        set(hole, time, order, environment);
    }

    int removeEarliest() {
        int earliest = environments[0];
        size--;
        long time = times[size];
        long order = orders[size];
        int environment = environments[size];
        int hole = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && precedes(child + 1, times[child], orders[child])) {
                child++;
            }
            if (!precedes(child, time, order)) {
                break;
            }
            move(child, hole);
            hole = child;
            child = 2 * hole + 1;
        }
        set(hole, time, order, environment);
        return earliest;
    }

    private boolean precedes(int index, long time, long order) {
        return times[index] < time || (times[index] == time && orders[index] < order);
    }

    private void move(int from, int to) {
        set(to, times[from], orders[from], environments[from]);
    }

    private void set(int index, long time, long order, int environment) {
        times[index] = time;
        orders[index] = order;
        environments[index] = environment;
    }
}
