package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.Stream;

/** What happened in each of the last 1,800 seconds in which something did. */
final class Timeline {

    private static final int SECONDS = 1_800;

    /** Of one second; further ones are left out of its percentiles. */
    private static final int LATENCIES = 2_000;

    private final Deque<Second> seconds = new ArrayDeque<>();

    /** One second. What was billed is all that was by its end. */
    static final class Second {

        private final long at;
        private int mostUsers;
        private int mostHeld;
        private int users;
        private int held;
        private int warm;
        int cold;
        int failed;
        int throttled;
        private double[] latencies = new double[16];
        private int answered;
        private Billed billed = Billed.NOTHING;
        private double median;
        private double p99;
        private boolean computed = true;
        long version;

        private Second(long at) {
            this.at = at;
        }

        void levels(int usersNow, int heldNow, int warmNow) {
            users = usersNow;
            held = heldNow;
            warm = warmNow;
            mostUsers = Math.max(mostUsers, users);
            mostHeld = Math.max(mostHeld, held);
        }

        void answered(Duration latency) {
            if (answered < LATENCIES) {
                if (answered == latencies.length) {
                    latencies = Arrays.copyOf(latencies, 2 * answered);
                }
                latencies[answered] = Cell.milliseconds(latency);
            }
            answered++;
            computed = false;
        }

        void billed(Billed soFar) {
            billed = soFar;
        }

        /** Nothing comes to it any more. */
        private void over() {
            compute();
            latencies = new double[0];
        }

        private void compute() {
            if (!computed) {
                double[] sorted = Arrays.copyOf(latencies, Math.min(answered, LATENCIES));
                Arrays.sort(sorted);
                median = quantile(sorted, 0.5);
                p99 = quantile(sorted, 0.99);
                computed = true;
            }
        }

        /** The least value that is not below so many of them. */
        private static double quantile(double[] sorted, double share) {
            return sorted[(int) Math.ceil(share * sorted.length) - 1];
        }

        ObjectNode json() {
            compute();
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("at", at)
                    .put("mostUsers", mostUsers)
                    .put("mostHeld", mostHeld)
                    .put("users", users)
                    .put("held", held)
                    .put("warm", warm);
            put(json, "cold", cold);
            put(json, "failed", failed);
            put(json, "throttled", throttled);
            if (answered > 0) {
                json.put("requests", answered).put("p50", median).put("p99", p99);
            }
            json.set("billed", billed.json());
            return json;
        }

        private static void put(ObjectNode json, String name, int number) {
            if (number > 0) {
                json.put(name, number);
            }
        }
    }

    /** The second of that moment, or the last one where that is later: time does not go back. */
    Second at(Instant moment) {
        long second = moment.getEpochSecond();
        Second last = seconds.peekLast();
        if (last != null && last.at >= second) {
            return last;
        }
        Second next = new Second(second);
        if (last != null) {
            last.over();
            next.levels(last.users, last.held, last.warm);
            next.billed = last.billed;
        }
        seconds.addLast(next);
        if (seconds.size() > SECONDS) {
            seconds.removeFirst();
        }
        return next;
    }

    Stream<Second> changedSince(long version) {
        return seconds.stream().filter(second -> second.version > version);
    }
}
