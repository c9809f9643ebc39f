package dev.hearth.lab.watch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.LambdaEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReporterTest {
    /** A screen that stands still until it is let go. */
    private static final class Screen extends OutputStream {
        final CountDownLatch goesOn = new CountDownLatch(1);
        final CountDownLatch saidLeftOut = new CountDownLatch(1);
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
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
    void a_screen_that_stands_still_costs_bounded_memory_and_is_told_how_much_it_missed() throws Exception {
        Screen screen = new Screen();
        try (Reporter reporter = new Reporter(
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                new Narrator(new Ink(false), false),
                ZoneOffset.UTC)) {
            for (int i = 0; i < Reporter.WAITING + 500; i++) {
                reporter.accept(new LambdaEvent.EventDropped("hearth", "r" + i, "too old"));
            }
            screen.goesOn.countDown();
            assertTrue(screen.saidLeftOut.await(30, TimeUnit.SECONDS));
            String said = screen.shown.toString(StandardCharsets.UTF_8);
            int lost = Integer.parseInt(said.replaceAll("(?s).*\\((\\d+) events left out.*", "$1"));
            assertTrue(lost >= 499 && lost <= 500, said.substring(Math.max(0, said.length() - 200)));
        }
    }
}
