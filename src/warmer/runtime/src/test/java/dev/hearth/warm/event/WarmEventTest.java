package dev.hearth.warm.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
    }

    @Test
    void a_hold_is_read_as_it_was_written() {
        WarmEvent.Hold parent = new WarmEvent.Hold("id", NOON, 12, 1, Optional.of(NOON.plusSeconds(9)));
        assertEquals(parent, read(parent.toJson()));
        WarmEvent.Hold leaf = new WarmEvent.Hold("id", NOON.plusNanos(1_000_000), 1, 3, Optional.empty());
        assertEquals(leaf, read(leaf.toJson()));
    }

    @Test
    void an_id_that_is_too_long_to_remember_is_refused() {
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
}
