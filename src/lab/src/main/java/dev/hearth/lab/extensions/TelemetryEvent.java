package dev.hearth.lab.extensions;

import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Report;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One event of the Telemetry API, in the schema of 2022-12-13, as the Lambda developer guide lists them. */
public record TelemetryEvent(Category category, String json) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What an extension may subscribe to. */
    public enum Category {
        PLATFORM,
        FUNCTION,
        EXTENSION;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a phase ended. */
    public enum Status {
        SUCCESS,
        FAILURE,
        ERROR,
        TIMEOUT;

        private String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static TelemetryEvent initStart(Instant at, Initialization initialization, String functionName) {
        return platform(
                at,
                "initStart",
                init(initialization).put("functionName", functionName).put("functionVersion", "$LATEST"));
    }

    public static TelemetryEvent initRuntimeDone(Instant at, Initialization initialization, Status status) {
        return platform(at, "initRuntimeDone", init(initialization).put("status", status.title()));
    }

    /**
     * Init is over.
     *
     * @param took the whole of it, extensions included
     */
    public static TelemetryEvent initReport(Instant at, Initialization initialization, Status status, Duration took) {
        return platform(
                at,
                "initReport",
                init(initialization)
                        .put("status", status.title())
                        .put("metrics", new JsonObject().put("durationMs", milliseconds(took))));
    }

    public static TelemetryEvent extension(Instant at, ExtensionReport report) {
        JsonObject record = new JsonObject()
                .put("name", report.name())
                .put("state", report.state())
                .put("events", new JsonArray(report.events()));
        report.errorType().ifPresent(type -> record.put("errorType", type));
        return platform(at, "extension", record);
    }

    public static TelemetryEvent subscribed(Instant at, String extension, Set<Category> types) {
        List<String> names = types.stream().sorted().map(Category::title).toList();
        return platform(
                at,
                "telemetrySubscription",
                new JsonObject()
                        .put("name", extension)
                        .put("state", "Subscribed")
                        .put("types", new JsonArray(names)));
    }

    public static TelemetryEvent start(Instant at, Invocation invocation) {
        return platform(
                at,
                "start",
                new JsonObject()
                        .put("requestId", invocation.requestId())
                        .put("version", "$LATEST")
                        .put("tracing", tracing(invocation)));
    }

    /**
     * The runtime is done with an invocation, its extensions perhaps not.
     *
     * @param took from hand-over until it asked for more
     */
    public static TelemetryEvent runtimeDone(
            Instant at, Invocation invocation, Status status, Duration took, int producedBytes) {
        return platform(
                at,
                "runtimeDone",
                new JsonObject()
                        .put("requestId", invocation.requestId())
                        .put("status", status.title())
                        .put("tracing", tracing(invocation))
                        .put(
                                "metrics",
                                new JsonObject()
                                        .put("durationMs", milliseconds(took))
                                        .put("producedBytes", producedBytes)));
    }

    public static TelemetryEvent report(Instant at, Status status, Report report) {
        JsonObject metrics = new JsonObject()
                .put("durationMs", milliseconds(report.duration()))
                .put("billedDurationMs", report.billed().toMillis())
                .put("memorySizeMB", report.memory().megabytes())
                .put("maxMemoryUsedMB", report.maximumMemoryMegabytes());
        report.init().ifPresent(init -> metrics.put("initDurationMs", milliseconds(init)));
        return platform(
                at,
                "report",
                new JsonObject()
                        .put("requestId", report.requestId())
                        .put("status", status.title())
                        .put("metrics", metrics));
    }

    static TelemetryEvent dropped(Instant at, long events, long bytes, String reason) {
        return platform(
                at,
                "logsDropped",
                new JsonObject()
                        .put("droppedRecords", events)
                        .put("droppedBytes", bytes)
                        .put("reason", reason));
    }

    /** A line that the function or an extension wrote. */
    public static TelemetryEvent line(Instant at, Category writer, String line) {
        return event(at, writer, writer.title(), line);
    }

    private static JsonObject init(Initialization initialization) {
        return new JsonObject()
                .put("initializationType", initialization.value())
                .put("phase", "init");
    }

    private static JsonObject tracing(Invocation invocation) {
        return new JsonObject().put("type", "X-Amzn-Trace-Id").put("value", invocation.traceId());
    }

    private static TelemetryEvent platform(Instant at, String type, JsonObject record) {
        return event(at, Category.PLATFORM, "platform." + type, record);
    }

    private static TelemetryEvent event(Instant at, Category category, String type, Object record) {
        return new TelemetryEvent(
                category,
                new JsonObject()
                        .put("time", TIME.format(at))
                        .put("type", type)
                        .put("record", record)
                        .encode());
    }

    private static double milliseconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 6)
                .setScale(3, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
