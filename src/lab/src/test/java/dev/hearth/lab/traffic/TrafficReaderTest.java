package dev.hearth.lab.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.simulation.Demand;
import dev.hearth.lab.simulation.Traffic;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficReaderTest {

    private static final String REPORT =
            "REPORT RequestId: 1-2\tDuration: 1233.96 ms\tBilled Duration: 1234 ms\tMemory Size: 256 MB\tMax Memory Used: 99 MB";

    private static Recording read(String... files) {
        TrafficReader reader = new TrafficReader();
        for (String file : files) {
            reader.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), "a file");
        }
        return reader.recording(Optional.empty());
    }

    private static void reads(Recording recording, String arrival, double workMillis) {
        assertEquals(List.of(), recording.lines().examples());
        assertEquals(1, recording.traffic().size());
        assertEquals(Instant.parse(arrival), Traffic.instant(recording.traffic().arrival(0)));
        assertEquals(Math.round(workMillis * 1_000), recording.traffic().work(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-20T10:15:30.123Z ",
                "2026-11-20T10:15:30.123000+00:00 2026/11/20/[7]0f3c99 ",
                "2026-11-20T11:15:30.123+01:00\t",
                "2026-11-20 10:15:30.123 ",
                "1763633730123 "
            })
    void a_report_line_tells_its_end_by_the_time_before_it(String before) {
        String time = before.startsWith("17") ? "2025-11-20T10:15:28.889040Z" : "2026-11-20T10:15:28.889040Z";
        reads(read(before + REPORT + "\n"), time, 1233.96);
        reads(read(before + REPORT + "\t\n"), time, 1233.96);
        reads(read(before + REPORT.replace('\t', ' ') + "\n"), time, 1233.96);
    }

    @Test
    void a_cold_start_s_user_came_before_its_init() {
        String line = "2026-11-20T10:00:10Z " + REPORT + "\tInit Duration: 766.04 ms\t\n"
                + "XRAY TraceId: 1-5\tSegmentId: 7\tSampled: true\n";
        Recording recording = read(line);
        reads(recording, "2026-11-20T10:00:08Z", 1233.96);
        assertEquals(1, recording.coldStarts());
        assertEquals(List.of(Duration.ofNanos(766_040_000)), recording.starts());
        assertEquals(OptionalInt.of(256), recording.memoryMegabytes());
        assertEquals(1, recording.lines().others());
    }

    @Test
    void a_restore_from_a_snapshot_is_a_start_too() {
        Recording recording = read("2026-11-20T10:00:10Z " + REPORT
                + "\tRestore Duration: 500.00 ms\tBilled Restore Duration: 100 ms\tStatus: timeout\n");
        assertEquals(List.of(Duration.ofMillis(500)), recording.starts());
    }

    @Test
    void a_start_long_before_its_first_invocation_is_aws_s_own_and_no_user_waited() {
        String stream = " 2026/11/20/[7]0f3c ";
        Recording early = read("2026-11-20T10:00:00Z" + stream + "INIT_START Runtime Version: java:25\n"
                + "2026-11-20T10:00:20Z" + stream + REPORT + "\tInit Duration: 700.00 ms\n");
        assertEquals(0, early.coldStarts());
        assertEquals(1, early.earlyStarts());
        reads(early, "2026-11-20T10:00:18.766040Z", 1233.96);
        Recording met = read("2026-11-20T10:00:00Z" + stream + "INIT_START Runtime Version: java:25\n"
                + "2026-11-20T10:00:02Z" + stream + REPORT + "\tInit Duration: 700.00 ms\n");
        assertEquals(1, met.coldStarts());
        assertEquals(0, met.earlyStarts());
    }

    @Test
    void json_logs_tell_the_same() {
        Recording recording = read(
                """
                {"time":"2026-10-08T07:30:27.000Z","type":"platform.initStart","record":{}}
                {"time":"2026-10-08T07:30:29.470Z","type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":1233.96,"billedDurationMs":1698,"memorySizeMB":256,"maxMemoryUsedMB":123,"initDurationMs":463.512},"status":"success"}}
                {"level":"INFO","message":"Hello"}
                """);
        reads(recording, "2026-10-08T07:30:27.772528Z", 1233.96);
        assertEquals(1, recording.coldStarts());
        assertEquals(2, recording.lines().others());
    }

    @Test
    void filter_log_events_is_read_page_after_page() {
        String page =
                """
                {"events": [{"logStreamName": "2026/11/20/[7]0f3c", "timestamp": 1763633730123, "message": "%s\\n", "ingestionTime": 1, "eventId": "3"},
                {"logStreamName": "2026/11/20/[7]0f3c", "timestamp": 1763633730124, "message": "END RequestId: 1\\n"}], "searchedLogStreams": []}
                """
                        .replace("%s", REPORT.replace("\t", "\\t"));
        Recording recording = read(page + page);
        assertEquals(2, recording.traffic().size());
        assertEquals(2, recording.lines().others());
    }

    @Test
    void logs_insights_is_read_as_csv_as_json_and_as_the_query_s_results() {
        String arrival = "2026-11-20T10:15:29.889500Z";
        reads(
                read(
                        """
                        @timestamp,@logStream,@type,@duration,@initDuration,@memorySize
                        2026-11-20 10:15:30.123,2026/11/20/[7]0f,REPORT,233.5,,2.56E8
                        """),
                arrival,
                233.5);
        reads(
                read(
                        """
                        [{"@timestamp": "2026-11-20 10:15:30.123", "@duration": "233.5", "@memorySize": "5.12E8"}]
                        """),
                arrival,
                233.5);
        Recording results = read(
                """
                {"results": [[{"field": "@timestamp", "value": "2026-11-20 10:15:30.123"}, {"field": "@duration", "value": "233.5"},
                {"field": "@memorySize", "value": "512000000"}, {"field": "@ptr", "value": "x"}]],
                "statistics": {"recordsMatched": 1.0}, "status": "Complete"}
                """);
        reads(results, arrival, 233.5);
        assertEquals(OptionalInt.of(512), results.memoryMegabytes());
    }

    @Test
    void rows_of_the_query_that_is_printed_hold_messages() {
        reads(
                read("@timestamp,@logStream,@message\n2026-11-20 10:15:30.123,s,\"" + REPORT + "\n\"\n"),
                "2026-11-20T10:15:28.889040Z",
                1233.96);
    }

    @Test
    void an_http_api_s_access_log_is_spread_within_its_second() {
        String line =
                """
                {"time":"20/Nov/2026:10:15:30 +0000","requestId":"a=","ip":"1.2.3.4","method":"GET","path":"/hello","status":"200","bytes":"3","latency":"9","integrationLatency":"8","integrationError":"-"}
                """;
        Recording recording = read(line + line + line.replace("\"8\"", "\"-\""));
        assertEquals(2, recording.traffic().size());
        long second = Traffic.micros(Instant.parse("2026-11-20T10:15:30Z"));
        assertTrue(
                recording.traffic().arrival(0) >= second && recording.traffic().arrival(1) < second + 1_000_000);
        assertTrue(recording.traffic().arrival(0) < recording.traffic().arrival(1), "not at once");
        assertEquals(8_000, recording.traffic().work(0));
        assertTrue(recording.notes().getFirst().startsWith("Access logs tell times to the second"));
    }

    @Test
    void of_the_azure_trace_the_busiest_function_is_taken_or_the_one_that_is_named() {
        String trace = "app,func,end_timestamp,duration\na,f,10.5,0.5\na,g,11.5,0.25\na,f,86400,1\n";
        Recording recording = read(trace);
        assertEquals(2, recording.traffic().size());
        assertEquals(
                Instant.parse("2021-01-31T00:00:10Z"),
                Traffic.instant(recording.traffic().arrival(0)));
        assertTrue(
                recording.notes().getFirst().contains("busiest, a/f"),
                recording.notes().toString());
        TrafficReader reader = new TrafficReader();
        reader.read(new ByteArrayInputStream(trace.getBytes(StandardCharsets.UTF_8)), "a file");
        assertEquals(1, reader.recording(Optional.of("a/g")).traffic().size());
        Refusal refusal = assertThrows(Refusal.class, () -> reader.recording(Optional.of("h")));
        assertEquals("--function h is in none of what was read; there are a/f, a/g", refusal.getMessage());
    }

    @Test
    void figures_by_the_minute_keep_their_peak_and_are_called_coarse() {
        String metrics =
                """
                {"MetricDataResults": [
                {"Id": "a", "Label": "Invocations", "Timestamps": ["2026-11-20T10:15:00+00:00"], "Values": [40.0]},
                {"Id": "b", "Label": "Duration", "Timestamps": ["2026-11-20T10:15:00+00:00"], "Values": [100.0]},
                {"Id": "c", "Label": "ConcurrentExecutions", "Timestamps": ["2026-11-20T10:15:00+00:00"], "Values": [7.0]}
                ], "Messages": []}
                """;
        Recording recording = read(metrics);
        long from = Traffic.micros(Instant.parse("2026-11-20T10:15:00Z"));
        assertEquals(40, recording.traffic().size());
        int peak = Demand.of(recording.traffic(), from, from + Demand.MINUTE).peak(0);
        assertTrue(peak >= 7 && peak <= 9, "peak " + peak);
        assertTrue(recording.notes().getFirst().startsWith("Figures by the minute are coarse"));
    }

    @Test
    void what_cannot_be_read_is_counted_and_shown() {
        Recording recording = read(
                REPORT
                        + "\n2026-11-20T10:15:30Z REPORT RequestId: 7\tDuration: x ms\n{\"type\":\n{\"time\":\"2026-10-08T07:30:29Z\",\"type\":\"platform.report\",\"record\":{}}\n");
        assertEquals(4, recording.lines().unreadable());
        assertEquals(
                List.of(
                        REPORT + ": no time before it",
                        "REPORT RequestId: 7\tDuration: x ms: no Duration",
                        "{\"type\":: no JSON",
                        "{\"time\":\"2026-10-08T07:30:29Z\",\"type\":\"platform.report\",\"record\":{}}: no durationMs"),
                recording.lines().examples());
    }

    @Test
    void half_a_document_is_refused() {
        Refusal refusal = assertThrows(Refusal.class, () -> read("{\"events\": [{\"message\": \"a\"}, "));
        assertTrue(refusal.getMessage().startsWith("a file is no whole JSON or CSV: "), refusal.getMessage());
    }

    @Test
    void who_has_enough_gets_what_was_read_by_then() {
        Thread.currentThread().interrupt();
        Recording recording = read("2026-11-20T10:15:30Z " + REPORT + "\n");
        assertTrue(Thread.interrupted(), "the interrupt is not swallowed");
        assertEquals(0, recording.traffic().size());
    }

    @Test
    void a_large_file_is_a_stream_and_leaves_numbers_alone() {
        String line = "2026-11-20T10:15:30.123Z 2026/11/20/[7]0f3c " + REPORT + "\n";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int lines = 200_000;
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                return at == (long) lines * bytes.length ? -1 : bytes[(int) (at++ % bytes.length)];
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int byteRead = read();
                if (byteRead == -1) {
                    return -1;
                }
                into[offset] = (byte) byteRead;
                return 1;
            }

            @Override
            public int available() {
                return 0;
            }
        };
        TrafficReader reader = new TrafficReader();
        reader.read(endless, "a stream");
        assertEquals(lines, reader.recording(Optional.empty()).traffic().size());
    }
}
