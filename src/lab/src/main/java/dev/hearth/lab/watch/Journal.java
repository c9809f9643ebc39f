package dev.hearth.lab.watch;

import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.watch.Snapshot.Doing;
import dev.hearth.lab.watch.Snapshot.Living;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Keeps the last events for any number of readers, each of which reads in its own time and in its own thread: one that is
 * slow or fails delays neither the events nor another reader. What was dropped before somebody read it is counted for
 * that one, which then goes on from what there is now. Thread-safe; has no thread of its own.
 */
public final class Journal implements Consumer<LambdaEvent>, AutoCloseable {

    private static final int EVENTS = 10_000;

    /** What is sent and answered may be 6 MB each. */
    private static final long BYTES = 64L << 20;

    private static final int EVENT_BYTES = 256;

    /** What a reader finds. */
    public sealed interface Entry {

        record Happened(LambdaEvent event) implements Entry {}

        /**
         * What there is now; the first entry of every reader, and one that stands for those that it missed.
         *
         * @param missed how many events the reader was too slow for: what was dropped, and what led from there to now
         */
        record Standing(long missed, Snapshot snapshot) implements Entry {}

        /** Nothing happened for as long as the reader was ready to wait. */
        record Silence() implements Entry {}

        /** The journal was closed, and all of it is read. */
        record End() implements Entry {}
    }

    private final int events;
    private final long bytes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    /** By their number, without gaps: the last is {@code written}. */
    private final Map<Long, LambdaEvent> kept = new HashMap<>();

    private final Map<EnvironmentId, Living> environments = new LinkedHashMap<>();
    private long keptBytes;
    private long written;
    private Instant last;
    private boolean closed;

    /** Keeps 10,000 events, or fewer where what was sent and answered exceeds 64 MB. */
    public Journal(Instant begun) {
        this(begun, EVENTS, BYTES);
    }

    /** Keeps so many events at most, and of several no more than so many bytes of what was sent and answered. */
    Journal(Instant begun, int events, long bytes) {
        this.last = begun;
        this.events = events;
        this.bytes = bytes;
    }

    /** Notes an event; never waits for a reader. */
    @Override
    public void accept(LambdaEvent event) {
        lock.lock();
        try {
            kept.put(++written, event);
            keptBytes += size(event);
            while (kept.size() > events || (keptBytes > bytes && kept.size() > 1)) {
                keptBytes -= size(kept.remove(written - kept.size() + 1));
            }
            last = event.at();
            follow(event);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What there is now. */
    public Snapshot snapshot() {
        lock.lock();
        try {
            return new Snapshot(last, new ArrayList<>(environments.values()));
        } finally {
            lock.unlock();
        }
    }

    /** A reader that begins with what there is now. Not thread-safe itself; one that is dropped costs nothing. */
    public Reader reader() {
        return new Reader();
    }

    /** Readers find the end after what is kept. Events that still come are noted, but need not be read. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void follow(LambdaEvent event) {
        switch (event) {
            case LambdaEvent.Starting it ->
                environments.put(
                        it.environment(),
                        new Living(
                                it.environment(), it.function(), it.initialization(), it.at(), new Doing.Starting()));
            case LambdaEvent.HandedOver given -> does(given.environment(), given.at(), new Doing.Working(given, false));
            case LambdaEvent.Answered answered -> {
                Living living = environments.get(answered.environment());
                if (living != null && living.doing() instanceof Doing.Working working) {
                    does(answered.environment(), answered.at(), new Doing.Working(working.invocation(), true));
                }
            }
            case LambdaEvent.Idle idle -> does(idle.environment(), idle.at(), new Doing.Idling());
            case LambdaEvent.InitFailed failed -> environments.remove(failed.environment());
            case LambdaEvent.Ended ended -> environments.remove(ended.environment());
            case LambdaEvent.Extended _,
                    LambdaEvent.Started _,
                    LambdaEvent.Invoked _,
                    LambdaEvent.Throttled _,
                    LambdaEvent.EventDropped _,
                    LambdaEvent.Deployed _,
                    LambdaEvent.Logged _ -> {}
        }
    }

    private void does(EnvironmentId environment, Instant since, Doing doing) {
        environments.computeIfPresent(
                environment, (id, it) -> new Living(id, it.function(), it.initialization(), since, doing));
    }

    /** About what an event holds. What is in several of them counts as often. */
    private static long size(LambdaEvent event) {
        return EVENT_BYTES
                + switch (event) {
                    case LambdaEvent.HandedOver given ->
                        given.invocation().payload().size();
                    case LambdaEvent.Answered answered ->
                        answered.answer().payload().size();
                    case LambdaEvent.Invoked invoked ->
                        (long) invoked.invocation().payload().size()
                                + invoked.answer().payload().size();
                    case LambdaEvent.Logged logged -> logged.line().length();
                    case LambdaEvent.Starting _,
                            LambdaEvent.Extended _,
                            LambdaEvent.Started _,
                            LambdaEvent.InitFailed _,
                            LambdaEvent.Idle _,
                            LambdaEvent.Throttled _,
                            LambdaEvent.EventDropped _,
                            LambdaEvent.Deployed _,
                            LambdaEvent.Ended _ -> 0;
                };
    }

    /** Somebody's place in the journal. */
    public final class Reader {

        private long read;
        private Optional<Entry> first;

        private Reader() {
            first = Optional.of(standing(0));
        }

        /** The next entry; waits for one, but no longer than {@code patience}. */
        public Entry next(Duration patience) throws InterruptedException {
            if (first.isPresent()) {
                Entry begin = first.get();
                first = Optional.empty();
                return begin;
            }
            lock.lockInterruptibly();
            try {
                for (long left = patience.toNanos(); read == written && !closed && left > 0; ) {
                    left = news.awaitNanos(left);
                }
                if (read < written - kept.size()) {
                    return standing(written - read);
                }
                if (read < written) {
                    return new Entry.Happened(kept.get(++read));
                }
                return closed ? new Entry.End() : new Entry.Silence();
            } finally {
                lock.unlock();
            }
        }

        private Entry standing(long missed) {
            lock.lock();
            try {
                read = written;
                return new Entry.Standing(missed, snapshot());
            } finally {
                lock.unlock();
            }
        }
    }
}
