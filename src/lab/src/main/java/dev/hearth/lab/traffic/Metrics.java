package dev.hearth.lab.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * CloudWatch's figures by the minute: {@code Invocations} (Sum), {@code Duration} (Average), {@code ConcurrentExecutions}
 * (Maximum). When within a minute an invocation was they do not tell; as many as were at once are put together, at a moment
 * of the minute, and the rest anywhere in it.
 */
final class Metrics {

    private static final double MICROS_A_MINUTE = 60e6;
    private static final double MOST_A_MINUTE = 1e7;

    private final Map<String, TreeMap<Long, Double>> series = new HashMap<>();

    void read(JsonNode result, Invocations found) {
        String label = (result.path("Label").asText() + " " + result.path("Id").asText()).toLowerCase(Locale.ROOT);
        String name = label.contains("concurrent")
                ? "concurrent"
                : label.contains("invocation") ? "invocations" : label.contains("duration") ? "duration" : "";
        if (name.isEmpty()) {
            found.unreadable(label, "a metric by another name than Invocations, Duration and ConcurrentExecutions");
            return;
        }
        TreeMap<Long, Double> minutes = series.computeIfAbsent(name, _ -> new TreeMap<>());
        JsonNode times = result.path("Timestamps");
        JsonNode values = result.path("Values");
        for (int i = 0; i < times.size(); i++) {
            OptionalLong time = Moment.parse(times.path(i).asText());
            if (time.isEmpty() || !values.path(i).isNumber()) {
                found.unreadable(times.path(i) + " " + values.path(i), "no time with a number");
            } else {
                minutes.put(time.getAsLong(), values.path(i).asDouble());
            }
        }
    }

    void into(Invocations found) {
        if (series.isEmpty()) {
            return;
        }
        TreeMap<Long, Double> durations = series.getOrDefault("duration", new TreeMap<>());
        TreeMap<Long, Double> concurrent = series.getOrDefault("concurrent", new TreeMap<>());
        found.note(
                "Figures by the minute are coarse: how requests lie within a minute is a guess, on the side of caution."
                        + (concurrent.isEmpty() ? " Without ConcurrentExecutions bursts are not seen." : "")
                        + " REPORT lines tell more.");
        series.getOrDefault("invocations", new TreeMap<>()).forEach((minute, count) -> {
            Double duration = durations.get(minute);
            if (duration == null || count > MOST_A_MINUTE) {
                found.unreadable(minute + " µs since 1970", duration == null ? "no Duration" : "too many");
                return;
            }
            long together = Math.round(Math.min(count, concurrent.getOrDefault(minute, 0.0)));
            double moment = Spread.share(minute);
            for (long n = 0; n < count; n++) {
                double share = n < together ? moment : Spread.share(minute + n);
                long work = Math.round(duration * 1_000);
                found.add(new Invocations.Found(
                        minute + Math.round(share * MICROS_A_MINUTE) + work,
                        work,
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty()));
            }
        });
        series.clear();
    }
}
