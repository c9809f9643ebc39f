package dev.hearth.lab.extensions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.extensions.TelemetryEvent.Category;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Report;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.120Z");

    private final Telemetry telemetry = new Telemetry();

    @Test
    void a_subscription_says_what_where_to_and_how_much_at_once() throws Denied {
        Subscription subscription = Subscription.parse(request(
                "HTTP",
                "http://sandbox.localdomain:8080/logs",
                "{\"maxItems\":25,\"maxBytes\":300000,\"timeoutMs\":25}"));

        assertEquals(Set.of(Category.PLATFORM, Category.FUNCTION), subscription.types());
        assertEquals(Subscription.Protocol.HTTP, subscription.protocol());
        assertEquals(8080, subscription.port());
        assertEquals("/logs", subscription.path());
        assertEquals(new Subscription.Buffering(25, 300_000, Duration.ofMillis(25)), subscription.buffering());
    }

    @Test
    void what_a_subscription_leaves_open_is_as_on_aws() throws Denied {
        Subscription subscription = Subscription.parse(request("TCP", "tcp://sandbox.localdomain:9000", "{}"));

        assertEquals("/", subscription.path());
        assertEquals(new Subscription.Buffering(1_000, 262_144, Duration.ofSeconds(10)), subscription.buffering());
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP,http://sandbox.localdomain,{},URI port is not provided",
        "HTTP,http://example.com:80,{},URI host should be sandbox.localdomain",
        "HTTP,tcp://sandbox.localdomain:80,{},URI scheme should be http",
        "UDP,http://sandbox.localdomain:80,{},protocol should be HTTP or TCP",
        "HTTP,http://sandbox.localdomain:80,{\"maxItems\":24},maxItems is out of range: 25 to 30000",
        "HTTP,http://sandbox.localdomain:80,{\"timeoutMs\":\"soon\"},a value is of another type than it should be"
    })
    void a_subscription_that_cannot_be_is_refused_by_name(String protocol, String uri, String buffering, String why) {
        Denied denied = assertThrows(Denied.class, () -> Subscription.parse(request(protocol, uri, buffering)));
        assertEquals("ValidationError", denied.errorType());
        assertEquals(why, denied.getMessage());
    }

    @Test
    void a_subscriber_is_told_what_came_before_it_of_what_it_asked_for() throws Denied {
        line(Category.EXTENSION, "of no interest");
        line(Category.FUNCTION, "early");
        Telemetry.Subscriber subscriber = subscribe("{}");
        line(Category.FUNCTION, "late");

        assertEquals(
                List.of(
                        "early",
                        "{\"name\":\"logs\",\"state\":\"Subscribed\",\"types\":[\"platform\",\"function\"]}",
                        "late"),
                records(subscriber.take(NOW)));
        assertEquals(List.of(), subscriber.take(NOW));
        assertEquals(Optional.empty(), subscriber.due(NOW));
    }

    @Test
    void nobody_subscribes_after_init_and_nothing_is_made_for_nobody() {
        assertTrue(telemetry.listens());
        telemetry.close();
        assertFalse(telemetry.listens());
        assertEquals(
                "Telemetry.SubscriptionClosed",
                assertThrows(Denied.class, () -> subscribe("{}")).errorType());
        telemetry.add(NOW, at -> {
            throw new AssertionError("made for nobody");
        });
    }

    @Test
    void a_batch_waits_for_its_time_or_until_it_is_large() throws Denied {
        Telemetry.Subscriber subscriber = subscribe("{\"timeoutMs\":100,\"maxItems\":25}");
        assertEquals(Optional.of(Duration.ofMillis(100)), subscriber.due(NOW));
        assertEquals(Optional.of(Duration.ofMillis(40)), subscriber.due(NOW.plusMillis(60)));
        assertEquals(Optional.of(Duration.ZERO), subscriber.due(NOW.plusMillis(500)));
        for (int i = 1; i < 30; i++) {
            line(Category.FUNCTION, "line " + i);
        }
        assertEquals(Optional.of(Duration.ZERO), subscriber.due(NOW));
        assertEquals(25, subscriber.take(NOW).size());
        assertEquals(5, subscriber.take(NOW).size());
    }

    @Test
    void who_takes_nothing_loses_events_and_is_told_how_many() throws Denied {
        Telemetry.Subscriber subscriber = subscribe("{\"maxItems\":30000}");
        for (int i = 0; i < 30; i++) {
            line(Category.FUNCTION, "x".repeat(50_000));
        }
        subscriber.lost(List.of("one", "two"));

        JsonObject dropped = new JsonObject(subscriber.take(NOW).getFirst());

        assertEquals("platform.logsDropped", dropped.getString("type"));
        assertTrue(dropped.getJsonObject("record").getInteger("droppedRecords") > 2, dropped.encode());
    }

    @Test
    void a_report_is_what_the_log_says_of_the_invocation() {
        Report report = new Report(
                "id",
                Initialization.ON_DEMAND,
                Duration.ofNanos(1_234_567),
                Optional.of(Duration.ofMillis(20)),
                new MemorySize(512),
                77,
                Optional.empty());

        assertEquals(
                "{\"time\":\"2026-11-26T12:00:00.120Z\",\"type\":\"platform.report\",\"record\":{\"requestId\":\"id\","
                        + "\"status\":\"success\",\"metrics\":{\"durationMs\":1.235,\"billedDurationMs\":22,"
                        + "\"memorySizeMB\":512,\"maxMemoryUsedMB\":77,\"initDurationMs\":20.0}}}",
                TelemetryEvent.report(NOW, TelemetryEvent.Status.SUCCESS, report)
                        .json());
    }

    private Telemetry.Subscriber subscribe(String buffering) throws Denied {
        telemetry.subscribe(
                "logs", Subscription.parse(request("HTTP", "http://sandbox.localdomain:80", buffering)), NOW);
        return telemetry.subscribers().getFirst();
    }

    private void line(Category writer, String line) {
        telemetry.add(NOW, at -> TelemetryEvent.line(at, writer, line));
    }

    private static List<String> records(List<String> batch) {
        return batch.stream()
                .map(json -> String.valueOf(new JsonObject(json).getValue("record")))
                .toList();
    }

    private static JsonObject request(String protocol, String uri, String buffering) {
        return new JsonObject("{\"schemaVersion\":\"2022-12-13\",\"types\":[\"platform\",\"function\"],"
                + "\"destination\":{\"protocol\":\"" + protocol + "\",\"URI\":\"" + uri + "\"},\"buffering\":"
                + buffering + "}");
    }
}
