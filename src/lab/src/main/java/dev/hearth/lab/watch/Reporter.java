package dev.hearth.lab.watch;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Prints what a journal says, from a thread of its own: a slow screen slows no invocation. */
public final class Reporter implements AutoCloseable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS  ", Locale.ROOT);
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final long END_MILLIS = 300;

    private final Journal journal;
    private final PrintStream out;
    private final Narrator narrator;
    private final DateTimeFormatter time;
    private final Thread thread;

    public Reporter(Journal journal, PrintStream out, Narrator narrator, ZoneId zone) {
        this.journal = journal;
        this.out = out;
        this.narrator = narrator;
        this.time = TIME.withZone(zone);
        Journal.Reader reader = journal.reader();
        this.thread = Thread.ofPlatform().daemon().name("reporter").start(() -> print(reader));
    }

    /** Prints at once what stands in no journal. */
    public void say(Instant at, String line) {
        print(at, List.of(line));
    }

    /** Ends the journal and prints what is left of it, and a summary. */
    @Override
    public void close() {
        journal.close();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all is printed, however slow the screen. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    private void print(Journal.Reader reader) {
        Instant last = Instant.EPOCH;
        try {
            while (true) {
                switch (reader.next(QUIET)) {
                    case Journal.Entry.Happened(var event) -> {
                        last = event.at();
                        print(last, narrator.tell(event));
                    }
                    case Journal.Entry.Standing(var missed, var snapshot) -> {
                        last = snapshot.at();
                        print(last, narrator.missed(missed));
                    }
                    case Journal.Entry.Silence _ -> print(last, narrator.flush());
                    case Journal.Entry.End _ -> {
                        print(last, narrator.summary());
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(Instant at, List<String> lines) {
        lines.forEach(line -> out.println(time.format(at) + line));
        out.flush();
    }
}
