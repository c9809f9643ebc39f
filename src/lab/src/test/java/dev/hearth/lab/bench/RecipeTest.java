package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, BUILT", "69, NOT_ON_THIS_MACHINE", "1, FAILED", "130, FAILED"})
    void the_exit_code_says_how_a_build_ended(int exitCode, Recipe.Result outcome) throws Exception {
        Files.writeString(folder.resolve("build"), "#!/bin/sh\nexit " + exitCode + "\n");
        Files.setPosixFilePermissions(folder.resolve("build"), PosixFilePermissions.fromString("rwx------"));
        assertEquals(outcome, new Recipe(folder).build());
    }

    @Test
    void a_folder_without_a_build_is_named() {
        String message =
                assertThrows(Refusal.class, () -> new Recipe(folder).build()).getMessage();
        assertTrue(message.startsWith("cannot run the recipe " + folder), message);
    }

    @Test
    void each_of_the_projects_packages_has_one() {
        for (Matrix.Entry entry : Matrix.own().packages()) {
            Path build = entry.recipe(Path.of("../..")).orElseThrow().folder().resolve("build");
            assertTrue(Files.isExecutable(build), build.toString());
        }
    }
}
