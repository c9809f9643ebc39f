package dev.hearth.lab.traffic;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lines of a function's log, as text or as JSON, and those of an HTTP API's access log. What is looked for is REPORT, which
 * Lambda writes when an invocation is over, and INIT_START, which it writes when an environment begins to start.
 */
final class LogLine {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String REPORT = "REPORT RequestId: ";
    private static final String INIT_START = "INIT_START ";
    private static final String DURATION = "Duration: ";
    private static final int MICROS_A_MILLI = 1_000;
    private static final double MICROS_A_SECOND = 1e6;

    /** What a time is made of, a stream's name not. */
    private static final String OF_TIMES = "0123456789-:T.Z+ ";

    private final Invocations found;

    LogLine(Invocations found) {
        this.found = found;
    }

    /** A line by itself: its time, and the name of its stream, stand before it or in it. */
    void read(String line) {
        if (line.startsWith("{")) {
            json(line, OptionalLong.empty(), Optional.empty());
            return;
        }
        int report = line.indexOf(REPORT);
        int init = report < 0 ? line.indexOf(INIT_START) : report;
        if (init < 0) {
            int json = line.indexOf("{\"time\":");
            if (json > 0) {
                json(line.substring(json), OptionalLong.empty(), stream(line.substring(0, json)));
            } else {
                found.other();
            }
            return;
        }
        String before = line.substring(0, init);
        text(line.substring(init), time(before), stream(before));
    }

    /** An event's message; its time and stream are told apart. */
    void read(String message, OptionalLong time, Optional<String> stream) {
        message.lines().filter(line -> !line.isBlank()).forEach(line -> {
            if (line.startsWith("{")) {
                json(line, time, stream);
            } else {
                text(line, time, stream);
            }
        });
    }

    private void text(String line, OptionalLong time, Optional<String> stream) {
        if (line.startsWith(INIT_START)) {
            time.ifPresent(at -> found.initStarted(stream, at));
            found.other();
        } else if (line.startsWith(REPORT)) {
            report(line, time, stream);
        } else {
            found.other();
        }
    }

    private void report(String line, OptionalLong time, Optional<String> stream) {
        OptionalLong duration = milliseconds(line, "");
        if (duration.isEmpty()) {
            found.unreadable(line, "no Duration");
        } else if (time.isEmpty()) {
            found.unreadable(line, "no time before it");
        } else {
            OptionalLong init = milliseconds(line, "Init ");
            memory(line);
            found.add(new Invocations.Found(
                    time.getAsLong(),
                    duration.getAsLong(),
                    init.isPresent() ? init : milliseconds(line, "Restore "),
                    stream,
                    Optional.empty()));
        }
    }

    /** What stands after a label such as {@code Init Duration: }, as microseconds. Tabs may have become blanks. */
    private static OptionalLong milliseconds(String line, String kind) {
        for (int at = line.indexOf(DURATION); at > 0; at = line.indexOf(DURATION, at + 1)) {
            int label = at - kind.length();
            boolean whole = label > 0
                    && line.startsWith(kind, label)
                    && (line.charAt(label - 1) == '\t' || (line.charAt(label - 1) == ' ' && !qualified(line, label)));
            if (whole) {
                int from = at + DURATION.length();
                int end = line.indexOf(" ms", from);
                return end < 0 ? OptionalLong.empty() : micros(line.substring(from, end));
            }
        }
        return OptionalLong.empty();
    }

    /** Whether the word before makes it another duration: Billed, Init, Restore. */
    private static boolean qualified(String line, int label) {
        return line.startsWith("Billed ", label - 7)
                || line.startsWith("Init ", label - 5)
                || line.startsWith("Restore ", label - 8);
    }

    private void memory(String line) {
        int at = line.indexOf("Memory Size: ");
        int end = at < 0 ? -1 : line.indexOf(" MB", at);
        if (end > 0) {
            try {
                found.memory(Integer.parseInt(line.substring(at + "Memory Size: ".length(), end)));
            } catch (NumberFormatException e) {
                found.note("A memory size could not be read: " + line.substring(at, end) + ".");
            }
        }
    }

    private void json(String line, OptionalLong told, Optional<String> stream) {
        JsonNode event;
        try {
            event = JSON.readTree(line);
        } catch (JacksonException e) {
            found.unreadable(line, "no JSON");
            return;
        }
        if (event.has("integrationLatency")) {
            access(line, event);
            return;
        }
        OptionalLong own = Moment.parse(event.path("time").asText());
        OptionalLong time = own.isPresent() ? own : told;
        switch (event.path("type").asText()) {
            case "platform.report" -> report(line, event.path("record"), time, stream);
            case "platform.initStart" -> {
                time.ifPresent(at -> found.initStarted(stream, at));
                found.other();
            }
            default -> found.other();
        }
    }

    private void report(String line, JsonNode record, OptionalLong time, Optional<String> stream) {
        JsonNode metrics = record.path("metrics");
        if (!metrics.path("durationMs").isNumber()) {
            found.unreadable(line, "no durationMs");
        } else if (time.isEmpty()) {
            found.unreadable(line, "no time");
        } else {
            JsonNode init =
                    metrics.has("initDurationMs") ? metrics.path("initDurationMs") : metrics.path("restoreDurationMs");
            if (metrics.path("memorySizeMB").canConvertToInt()) {
                found.memory(metrics.path("memorySizeMB").asInt());
            }
            found.add(new Invocations.Found(
                    time.getAsLong(),
                    Math.round(metrics.path("durationMs").asDouble() * MICROS_A_MILLI),
                    init.isNumber()
                            ? OptionalLong.of(Math.round(init.asDouble() * MICROS_A_MILLI))
                            : OptionalLong.empty(),
                    stream,
                    Optional.empty()));
        }
    }

    /** An HTTP API's: when a request came, to the second, and how long the function took as the API saw it. */
    private void access(String line, JsonNode event) {
        OptionalLong time = Moment.parse(event.path("time").asText());
        OptionalLong latency = micros(event.path("integrationLatency").asText());
        if (event.path("integrationLatency").asText().equals("-")) {
            found.other();
        } else if (time.isEmpty() || latency.isEmpty()) {
            found.unreadable(line, time.isEmpty() ? "no time" : "no integrationLatency");
        } else {
            found.note(
                    "Access logs tell times to the second, and not which requests met a cold start: requests are spread"
                            + " within their second, and a start counts as work.");
            long begin = time.getAsLong() + Math.round(Spread.share(found.size()) * MICROS_A_SECOND);
            found.add(new Invocations.Found(
                    begin + latency.getAsLong(),
                    latency.getAsLong(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
    }

    static OptionalLong micros(String milliseconds) {
        try {
            double value = Double.parseDouble(milliseconds.strip());
            return value >= 0 && value < Integer.MAX_VALUE
                    ? OptionalLong.of(Math.round(value * MICROS_A_MILLI))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The time that a line begins with. */
    private static OptionalLong time(String before) {
        int end = 0;
        while (end < before.length() && OF_TIMES.indexOf(before.charAt(end)) >= 0) {
            end++;
        }
        // The year of a stream's name may follow the blank.
        String times = before.substring(0, end).strip();
        int blank = times.indexOf(' ');
        OptionalLong whole = Moment.parse(times);
        return whole.isPresent() || blank < 0 ? whole : Moment.parse(times.substring(0, blank));
    }

    /** A stream's name as Lambda makes it: {@code 2026/11/20/[7]0f3c…}, without blanks. */
    private static Optional<String> stream(String before) {
        int bracket = before.indexOf("/[");
        if (bracket < 0) {
            return Optional.empty();
        }
        int from = before.lastIndexOf(' ', bracket) + 1;
        from = Math.max(from, before.lastIndexOf('\t', bracket) + 1);
        int to = bracket;
        while (to < before.length() && !Character.isWhitespace(before.charAt(to))) {
            to++;
        }
        return Optional.of(before.substring(from, to));
    }
}
