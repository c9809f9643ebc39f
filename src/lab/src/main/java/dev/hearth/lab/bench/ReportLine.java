package dev.hearth.lab.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Lambda says of one invocation in the last line of its log, as text or as JSON (AWS Lambda developer guide, "Using
 * the JSON log format", and Telemetry API reference, {@code platform.report}).
 *
 * @param init of a cold start; empty for a warm one
 */
record ReportLine(Duration duration, Optional<Duration> init, int maximumMemoryMegabytes) {

    /** Finds and reads it in a log; empty where there is none. */
    static Optional<ReportLine> in(String log) {
        return log.lines()
                .filter(line -> line.startsWith("REPORT ") || line.startsWith("{"))
                .flatMap(line -> (line.startsWith("{") ? parseJson(line) : parse(line)).stream())
                .reduce((earlier, later) -> later);
    }

    private static Optional<ReportLine> parseJson(String line) {
        try {
            JsonNode event = Json.MAPPER.readTree(line);
            JsonNode metrics = event.path("record").path("metrics");
            if (!event.path("type").asText().equals("platform.report")
                    || !metrics.path("durationMs").isNumber()) {
                return Optional.empty();
            }
            return Optional.of(new ReportLine(
                    milliseconds(metrics.path("durationMs").asText()),
                    Optional.of(metrics.path("initDurationMs"))
                            .filter(JsonNode::isNumber)
                            .map(init -> milliseconds(init.asText())),
                    metrics.path("maxMemoryUsedMB").asInt()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<ReportLine> parse(String line) {
        Map<String, String> parts = new HashMap<>();
        for (String part : line.split("\t", -1)) {
            int colon = part.indexOf(": ");
            if (colon > 0) {
                parts.put(part.substring(0, colon), part.substring(colon + 2));
            }
        }
        try {
            return Optional.ofNullable(parts.get("Duration"))
                    .map(duration -> new ReportLine(
                            milliseconds(duration),
                            Optional.ofNullable(parts.get("Init Duration")).map(ReportLine::milliseconds),
                            Integer.parseInt(parts.getOrDefault("Max Memory Used", "0 MB")
                                    .replace(" MB", ""))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Duration milliseconds(String text) {
        return Duration.ofNanos(
                new BigDecimal(text.replace(" ms", "")).movePointRight(6).longValue());
    }
}
