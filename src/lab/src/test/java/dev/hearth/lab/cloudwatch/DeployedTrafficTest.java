package dev.hearth.lab.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cost.Architecture;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.traffic.Recording;
import dev.hearth.lab.traffic.TrafficReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real AWS SDK against answers that a test wrote. */
class DeployedTrafficTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Period DAY = Period.before(NOON, 1);

    private ScriptedAws aws;

    @BeforeEach
    void open() throws IOException {
        aws = new ScriptedAws();
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static DeployedTraffic orders() {
        return DeployedTraffic.of("orders", Optional.empty());
    }

    private static String report(int number) {
        return "REPORT RequestId: " + number + "\tDuration: 120.50 ms\tBilled Duration: 121 ms\tMemory Size: 512 MB\t"
                + "Max Memory Used: 99 MB\t\n";
    }

    private static Recording read(InputStream documents) {
        TrafficReader reader = new TrafficReader();
        reader.read(documents, "CloudWatch");
        return reader.recording(Optional.empty());
    }

    @Test
    void finds_out_how_the_function_is_deployed() {
        try (DeployedTraffic orders = orders()) {
            assertEquals("orders", orders.name());
            assertEquals("eu-central-1", orders.region());
            assertEquals(new MemorySize(512), orders.memory());
            assertEquals(Architecture.ARM64, orders.architecture());
        }
    }

    @Test
    void takes_the_region_that_it_is_told() {
        try (DeployedTraffic orders = DeployedTraffic.of("orders", Optional.of("eu-north-1"))) {
            assertEquals("eu-north-1", orders.region());
        }
    }

    @Test
    void finds_the_log_among_those_whose_names_begin_alike() {
        try (DeployedTraffic orders = orders()) {
            assertEquals(new DeployedTraffic.Log("/aws/lambda/orders", 2_500_000, OptionalInt.of(30)), orders.log());
        }
    }

    @Test
    void reads_the_log_page_after_page() throws IOException {
        aws.page(NOON.minusSeconds(3_600), List.of(report(1), report(2)))
                .page(NOON.minusSeconds(1_800), List.of())
                .page(NOON.minusSeconds(600), List.of(report(3)));
        List<Instant> reached = new ArrayList<>();
        try (DeployedTraffic orders = orders()) {
            Recording recording = read(orders.reports(orders.log(), DAY, reached::add));
            assertEquals(3, recording.traffic().size());
            assertEquals(OptionalInt.of(512), recording.memoryMegabytes());
        }
        assertEquals(List.of(NOON.minusSeconds(3_540), NOON.minusSeconds(600)), reached);
        assertEquals(3, aws.searches().size());
        JsonNode first = aws.searches().getFirst();
        assertEquals("/aws/lambda/orders", first.path("logGroupName").asText());
        assertEquals("?REPORT ?INIT_START", first.path("filterPattern").asText());
        assertEquals(DAY.from().toEpochMilli(), first.path("startTime").asLong());
        assertEquals(NOON.toEpochMilli(), first.path("endTime").asLong());
    }

    @Test
    void asks_a_log_in_json_and_of_another_name_by_its_fields() {
        aws.deployed("{\"FunctionName\":\"orders\",\"MemorySize\":512,\"LoggingConfig\":{\"LogFormat\":\"JSON\","
                + "\"SystemLogLevel\":\"INFO\",\"LogGroup\":\"/aws/lambda/orders-old\"}}");
        try (DeployedTraffic orders = orders()) {
            read(orders.reports(orders.log(), DAY, _ -> {}));
            assertEquals(Architecture.X86, orders.architecture());
        }
        JsonNode search = aws.searches().getFirst();
        assertEquals("/aws/lambda/orders-old", search.path("logGroupName").asText());
        assertTrue(search.path("filterPattern").asText().contains("platform.report"));
    }

    @Test
    void an_interrupt_ends_it_with_the_page_that_was_read() throws IOException {
        aws.page(NOON.minusSeconds(3_600), List.of(report(1))).page(NOON.minusSeconds(600), List.of(report(2)));
        try (DeployedTraffic orders = orders()) {
            Recording recording = read(orders.reports(
                    orders.log(), DAY, _ -> Thread.currentThread().interrupt()));
            assertTrue(Thread.interrupted());
            assertTrue(recording.traffic().size() <= 1);
        }
        assertEquals(1, aws.searches().size());
    }

    @Test
    void reads_figures_by_the_minute() {
        try (DeployedTraffic orders = orders()) {
            assertEquals(5, read(orders.minutes(DAY)).traffic().size());
        }
    }

    @Test
    void a_log_that_has_no_reports_is_refused() {
        aws.deployed("{\"FunctionName\":\"orders\",\"MemorySize\":512,\"LoggingConfig\":{\"LogFormat\":\"JSON\","
                + "\"SystemLogLevel\":\"WARN\",\"LogGroup\":\"/aws/lambda/orders\"}}");
        try (DeployedTraffic orders = orders()) {
            Refusal refused = assertThrows(Refusal.class, orders::log);
            assertTrue(refused.getMessage().contains("WARN"), refused.getMessage());
        }
    }

    @Test
    void a_log_that_is_not_there_is_refused() {
        aws.deployed("{\"FunctionName\":\"orders\",\"MemorySize\":512,\"LoggingConfig\":{\"LogFormat\":\"Text\","
                + "\"LogGroup\":\"/aws/lambda/other\"}}");
        try (DeployedTraffic orders = orders()) {
            Refusal refused = assertThrows(Refusal.class, orders::log);
            assertTrue(refused.getMessage().contains("/aws/lambda/other"), refused.getMessage());
        }
    }

    @Test
    void a_function_that_is_not_there_is_refused() {
        Refusal refused = assertThrows(Refusal.class, () -> DeployedTraffic.of("order", Optional.empty()));
        assertTrue(refused.getMessage().contains("no such function"), refused.getMessage());
    }

    @Test
    void asks_for_nothing_that_changes_anything() throws IOException {
        aws.page(NOON.minusSeconds(600), List.of(report(1)));
        try (DeployedTraffic orders = orders()) {
            read(orders.reports(orders.log(), DAY, _ -> {}));
            read(orders.minutes(DAY));
        }
        assertEquals(
                List.of("GetFunctionConfiguration", "DescribeLogGroups", "FilterLogEvents", "GetMetricData"),
                aws.asked());
    }
}
