package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.watch.Journal;
import dev.hearth.lab.watch.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Follows the journal in a thread of its own and tells any number of pages what has changed. Thread-safe. */
final class Feed implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final View view;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Instant last = Instant.EPOCH;
    private long heard = System.nanoTime();

    Feed(Journal journal, View view) {
        this.view = view;
        Journal.Reader reader = journal.reader();
        thread = Thread.ofPlatform().daemon().name("dashboard").start(() -> follow(reader));
    }

    private void follow(Journal.Reader reader) {
        try {
            while (true) {
                switch (reader.next(LONG)) {
                    case Journal.Entry.Happened(LambdaEvent event) -> note(event.at(), () -> view.accept(event));
                    case Journal.Entry.Standing(long missed, Snapshot snapshot) ->
                        note(snapshot.at(), () -> view.stand(missed, snapshot));
                    case Journal.Entry.Silence _ -> {}
                    case Journal.Entry.End _ -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(Instant at, Runnable change) {
        lock.lock();
        try {
            change.run();
            last = at;
            heard = System.nanoTime();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What has changed since that version, and what time it is where the events come from. Waits for something, but no longer
     * than {@code patience}.
     */
    ObjectNode since(long known, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = patience.toNanos(); view.version() == known && left > 0; ) {
                left = news.awaitNanos(left);
            }
            return view.since(known)
                    .put("now", last.plusNanos(System.nanoTime() - heard).toEpochMilli());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
