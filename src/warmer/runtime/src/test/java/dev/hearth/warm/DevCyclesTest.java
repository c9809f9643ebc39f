package dev.hearth.warm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.Target;
import dev.hearth.warm.event.WarmEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevCyclesTest {
    private static final int TARGET = 2;

    private final FakeClock clock = new FakeClock();
    private final List<WarmEvent.Cycle> sent = new ArrayList<>();
    private final DevCycles cycles = new DevCycles(clock, TARGET, (event, answer, context) -> {
        JsonNode json = WarmJson.read(event);
        assertEquals(1, json.size(), json::toString);
        sent.add((WarmEvent.Cycle) WarmEvent.parse(json.get(WarmEvent.KEY)));
        answer.write(("{\"rounds\":" + sent.size() + "}").getBytes(UTF_8));
    });

    @Test
    void it_sends_the_function_the_event_that_the_scheduler_sends() throws IOException {
        cycles.warm();
        cycles.warm(7);
        assertEquals(
                List.of(Target.of(2), Target.of(7)),
                sent.stream().map(WarmEvent.Cycle::target).toList());
        for (WarmEvent.Cycle cycle : sent) {
            assertEquals(Optional.of(clock.instant()), cycle.scheduledAt());
        }
        assertTrue(sent.getFirst().id().isPresent());
        assertEquals(2, sent.stream().map(WarmEvent.Cycle::id).distinct().count());
    }

    @Test
    void the_last_twenty_are_kept_the_latest_first() throws IOException {
        assertEquals(List.of(), cycles.last());
        for (int i = 1; i <= 21; i++) {
            clock.advance(Duration.ofSeconds(1));
            assertEquals(cycles.warm(), cycles.last().getFirst());
        }
        assertEquals(20, cycles.last().size());
        assertEquals(clock.instant(), cycles.last().getFirst().at());
        assertEquals("{\"rounds\":21}", cycles.last().getFirst().report().toString());
        assertEquals("{\"rounds\":2}", cycles.last().getLast().report().toString());
    }

    @Test
    void one_that_the_function_refuses_is_not_kept() {
        DevCycles refused = new DevCycles(clock, TARGET, (event, answer, context) -> {
            throw new BadEvent("hearth.cycle.target must be 1 or more, but is 0");
        });
        assertThrows(BadEvent.class, () -> refused.warm(0));
        assertEquals(List.of(), refused.last());
    }
}
