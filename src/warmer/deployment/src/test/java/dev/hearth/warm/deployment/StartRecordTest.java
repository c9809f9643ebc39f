package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartRecordTest {

    @TempDir
    private Path project;

    @BeforeEach
    void hasSources() throws IOException {
        Files.createDirectories(project.resolve("src/main"));
    }

    /** It was looked for beside the classes, which in a package's build are in a jar, so that no project's was found. */
    @Test
    void it_is_looked_for_in_the_project_whose_package_is_built() {
        assertEquals(project.resolve("src/main/hearth"), StartRecord.besideSources(project.resolve("target")));
    }

    @Test
    void a_folder_for_packages_of_its_own_makes_no_difference() {
        assertEquals(project.resolve("src/main/hearth"), StartRecord.besideSources(project.resolve("target/native")));
    }

    @Test
    void it_is_a_modules_own_and_not_its_parents() throws IOException {
        Files.createDirectories(project.resolve("module/src/main"));
        assertEquals(
                project.resolve("module/src/main/hearth"), StartRecord.besideSources(project.resolve("module/target")));
    }
}
