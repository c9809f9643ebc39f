package dev.hearth.lab.host;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/** Time that passes only when it is told to. */
final class VirtualTime implements Time {

    private static final class Call implements Alarm, Comparable<Call> {

        private final Instant at;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        Call(Instant at, long order, Runnable action) {
            this.at = at;
            this.order = order;
            this.action = action;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Call other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Call> calls = new PriorityQueue<>();
    private Instant now = Instant.parse("2026-11-23T18:00:00Z");
    private long made;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Alarm call(Instant at, Runnable action) {
        Call call = new Call(at, made++, action);
        calls.add(call);
        return call;
    }

    /** Lets everything happen that is due within that time, each at its own. */
    void pass(Duration duration) {
        Instant end = now.plus(duration);
        while (!calls.isEmpty() && !calls.peek().at.isAfter(end)) {
            Call call = calls.remove();
            if (!call.cancelled) {
                now = call.at.isAfter(now) ? call.at : now;
                call.action.run();
            }
        }
        now = end;
    }

    /** Calls that are still to come. */
    long pending() {
        return calls.stream().filter(call -> !call.cancelled).count();
    }
}
