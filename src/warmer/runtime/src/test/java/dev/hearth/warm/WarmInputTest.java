package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.event.BadEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmInputTest {

    /** What a reader of JSON bounds: the length of a name, how deep it nests, the digits of a number. */
    @ParameterizedTest
    @ValueSource(strings = {"name", "nest", "digits"})
    void what_exceeds_the_readers_limits_is_refused_in_a_sentence(String what) {
        String value =
                switch (what) {
                    case "name" -> "{\"" + "a".repeat(65_536) + "\":1}";
                    case "nest" -> "[".repeat(2_000) + "]".repeat(2_000);
                    default -> "1".repeat(2_000);
                };
        byte[] event = ("{\"hearth\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        BadEvent refused =
                assertThrows(BadEvent.class, () -> WarmInput.read(new ByteArrayInputStream(event), Set.of()));
        assertTrue(refused.getMessage().contains("hearth"), refused.getMessage());
        assertTrue(refused.getMessage().length() < 300, refused.getMessage());
    }
}
