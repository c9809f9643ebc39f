package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportLineTest {

    @Test
    void a_cold_start_has_an_init_duration() {
        assertEquals(
                Optional.of(
                        new ReportLine(Duration.ofNanos(4_210_000), Optional.of(Duration.ofNanos(123_450_000)), 62)),
                ReportLine.in(
                        """
                        START RequestId: 1 Version: $LATEST
                        REPORT of the function's own: Duration: 7 ms
                        END RequestId: 1
                        REPORT RequestId: 1\tDuration: 4.21 ms\tBilled Duration: 128 ms\tMemory Size: 512 MB\tMax Memory Used: 62 MB\tInit Duration: 123.45 ms\t
                        """));
    }

    @Test
    void a_warm_start_has_none() {
        assertEquals(
                Optional.of(new ReportLine(Duration.ofMillis(1), Optional.empty(), 62)),
                ReportLine.in(
                        "REPORT RequestId: 1\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 512 MB\tMax Memory Used: 62 MB\t\n"));
    }

    @Test
    void a_function_that_logs_json_says_the_same() {
        assertEquals(
                Optional.of(
                        new ReportLine(Duration.ofNanos(4_210_000), Optional.of(Duration.ofNanos(123_450_000)), 62)),
                ReportLine.in(
                        """
                        {"time":"2026-11-26T08:00:00.000Z","type":"platform.start","record":{"requestId":"1","version":"$LATEST"}}
                        {"timestamp":"2026-11-26T08:00:00.001Z","level":"INFO","message":"mine","type":"platform"}
                        {"time":"2026-11-26T08:00:00.005Z","type":"platform.report","record":{"requestId":"1","metrics":{"durationMs":4.21,"billedDurationMs":128,"memorySizeMB":512,"maxMemoryUsedMB":62,"initDurationMs":123.45},"status":"success"}}
                        """));
        assertEquals(
                Optional.of(new ReportLine(Duration.ofMillis(1), Optional.empty(), 62)),
                ReportLine.in("{\"time\":\"2026-11-26T08:00:00.005Z\",\"type\":\"platform.report\",\"record\":"
                        + "{\"requestId\":\"1\",\"metrics\":{\"durationMs\":1.0,\"billedDurationMs\":1,"
                        + "\"memorySizeMB\":512,\"maxMemoryUsedMB\":62},\"status\":\"success\"}}"));
    }

    @Test
    void json_that_is_no_report_tells_nothing() {
        assertEquals(
                Optional.empty(),
                ReportLine.in("{\"type\":\"platform.report\"}\n{half\n{\"type\":\"platform.report\",\"record\":"
                        + "{\"metrics\":{\"durationMs\":\"4\"}}}"));
    }

    @Test
    void a_log_without_it_tells_nothing() {
        assertEquals(Optional.empty(), ReportLine.in("START RequestId: 1\nREPORT nothing\n"));
    }
}
