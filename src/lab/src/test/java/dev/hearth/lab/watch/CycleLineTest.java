package dev.hearth.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CycleLineTest {

    @Test
    void says_what_kept_a_cycle_from_its_target() throws IOException {
        CycleLine report = report(
                """
                {"cycleId":"c","target":20,"reached":10,"cold":9,"rounds":1,"windowMs":100,"spreadMs":4,"throttled":10,"failed":1,
                 "stopped":"throttled","problem":"TooManyRequestsException"}""");
        assertEquals(
                "10 of 20 warm, 9 of them cold, 1 round, window 100 ms, spread 4 ms, 10 throttled, 1 failed,"
                        + " throttled, TooManyRequestsException",
                report.line());
        assertTrue(report.fellShort());
    }

    @Test
    void a_capped_cycle_fell_short_of_what_was_asked_for() throws IOException {
        CycleLine report = report("{\"cycleId\":\"c\",\"target\":100,\"asked\":1000000000,\"reached\":100,\"rounds\":2,"
                + "\"windowMs\":100,\"spreadMs\":4}");
        assertTrue(report.line().contains("1000000000 asked for, capped by HEARTH_WARM_MAX_TARGET"), report.line());
        assertTrue(report.fellShort());
    }

    @Test
    void a_cycle_that_found_its_target_says_by_what() throws IOException {
        CycleLine report = report(
                "{\"cycleId\":\"c\",\"target\":16,\"demand\":12,\"why\":\"room for 4 more than were busy at once\","
                        + "\"reached\":16,\"cold\":0,\"rounds\":2,\"windowMs\":100,\"spreadMs\":4}");
        assertEquals(
                "16 of 16 warm, 0 of them cold, 12 at once needed, room for 4 more than were busy at once, 2 rounds,"
                        + " window 100 ms, spread 4 ms",
                report.line());
        assertFalse(report.fellShort());
    }

    @Test
    void a_dropped_cycle_says_why() throws IOException {
        CycleLine report = report("{\"cycleId\":\"c\",\"target\":20,\"reached\":0,\"dropped\":\"stale\"}");
        assertEquals("dropped: stale", report.line());
        assertTrue(report.fellShort());
    }

    @Test
    void a_full_cycle_fell_not_short() throws IOException {
        assertFalse(report("{\"cycleId\":\"c\",\"target\":20,\"reached\":20,\"windowMs\":100,\"spreadMs\":4}")
                .fellShort());
    }

    @Test
    void another_answer_is_no_report() throws IOException {
        assertEquals(Optional.empty(), CycleLine.of(json("{\"statusCode\":200}")));
    }

    private static CycleLine report(String text) throws IOException {
        return CycleLine.of(json(text)).orElseThrow();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
