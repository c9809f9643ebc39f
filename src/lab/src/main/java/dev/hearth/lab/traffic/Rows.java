package dev.hearth.lab.traffic;

import dev.hearth.lab.simulation.Traffic;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Rows of named fields: results of a Logs Insights query, and the public trace of Azure Functions of 2021. */
final class Rows {

    /** Second 0 of the Azure trace (AzurePublicDataset, "Azure Functions Invocation Trace 2021": two weeks from that day on). */
    private static final long AZURE_BEGIN = Traffic.micros(Instant.parse("2021-01-31T00:00:00Z"));

    private static final double MICROS_A_SECOND = 1e6;
    private static final double BYTES_A_MEGABYTE = 1e6;

    private final Invocations found;
    private final LogLine lines;

    Rows(Invocations found) {
        this.found = found;
        lines = new LogLine(found);
    }

    void read(Map<String, String> row) {
        if (row.containsKey("end_timestamp")) {
            azure(row);
            return;
        }
        OptionalLong time = Moment.parse(row.getOrDefault("@timestamp", ""));
        Optional<String> stream = Optional.ofNullable(row.get("@logStream")).filter(name -> !name.isBlank());
        String duration = row.getOrDefault("@duration", "");
        String message = row.getOrDefault("@message", "");
        if (duration.isBlank() && !message.isBlank()) {
            lines.read(message, time, stream);
        } else if (duration.isBlank()) {
            found.unreadable(row.toString(), "neither @duration nor @message");
        } else if (time.isEmpty()) {
            found.unreadable(row.toString(), "no @timestamp");
        } else {
            OptionalLong work = LogLine.micros(duration);
            if (work.isEmpty()) {
                found.unreadable(row.toString(), "@duration is no number of milliseconds");
                return;
            }
            memory(row.getOrDefault("@memorySize", ""));
            found.add(new Invocations.Found(
                    time.getAsLong(),
                    work.getAsLong(),
                    LogLine.micros(row.getOrDefault("@initDuration", "")),
                    stream,
                    Optional.empty()));
        }
    }

    /** Logs Insights gives it in bytes, a megabyte being a million. */
    private void memory(String bytes) {
        try {
            if (!bytes.isBlank()) {
                found.memory((int) Math.round(Double.parseDouble(bytes) / BYTES_A_MEGABYTE));
            }
        } catch (NumberFormatException e) {
            found.note("A memory size could not be read: " + bytes + ".");
        }
    }

    private void azure(Map<String, String> row) {
        try {
            double end = Double.parseDouble(row.getOrDefault("end_timestamp", ""));
            double duration = Double.parseDouble(row.getOrDefault("duration", ""));
            if (!(end >= 0 && end < 1e10 && duration >= 0 && duration < 1e7)) {
                found.unreadable(row.toString(), "a time out of range");
                return;
            }
            found.add(new Invocations.Found(
                    AZURE_BEGIN + Math.round(end * MICROS_A_SECOND),
                    Math.round(duration * MICROS_A_SECOND),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.of(row.getOrDefault("app", "") + "/" + row.getOrDefault("func", ""))));
        } catch (NumberFormatException e) {
            found.unreadable(row.toString(), "no number of seconds");
        }
    }
}
