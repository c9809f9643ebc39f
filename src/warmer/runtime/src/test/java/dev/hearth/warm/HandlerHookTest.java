package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.warm.event.BadEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandlerHookTest {

    @Test
    void an_event_that_is_one_long_text_is_not_echoed_whole() {
        ObjectMapper json = new ObjectMapper();
        HandlerHook.Reader reader =
                new HandlerHook.Reader(event -> json.readValue(event, APIGatewayV2HTTPEvent.class), Set.of());
        byte[] event = ("\"" + "x".repeat(4_000_000) + "\"").getBytes(StandardCharsets.UTF_8);
        BadEvent refused = assertThrows(BadEvent.class, () -> reader.readValue(new ByteArrayInputStream(event)));
        assertTrue(refused.getMessage().length() < 2_000, () -> refused.getMessage()
                .substring(0, 2_000));
    }
}
