package dev.hearth.lab.simulation;

import java.time.Duration;

/** How many environments the users need at once, by the minute, were there always enough. */
public final class Demand {

    public static final long MINUTE = Duration.ofMinutes(1).toMillis() * 1_000;

    private final long from;
    private final int[] peaks;

    private Demand(long from, int[] peaks) {
        this.from = from;
        this.peaks = peaks;
    }

    /** Of the minutes from {@code from} on, in microseconds since 1970. */
    public static Demand of(Traffic traffic, long from, long until) {
        int[] peaks = new int[(int) Math.ceilDiv(until - from, MINUTE)];
        Ends ends = new Ends();
        int request = 0;
        for (int minute = 0; minute < peaks.length; minute++) {
            long begin = from + minute * MINUTE;
            release(ends, begin);
            int peak = ends.size();
            while (request < traffic.size() && traffic.arrival(request) < begin + MINUTE) {
                long now = traffic.arrival(request);
                release(ends, now);
                ends.add(now + traffic.work(request), 0);
                peak = now < begin ? peak : Math.max(peak, ends.size());
                request++;
            }
            peaks[minute] = peak;
        }
        return new Demand(from, peaks);
    }

    private static void release(Ends ends, long now) {
        while (ends.earliest() <= now) {
            ends.removeEarliest();
        }
    }

    public int minutes() {
        return peaks.length;
    }

    /** When a minute begins, microseconds since 1970. */
    public long begin(int minute) {
        return from + minute * MINUTE;
    }

    /** The most that were busy at once within a minute. */
    public int peak(int minute) {
        return peaks[minute];
    }

    /** The most within a span of time; 0 beyond what is known. */
    public int peak(long since, long until) {
        int first = Math.clamp(Math.floorDiv(since - from, MINUTE), 0, peaks.length);
        int end = Math.clamp(Math.ceilDiv(until - from, MINUTE), 0, peaks.length);
        int peak = 0;
        for (int minute = first; minute < end; minute++) {
            peak = Math.max(peak, peaks[minute]);
        }
        return peak;
    }
}
