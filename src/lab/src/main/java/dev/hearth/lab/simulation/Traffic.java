package dev.hearth.lab.simulation;

import java.time.Instant;
import java.util.Arrays;

/**
 * Users' requests in the order of their arrival. Each is two numbers and no object: there may be ten million. Times are
 * microseconds since 1970.
 */
public final class Traffic {

    private static final int FIRST_CAPACITY = 1024;

    private final long[] arrivals;
    private final long[] works;

    private Traffic(long[] arrivals, long[] works) {
        this.arrivals = arrivals;
        this.works = works;
    }

    public int size() {
        return arrivals.length;
    }

    /** When the request arrives. */
    public long arrival(int request) {
        return arrivals[request];
    }

    /** How many microseconds it keeps an environment that has started. */
    public long work(int request) {
        return works[request];
    }

    /** The index of the first request that does not arrive before that moment. */
    public int firstFrom(long moment) {
        int low = 0;
        int high = arrivals.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (arrivals[middle] < moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The requests that arrive in a span of time. */
    public Traffic between(long from, long until) {
        int first = firstFrom(from);
        int end = Math.max(first, firstFrom(until));
        return new Traffic(Arrays.copyOfRange(arrivals, first, end), Arrays.copyOfRange(works, first, end));
    }

    public static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
    }

    /** Collects requests in any order. */
    public static final class Builder {

        private long[] arrivals = new long[FIRST_CAPACITY];
        private long[] works = new long[FIRST_CAPACITY];
        private int size;
        private boolean inOrder = true;

        /** One request more.
         *
         * @param arrival microseconds since 1970
         * @param work in microseconds, not negative
         */
        public Builder add(long arrival, long work) {
            if (work < 0) {
                throw new IllegalArgumentException("a request that takes " + work + " µs");
            }
            if (size == arrivals.length) {
                arrivals = Arrays.copyOf(arrivals, size + size / 2);
                works = Arrays.copyOf(works, size + size / 2);
            }
            inOrder &= size == 0 || arrivals[size - 1] <= arrival;
            arrivals[size] = arrival;
            works[size++] = work;
            return this;
        }

        public int size() {
            return size;
        }

        public Traffic build() {
            if (!inOrder) {
                sort();
            }
            return new Traffic(Arrays.copyOf(arrivals, size), Arrays.copyOf(works, size));
        }

        /** Merges natural runs: what is read is nearly in order, and a sort of objects would take ten times the memory. */
        private void sort() {
            long[] sourceArrivals = arrivals;
            long[] sourceWorks = works;
            long[] targetArrivals = new long[size];
            long[] targetWorks = new long[size];
            boolean merged = true;
            while (merged) {
                merged = false;
                int at = 0;
                while (at < size) {
                    int middle = endOfRun(sourceArrivals, at);
                    int end = middle == size ? size : endOfRun(sourceArrivals, middle);
                    merged |= middle < size;
                    int left = at;
                    int right = middle;
                    for (int to = at; to < end; to++) {
                        boolean takeLeft =
                                right == end || (left < middle && sourceArrivals[left] <= sourceArrivals[right]);
                        int from = takeLeft ? left++ : right++;
                        targetArrivals[to] = sourceArrivals[from];
                        targetWorks[to] = sourceWorks[from];
                    }
                    at = end;
                }
                long[] spareArrivals = sourceArrivals;
                long[] spareWorks = sourceWorks;
                sourceArrivals = targetArrivals;
                sourceWorks = targetWorks;
                targetArrivals = spareArrivals;
                targetWorks = spareWorks;
            }
            arrivals = sourceArrivals;
            works = sourceWorks;
            inOrder = true;
        }

        private int endOfRun(long[] values, int from) {
            int end = from + 1;
            while (end < size && values[end - 1] <= values[end]) {
                end++;
            }
            return end;
        }
    }
}
