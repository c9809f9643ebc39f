package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.MemorySize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {

    @TempDir
    Path folder;

    @Test
    void the_projects_own_has_four_packages_and_six_sizes() {
        Matrix matrix = Matrix.own();
        assertEquals(
                Set.of("floor", "native", "jvm", "jvm-aot"),
                Set.copyOf(matrix.packages().stream().map(Matrix.Entry::name).toList()));
        assertEquals(
                List.of(128, 256, 512, 1024, 1769, 3008),
                matrix.memory().stream().map(MemorySize::megabytes).toList());
        assertEquals(
                List.of(512, 1769),
                matrix.quick().stream().map(MemorySize::megabytes).toList());
        assertEquals(24, matrix.variants(matrix.memory()).size());
    }

    @Test
    void a_package_that_is_not_in_it_is_refused_with_those_that_are() {
        assertEquals(
                "the matrix has no package graal; it has floor, native, jvm-aot, jvm",
                assertThrows(Refusal.class, () -> Matrix.own().withPackages(Set.of("graal")))
                        .getMessage());
    }

    @Test
    void without_one_of_its_packages_the_question_is_not_asked() {
        assertTrue(Matrix.own().withPackages(Set.of("native")).question().isEmpty());
    }

    @Test
    void with_layers_each_package_is_measured_twice_in_one_run() {
        Matrix laden = Matrix.own().withPackages(Set.of("floor", "native")).withLayers(List.of(Path.of("logs.zip")));
        assertEquals(
                List.of("floor", "floor-layers", "native", "native-layers"),
                laden.packages().stream().map(Matrix.Entry::name).toList());
        assertEquals(
                Optional.of(List.of(Path.of("logs.zip"))),
                laden.packages().getLast().layers());
        assertEquals(Matrix.own(), Matrix.own().withLayers(List.of()));
        laden.packages().forEach(entry -> assertDoesNotThrow(() -> FunctionSettings.named(entry.name())));
    }

    @Test
    void a_users_may_leave_out_the_question_and_the_build() throws Exception {
        Path file = Files.writeString(
                folder.resolve("mine.json"),
                """
                {"packages": [{"name": "mine", "title": "mine", "about": "my function", "path": "mine.zip"}],
                 "memoryMb": [256], "quickMemoryMb": [256], "event": {}}
                """);
        assertEquals("mine", Matrix.read(file).packages().getFirst().name());
    }

    @Test
    void a_wrong_one_is_refused_with_what_is_wrong() throws Exception {
        Path file = Files.writeString(
                folder.resolve("mine.json"),
                """
                {"packages": [], "memoryMb": [256], "quickMemoryMb": [256], "event": {}}
                """);
        String message = assertThrows(Refusal.class, () -> Matrix.read(file)).getMessage();
        assertTrue(message.contains("mine.json") && message.contains("it names no package"), message);
    }
}
