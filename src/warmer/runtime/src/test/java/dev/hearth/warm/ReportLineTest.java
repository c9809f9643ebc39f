package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportLineTest {
    private static final String TEXT =
            "REPORT RequestId: 1\tDuration: 24.09 ms\tBilled Duration: 25 ms\tMemory Size: 512 MB\tMax Memory Used: 40 MB\n";
    private static final String JSON =
            """
            {"time":"2026-11-26T12:00:00.000Z","type":"platform.report","record":{"requestId":"1","metrics":{"durationMs":24.09,\
            "billedDurationMs":25,"memorySizeMB":512,"maxMemoryUsedMB":40},"status":"success"}}
            """;

    private static Optional<Duration> billed(String log) {
        return ReportLine.billed(Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {TEXT, JSON})
    void what_is_billed_stands_in_the_line_as_text_and_as_json(String line) {
        assertEquals(Optional.of(Duration.ofMillis(25)), billed("START RequestId: 1\nhello\n" + line));
    }

    @Test
    void the_last_line_counts_whatever_the_function_logged_before() {
        assertEquals(Optional.of(Duration.ofMillis(25)), billed("REPORT\tBilled Duration: 9 ms\n" + TEXT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "START RequestId: 1\nEND RequestId: 1\n",
                "\tBilled Duration: many ms",
                "\tBilled Duration: ",
                "\tBilled Duration: 1234567890123 ms",
                "\"billedDurationMs\":null"
            })
    void a_line_that_is_missing_or_says_nothing_tells_nothing(String log) {
        assertEquals(Optional.empty(), billed(log));
    }

    @Property
    void nothing_that_is_no_log_is_taken_for_one(@ForAll String log) {
        assertEquals(Optional.empty(), ReportLine.billed(log));
    }
}
