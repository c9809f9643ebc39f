package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.warm.event.WarmEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevScheduleTest {

    @Test
    void it_sends_the_function_the_event_that_the_scheduler_sends() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        new WarmJson().customize(json);
        List<APIGatewayV2HTTPEvent> events = new ArrayList<>();
        FakeClock clock = new FakeClock();
        DevSchedule schedule = new DevSchedule(
                (event, context) -> {
                    events.add(event);
                    return new APIGatewayV2HTTPResponse();
                },
                json,
                clock,
                3);
        schedule.cycle();
        WarmAwareEvent event = (WarmAwareEvent) events.getFirst();
        WarmEvent.Cycle cycle = (WarmEvent.Cycle) WarmEvent.parse(event.hearth().orElseThrow());
        assertEquals(3, cycle.target());
        assertEquals(Optional.of(clock.instant()), cycle.scheduledAt());
        assertEquals(true, cycle.id().isPresent());
    }
}
