package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.warm.event.CycleReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The lines that CloudWatch makes metrics of, and the list that the dashboard and the alarms are made of. */
class MetricsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private final Metrics metrics = new Metrics(FakeLambda.deployment("us-east-1"), lines::add);

    private static CycleReport.Led report(Optional<BigDecimal> billed) {
        return new CycleReport.Led(
                new CycleReport.Asked("a \"cycle\"", 20, Optional.empty()),
                new CycleReport.Happened(19, 3, 2, Duration.ofMillis(200), Duration.ofMillis(150), 1, 4),
                billed.map(amount -> new CycleReport.Cost(amount, amount, Optional.empty())),
                Optional.of("throttled"),
                Optional.empty(),
                Optional.empty());
    }

    private JsonNode line() throws IOException {
        assertEquals(1, lines.size());
        assertFalse(lines.getFirst().contains("\n"));
        return JSON.readTree(lines.getFirst());
    }

    private static Map<String, String> declared(JsonNode line) {
        Map<String, String> units = new TreeMap<>();
        for (JsonNode metric : line.at("/_aws/CloudWatchMetrics/0/Metrics")) {
            units.put(
                    metric.required("Name").textValue(), metric.required("Unit").textValue());
        }
        return units;
    }

    @Test
    void a_cycle_is_a_line_with_every_figure() throws IOException {
        metrics.cycle(report(Optional.of(new BigDecimal("1.25"))), NOW);
        JsonNode line = line();
        assertEquals("hearth", line.path("FunctionName").textValue());
        assertEquals("a \"cycle\"", line.path("cycleId").textValue());
        assertEquals("throttled", line.path("stopped").textValue());
        assertEquals(NOW.toEpochMilli(), line.at("/_aws/Timestamp").longValue());
        assertEquals(20, line.path("Target").intValue());
        assertEquals(19, line.path("Reached").intValue());
        assertEquals(3, line.path("Cold").intValue());
        assertEquals(2, line.path("Rounds").intValue());
        assertEquals(200, line.path("Window").intValue());
        assertEquals(150, line.path("Spread").intValue());
        assertEquals(1, line.path("Throttled").intValue());
        assertEquals(4, line.path("Failed").intValue());
        assertEquals(1.25, line.path("BilledGbSeconds").doubleValue());
        assertEquals(1.25, line.path("CostUsd").doubleValue());
    }

    @Test
    void what_is_not_known_is_not_declared() throws IOException {
        metrics.cycle(report(Optional.empty()), NOW);
        assertFalse(declared(line()).containsKey("CostUsd"));
        assertFalse(line().has("CostUsd"));
    }

    @Test
    void a_user_who_met_a_cold_start_is_a_line_of_its_own() throws IOException {
        metrics.userColdStart(NOW);
        assertEquals(Map.of("UserColdStarts", "Count"), declared(line()));
        assertEquals(1, line().path("UserColdStarts").intValue());
        assertEquals("hearth", line().path("FunctionName").textValue());
        assertEquals(NOW.toEpochMilli(), line().at("/_aws/Timestamp").longValue());
    }

    @Test
    void the_lines_are_what_the_dashboard_is_made_of() throws IOException {
        JsonNode listed =
                JSON.readTree(Path.of("../../../terraform/metrics.json").toFile());
        Map<String, String> units = new TreeMap<>();
        for (JsonNode metric : listed.required("metrics")) {
            units.put(
                    metric.required("name").textValue(), metric.required("unit").textValue());
        }

        Map<String, String> emitted = new TreeMap<>();
        metrics.cycle(report(Optional.of(BigDecimal.ONE)), NOW);
        metrics.userColdStart(NOW);
        for (String text : lines) {
            JsonNode line = JSON.readTree(text);
            JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
            assertEquals(listed.required("namespace"), directive.required("Namespace"));
            assertEquals(
                    JSON.createArrayNode().add(JSON.createArrayNode().add(listed.required("dimension"))),
                    directive.required("Dimensions"));
            assertTrue(line.hasNonNull(listed.required("dimension").textValue()));
            declared(line).keySet().forEach(name -> assertTrue(line.path(name).isNumber(), name));
            emitted.putAll(declared(line));
        }
        assertEquals(units, emitted);
    }
}
