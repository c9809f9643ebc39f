package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.warm.event.WarmEvent;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevScheduleTest {

    @Test
    void it_sends_the_function_the_event_that_the_scheduler_sends() throws JsonProcessingException {
        Instant due = Instant.parse("2026-11-23T18:00:00Z");
        WarmEvent.Cycle cycle = (WarmEvent.Cycle) WarmEvent.parse(
                new ObjectMapper().readTree(DevSchedule.event(3, due)).get(WarmEvent.KEY));
        assertEquals(3, cycle.target());
        assertEquals(Optional.of(due), cycle.scheduledAt());
        assertTrue(cycle.id().isPresent());
    }
}
