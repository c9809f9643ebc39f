package dev.hearth.lab.watch;

import dev.hearth.lab.lambda.LambdaEvent;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Prints what happens, from a thread of its own: a slow screen slows no invocation. Thread-safe. */
public final class Reporter implements Consumer<LambdaEvent>, AutoCloseable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS  ", Locale.ROOT);
    private static final long QUIET_MILLIS = 500;
    private static final long END_MILLIS = 300;

    /** So many events wait for a screen that stands still; of further ones only their number is kept. */
    static final int WAITING = 10_000;

    /** What is printed and when; empty at the end. */
    private record Entry(LocalTime time, Optional<List<String>> lines) {}

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final AtomicInteger leftOut = new AtomicInteger();
    private final PrintStream out;
    private final Narrator narrator;
    private final ZoneId zone;
    private final Thread thread;

    public Reporter(PrintStream out, Narrator narrator, ZoneId zone) {
        this.out = out;
        this.narrator = narrator;
        this.zone = zone;
        this.thread = Thread.ofPlatform().daemon().name("reporter").start(this::print);
    }

    @Override
    public void accept(LambdaEvent event) {
        // Told at once, since an event holds what was sent and answered, up to 12 MB of it.
        List<String> lines;
        synchronized (narrator) {
            lines = narrator.tell(event);
        }
        if (entries.size() < WAITING) {
            entries.add(new Entry(LocalTime.now(zone), Optional.of(lines)));
        } else {
            leftOut.incrementAndGet();
        }
    }

    /** Prints what is left and a summary. */
    @Override
    public void close() {
        entries.add(new Entry(LocalTime.now(zone), Optional.empty()));
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print() {
        try {
            while (true) {
                Entry entry = entries.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
                int lost = leftOut.getAndSet(0);
                if (lost > 0) {
                    print(LocalTime.now(zone), List.of("(" + lost + " events left out: the screen stood still)"));
                }
                if (entry == null) {
                    print(LocalTime.now(zone), fromNarrator(Narrator::flush));
                } else if (entry.lines().isPresent()) {
                    print(entry.time(), entry.lines().get());
                } else {
                    print(entry.time(), fromNarrator(Narrator::summary));
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> fromNarrator(Function<Narrator, List<String>> lines) {
        synchronized (narrator) {
            return lines.apply(narrator);
        }
    }

    private void print(LocalTime time, List<String> lines) {
        lines.forEach(line -> out.println(TIME.format(time) + line));
        out.flush();
    }
}
