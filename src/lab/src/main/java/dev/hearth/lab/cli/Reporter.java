package dev.hearth.lab.cli;

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
import java.util.function.Consumer;

/** Prints what happens, from a thread of its own: a slow screen slows no invocation. Thread-safe. */
final class Reporter implements Consumer<LambdaEvent>, AutoCloseable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS  ", Locale.ROOT);
    private static final long QUIET_MILLIS = 500;
    private static final long END_MILLIS = 300;

    /** What happened and when; without an event, the end. */
    private record Entry(LocalTime time, Optional<LambdaEvent> event) {}

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final PrintStream out;
    private final Narrator narrator;
    private final ZoneId zone;
    private final Thread thread;

    Reporter(PrintStream out, Narrator narrator, ZoneId zone) {
        this.out = out;
        this.narrator = narrator;
        this.zone = zone;
        this.thread = Thread.ofPlatform().daemon().name("reporter").start(this::print);
    }

    @Override
    public void accept(LambdaEvent event) {
        entries.add(new Entry(LocalTime.now(zone), Optional.of(event)));
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
                if (entry == null) {
                    print(LocalTime.now(zone), narrator.flush());
                } else if (entry.event().isPresent()) {
                    print(entry.time(), narrator.tell(entry.event().get()));
                } else {
                    print(entry.time(), narrator.summary());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(LocalTime time, List<String> lines) {
        lines.forEach(line -> out.println(TIME.format(time) + line));
        out.flush();
    }
}
