package dev.hearth.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.lab.lambda.Payload;
import org.junit.jupiter.api.Test;

class EventTest {

    @Test
    void a_cycle_a_hold_and_a_request_are_told_apart() {
        assertEquals(new Event.Cycle(), event("{\"hearth\": {\"cycle\": {\"target\": 1}}}"));
        assertEquals(new Event.Hold(), event("{\"hearth\": {\"hold\": {}}}"));
        assertEquals(
                new Event.Http("/r"),
                event("{\"resource\": \"/{proxy+}\", \"path\": \"/r\", \"httpMethod\": \"GET\"}"));
        assertEquals(
                new Event.Http("/a"), event("{\"headers\": {\"x\": [1, {}]}, \"rawPath\": \"/a\", \"hearth\": {}}"));
    }

    @Test
    void everything_else_is_just_an_event() {
        for (String text : new String[] {
            "", "null", "[1]", "{}", "{\"hearth\": 5}", "{\"rawPath\": 5}", "{\"path\": \"/a\"}", "{broken"
        }) {
            assertEquals(new Event.Other(), event(text), text);
        }
    }

    @Test
    void the_status_of_an_answer_is_found_wherever_it_stands() {
        assertEquals(503, Event.status(Payload.of("{\"headers\": {\"statusCode\": \"x\"}, \"statusCode\": 503}")));
        assertEquals(0, Event.status(Payload.of("\"bare\"")));
        assertEquals(0, Event.status(Payload.of("")));
    }

    private static Event event(String text) {
        return Event.of(Payload.of(text));
    }
}
