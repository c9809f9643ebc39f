package dev.hearth.lab.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when it is told to. */
final class VirtualTime implements Time {

    private record Call(Instant at, long order, Runnable action) {}

    private final PriorityQueue<Call> calls =
            new PriorityQueue<>(Comparator.comparing(Call::at).thenComparingLong(Call::order));
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
        return () -> calls.remove(call);
    }

    /** Lets everything happen that is due within that time, each at its own. */
    void pass(Duration duration) {
        Instant end = now.plus(duration);
        while (!calls.isEmpty() && !calls.peek().at().isAfter(end)) {
            Call call = calls.remove();
            now = call.at().isAfter(now) ? call.at() : now;
            call.action().run();
        }
        now = end;
    }

    /** Calls that are still to come. */
    int pending() {
        return calls.size();
    }
}
