package dev.hearth.warm.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboards and scripts read these fields, in this order, since the first version. */
class CycleReportTest {
    private static final CycleReport.Happened HAPPENED =
            new CycleReport.Happened(19, 3, 2, Duration.ofMillis(200), Duration.ofMillis(150), 1, 4);

    private static void assertWritten(String expected, CycleReport report) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule());
        String written = json.writeValueAsString(report);
        assertEquals(expected, written);
        assertEquals(
                Optional.of(report),
                CycleReportReader.read(json.reader()
                        .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .readTree(written)));
    }

    @Test
    void everything_that_is_known_is_a_field_of_one_flat_object() throws JsonProcessingException {
        assertWritten(
                "{\"cycleId\":\"c\",\"target\":20,\"asked\":30,\"reached\":19,\"cold\":3,\"rounds\":2,\"windowMs\":200,"
                        + "\"spreadMs\":150,\"throttled\":1,\"failed\":4,\"billedGbSeconds\":1.25,\"costUsd\":0.00002,"
                        + "\"pricedAs\":\"us-east-1\",\"stopped\":\"throttled\",\"problem\":\"boom\"}",
                new CycleReport.Led(
                        new CycleReport.Asked("c", 20, Optional.of(30L)),
                        HAPPENED,
                        Optional.of(new CycleReport.Cost(
                                new BigDecimal("1.25"), new BigDecimal("0.00002"), Optional.of("us-east-1"))),
                        Optional.of("throttled"),
                        Optional.of("boom"),
                        Optional.empty()));
    }

    @Test
    void what_is_not_known_is_no_field() throws JsonProcessingException {
        assertWritten(
                "{\"cycleId\":\"c\",\"target\":20,\"reached\":19,\"cold\":3,\"rounds\":2,\"windowMs\":200,"
                        + "\"spreadMs\":150,\"throttled\":1,\"failed\":4}",
                new CycleReport.Led(
                        new CycleReport.Asked("c", 20, Optional.empty()),
                        HAPPENED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void a_dropped_cycle_says_why_and_counts_nothing() throws JsonProcessingException {
        assertWritten(
                "{\"cycleId\":\"c\",\"target\":20,\"reached\":0,\"cold\":0,\"rounds\":0,\"windowMs\":0,"
                        + "\"spreadMs\":0,\"throttled\":0,\"failed\":0,\"dropped\":\"stale\"}",
                new CycleReport.Dropped(new CycleReport.Asked("c", 20, Optional.empty()), "stale"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\":200}",
                "[20, 20]",
                "null",
                "{\"cycleId\":\"c\",\"target\":\"20\",\"reached\":20,\"windowMs\":0,\"spreadMs\":0}",
                "{\"cycleId\":\"c\",\"target\":20,\"reached\":20}",
                "{\"target\":20,\"reached\":0,\"dropped\":\"stale\"}",
                "{\"cycleId\":\"c\",\"target\":20,\"reached\":20,\"windowMs\":{},\"spreadMs\":0}",
                "{\"cycleId\":\"c\",\"target\":20,\"reached\":20,\"windowMs\":0,\"spreadMs\":0,\"costUsd\":1}"
            })
    void another_answer_is_no_report(String answer) throws JsonProcessingException {
        assertEquals(Optional.empty(), CycleReportReader.read(new ObjectMapper().readTree(answer)));
    }

    @Test
    void a_field_of_a_later_version_is_passed_over() throws JsonProcessingException {
        CycleReport report = CycleReportReader.read(new ObjectMapper()
                        .readTree(
                                "{\"cycleId\":\"c\",\"target\":20,\"reached\":19,\"cold\":3,\"rounds\":2,\"windowMs\":200,"
                                        + "\"spreadMs\":150,\"throttled\":1,\"failed\":4,\"mood\":\"good\"}"))
                .orElseThrow();
        assertEquals(HAPPENED, report.happened());
    }
}
