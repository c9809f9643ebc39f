package dev.hearth.lab.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrategiesTest {

    @TempDir
    Path folder;

    @Test
    void the_projects_own_are_eight() {
        assertEquals(
                List.of(
                        "none",
                        "ping",
                        "fan-out",
                        "lambda-warmer",
                        "lambda-warmer-py",
                        "opennext",
                        "hearth",
                        "provisioned"),
                names(Strategies.own()));
    }

    @Test
    void what_they_send_and_set_is_json_once_it_is_filled_in() throws Exception {
        for (Strategy strategy : Strategies.own().strategies()) {
            for (String event : strategy.events()) {
                assertTrue(
                        new ObjectMapper()
                                .readTree(Strategy.filledIn(event, 50))
                                .isObject(),
                        event);
            }
        }
        assertEquals(
                Map.of("WARM_PARAMS", "[{\"concurrency\": 50, \"function\": \"peer\"}]"),
                Strategy.filledIn(
                        Strategies.own()
                                .only(Set.of("opennext"))
                                .strategies()
                                .getFirst()
                                .leader()
                                .orElseThrow()
                                .variables(),
                        50));
    }

    @Test
    void a_fifth_is_rounded_up() {
        assertEquals("4 of 20", Strategy.filledIn("${fifth} of ${n}", 20));
        assertEquals("2 of 6", Strategy.filledIn("${fifth} of ${n}", 6));
    }

    @Test
    void recipes_and_what_they_are_of_are_in_the_project() {
        for (Strategy strategy : Strategies.own().strategies()) {
            strategy.recipe(Path.of("../.."))
                    .ifPresent(recipe -> assertTrue(
                            Files.isExecutable(recipe.folder().resolve("build")), recipe.folder() + "/build"));
        }
    }

    @Test
    void one_that_is_not_there_is_refused_with_those_that_are() {
        assertTrue(assertThrows(Refusal.class, () -> Strategies.own().only(Set.of("provebs")))
                .getMessage()
                .startsWith("there is no strategy provebs; there are none, ping, "));
    }

    @Test
    void a_file_that_names_one_twice_is_refused() throws Exception {
        String one = "{\"name\": \"a\", \"title\": \"a\", \"about\": \"a\", \"variables\": {}, "
                + "\"provisioned\": false, \"events\": []}";
        Path file = Files.writeString(folder.resolve("s.json"), "{\"strategies\": [" + one + "," + one + "]}");
        assertEquals(
                file + " holds no strategies: it names the strategy a twice",
                assertThrows(Refusal.class, () -> Strategies.read(file)).getMessage());
    }

    private static List<String> names(Strategies strategies) {
        return strategies.strategies().stream().map(Strategy::name).toList();
    }
}
