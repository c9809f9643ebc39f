package dev.hearth.lab.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Lambda says of one invocation in the last line of its log.
 *
 * @param init of a cold start; empty for a warm one
 */
record ReportLine(Duration duration, Optional<Duration> init, int maximumMemoryMegabytes) {

    /** Finds and reads it in a log; empty where there is none. */
    static Optional<ReportLine> in(String log) {
        return log.lines()
                .filter(line -> line.startsWith("REPORT "))
                .reduce((earlier, later) -> later)
                .flatMap(ReportLine::parse);
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
