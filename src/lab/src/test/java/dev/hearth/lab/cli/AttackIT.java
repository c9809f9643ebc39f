package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The standing attack in its short form: a minute on the native function and a script, by the command itself. */
class AttackIT {

    /** Fixed, so that a change is judged and not a chance; it once found a name longer than readers of JSON allow. */
    private static final String SEED = "969463";

    @TempDir
    Path folder;

    @Test
    void a_lab_that_is_attacked_loses_nothing_and_leaves_nothing() throws Exception {
        Assumptions.assumeTrue(RunningLab.isNative(), "environments of the JVM's are killed before they are up");
        Path figures = folder.resolve("figures.json");
        Path problems = folder.resolve("problems");
        int exitCode = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // As ./hearth runs it.
                        "@up.options",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "soak",
                        "--package",
                        RunningLab.functionPackage().toString(),
                        "--minutes",
                        "1",
                        "--seed",
                        SEED))
                .redirectOutput(figures.toFile())
                .redirectError(problems.toFile())
                .start()
                .waitFor();
        String said = Files.readString(problems);
        // On one line: of a message CI shows the first.
        assertEquals(0, exitCode, () -> said.replace("\n", " | "));
        JsonNode seen = new ObjectMapper().readTree(figures.toFile());
        assertAll(
                () -> assertTrue(seen.at("/requests/answered").asInt() > 100, seen::toString),
                () -> assertTrue(seen.at("/events/executed").asInt() > 10, seen::toString),
                () -> assertTrue(seen.at("/cycles/compared").asInt() > 0, seen::toString),
                () -> assertTrue(seen.at("/faults/kills").asInt() > 10, seen::toString),
                () -> assertTrue(seen.at("/faults/labEnds").asInt() > 0, seen::toString),
                () -> assertEquals(6, seen.path("inputs").size(), seen::toString));
    }
}
