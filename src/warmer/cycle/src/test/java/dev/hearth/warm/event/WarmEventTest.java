package dev.hearth.warm.event;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmEventTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static WarmEvent read(ObjectNode payload) {
        JsonNode hearth = payload.required(WarmEvent.KEY);
        assertEquals(1, payload.size());
        return WarmEvent.parse(hearth);
    }

    @Test
    void a_cycle_is_read_as_it_was_written() {
        WarmEvent.Cycle full = new WarmEvent.Cycle(20, Optional.of("id"), Optional.of(NOON));
        assertEquals(full, read(full.toJson()));
        WarmEvent.Cycle bare = new WarmEvent.Cycle(1, Optional.empty(), Optional.empty());
        assertEquals(bare, read(bare.toJson()));
        WarmEvent.Cycle range = new WarmEvent.Cycle(new Target(2, 100), Optional.of("id"), Optional.of(NOON));
        assertEquals(range, read(range.toJson()));
        assertEquals(
                "{\"min\":2,\"max\":100}",
                range.toJson().at("/hearth/cycle/target").toString());
    }

    @Test
    void what_a_hold_is_told_of_a_round_stands_beside_what_an_earlier_version_reads() {
        WarmEvent.Hold hold = new WarmEvent.Hold("id", NOON, 1, 1, Optional.empty(), Optional.of(18));
        assertEquals(hold, WarmEvent.read(hold.toJson()));
        assertEquals(
                new WarmEvent.Hold("id", NOON, 1, 1, Optional.empty()),
                WarmEvent.parse(hold.toJson().get(WarmEvent.KEY)));
        for (String rubbish : List.of("0", "-1", "1.5", "\"18\"", "null", "99999999999", "{}")) {
            ObjectNode payload = hold.toJson().putRawValue(WarmEvent.TOGETHER, new RawValue(rubbish));
            assertDoesNotThrow(() -> WarmEvent.read(new ObjectMapper().readTree(payload.toString())));
        }
    }

    @Test
    void a_hold_is_read_as_it_was_written() {
        WarmEvent.Hold parent = new WarmEvent.Hold("id", NOON, 12, 1, Optional.of(NOON.plusSeconds(9)));
        assertEquals(parent, read(parent.toJson()));
        WarmEvent.Hold leaf = new WarmEvent.Hold("id", NOON.plusNanos(1_000_000), 1, 3, Optional.empty());
        assertEquals(leaf, read(leaf.toJson()));
    }

    @Test
    void an_id_that_is_too_longTextto_remember_is_refused() {
        WarmEvent.Cycle longest = new WarmEvent.Cycle(1, Optional.of("i".repeat(256)), Optional.empty());
        assertEquals(longest, read(longest.toJson()));
        WarmEvent.Cycle longer = new WarmEvent.Cycle(1, Optional.of("i".repeat(257)), Optional.empty());
        BadEvent refused = assertThrows(BadEvent.class, () -> read(longer.toJson()));
        assertTrue(
                refused.getMessage()
                        .startsWith("hearth.cycle.id must be a text of at most 256 characters, but is \"iii"),
                refused::getMessage);
        assertTrue(refused.getMessage().length() < 200, refused::getMessage);
    }

    private static String refusal(String json) throws JsonProcessingException {
        JsonNode hearth = new ObjectMapper().readTree(json);
        return assertThrows(BadEvent.class, () -> WarmEvent.parse(hearth)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59.999999999Z",
                "-1000000000-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z"
            })
    void an_instant_that_cannot_be_reckoned_with_is_refused_by_its_name(String instant) throws JsonProcessingException {
        String complaint = " must be an instant of the years 1970 to 9999, but is \"" + instant + "\"";
        assertEquals(
                "hearth.cycle.scheduledAt" + complaint,
                refusal("{\"cycle\":{\"target\":1,\"scheduledAt\":\"" + instant + "\"}}"));
        assertEquals(
                "hearth.hold.until" + complaint,
                refusal("{\"hold\":{\"cycleId\":\"c\",\"share\":1,\"depth\":1,\"until\":\"" + instant + "\"}}"));
        assertEquals(
                "hearth.hold.answerBy" + complaint,
                refusal("{\"hold\":{\"cycleId\":\"c\",\"share\":1,\"depth\":1,\"until\":\"2026-11-23T18:00:00Z\","
                        + "\"answerBy\":\"" + instant + "\"}}"));
    }

    @Test
    void no_complaint_echoes_more_than_a_line() throws JsonProcessingException {
        String longText = "x".repeat(4_000_000);
        assertTrue(refusal("\"" + longText + "\"").length() < 200);
        assertTrue(refusal("{\"" + "x".repeat(40_000) + "\":1}").length() < 200);
        assertTrue(refusal("{\"cycle\":\"" + longText + "\"}").length() < 200);
        assertTrue(refusal("{\"cycle\":{\"target\":1,\"id\":\"<aws.scheduler." + "x".repeat(240) + "\"}}")
                        .length()
                < 400);
    }
}
