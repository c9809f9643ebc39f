package dev.hearth.lab.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogTailTest {

    private final LogTail log = new LogTail();

    @Test
    void a_short_log_is_whole() {
        log.append("one");
        log.append("two");

        assertEquals("one\ntwo\n", log.text());
    }

    @Test
    void of_a_long_log_the_last_four_kilobytes_remain() {
        for (int n = 0; n < 10_000; n++) {
            log.append("line " + n);
        }

        assertEquals(4096, log.text().getBytes(StandardCharsets.UTF_8).length);
        assertTrue(log.text().endsWith("line 9998\nline 9999\n"));
    }

    @Test
    void no_character_is_cut() {
        log.append("ü".repeat(3_000));

        assertTrue(log.text().startsWith("ü"));
        assertEquals(4095, log.text().getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void no_character_of_two_units_is_cut() {
        for (int n = 0; n < 10; n++) {
            log.append("🔥".repeat(1_000) + n);
        }

        assertEquals(-1, log.text().indexOf('?'));
        assertTrue(log.text().startsWith("🔥"));
    }
}
