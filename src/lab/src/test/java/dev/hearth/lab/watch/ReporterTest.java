package dev.hearth.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.LambdaEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReporterTest {
    private static final Instant AT = Instant.parse("2026-11-23T18:00:30Z");

    /** A screen that stands still until it is let go. */
    private static final class Screen extends OutputStream {
        final CountDownLatch goesOn = new CountDownLatch(1);
        final CountDownLatch standsStill = new CountDownLatch(1);
        final CountDownLatch saidLeftOut = new CountDownLatch(1);
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            standsStill.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            shown.write(bytes, offset, length);
            if (shown.toString(StandardCharsets.UTF_8).contains("left out")) {
                saidLeftOut.countDown();
            }
        }
    }

    @Test
    void a_screen_that_stands_still_is_told_how_much_it_missed() throws Exception {
        Screen screen = new Screen();
        Journal journal = new Journal(AT, 100, 1_000_000);
        try (Reporter _ = reporter(journal, screen)) {
            journal.accept(dropped(0));
            assertTrue(screen.standsStill.await(30, TimeUnit.SECONDS));
            for (int i = 1; i <= 500; i++) {
                journal.accept(dropped(i));
            }
            screen.goesOn.countDown();
            assertTrue(screen.saidLeftOut.await(30, TimeUnit.SECONDS));
            assertTrue(screen.shown
                    .toString(StandardCharsets.UTF_8)
                    .contains("18:05:30.000  (500 events left out: the screen stood still)"));
        }
    }

    @Test
    void a_line_bears_the_time_of_its_event() throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Journal journal = new Journal(AT);
        Reporter reporter = reporter(journal, screen);
        journal.accept(dropped(1));
        reporter.close();
        reporter.awaitEnd();
        assertEquals(
                """
                18:00:31.000  dropped      event r1: too old
                18:00:31.000  0 cycles, 0 environments started, users: 0 requests, 0 met a cold start, 0 failed
                """,
                screen.toString(StandardCharsets.UTF_8));
    }

    private static Reporter reporter(Journal journal, OutputStream screen) {
        return new Reporter(
                journal,
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                new Narrator(new Ink(false), false),
                ZoneOffset.UTC);
    }

    private static LambdaEvent dropped(int number) {
        return new LambdaEvent.EventDropped(
                number > 1 ? AT.plusSeconds(300) : AT.plusSeconds(number), "hearth", "r" + number, "too old");
    }
}
