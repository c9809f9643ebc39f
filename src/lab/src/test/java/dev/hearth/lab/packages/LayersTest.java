package dev.hearth.lab.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.linux.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {

    @TempDir
    private Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = Scratch.create(folder);
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void a_later_layer_goes_over_an_earlier_one_and_all_of_it_is_read_only() throws IOException {
        Path first = layer("first", "data/a", "data/b", "extensions/z", "extensions/tools/no");
        Path second = layer("second", "data/b", "extensions/a");

        Layers layers = Layers.open(List.of(first, second), scratch);

        assertEquals("first", Files.readString(layers.root().resolve("data/a")));
        assertEquals("second", Files.readString(layers.root().resolve("data/b")));
        assertEquals(List.of("a", "z"), layers.extensions());
        assertEquals(
                "r-xr-xr-x",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(layers.root().resolve("data"))));
    }

    @Test
    void layers_that_clash_are_refused_by_name() throws IOException {
        Path first = layer("first", "data/a");
        Path second = layer("second", "data");

        String message = assertThrows(Refusal.class, () -> Layers.open(List.of(first, second), scratch))
                .getMessage();

        assertTrue(message.contains("second.zip has data as a file where"), message);
    }

    @Test
    void what_is_none_is_refused_by_name() throws IOException {
        Path missing = folder.resolve("missing.zip");
        assertTrue(assertThrows(Refusal.class, () -> Layers.open(List.of(missing), scratch))
                .getMessage()
                .startsWith("there is no layer " + missing));
        Path one = layer("one", "a");
        assertEquals(
                "6 layers are more than the 5 that a function may have on Lambda",
                assertThrows(Refusal.class, () -> Layers.open(Collections.nCopies(6, one), scratch))
                        .getMessage());
        Path many = layer(
                "many", IntStream.range(0, 11).mapToObj(i -> "extensions/" + i).toArray(String[]::new));
        assertEquals(
                "the layers have 11 extensions, and Lambda starts 10 at most",
                assertThrows(Refusal.class, () -> Layers.open(List.of(many), scratch))
                        .getMessage());
        assertFalse(Files.exists(missing));
    }

    private Path layer(String name, String... files) throws IOException {
        Path layer = folder.resolve(name);
        for (String file : files) {
            Files.createDirectories(layer.resolve(file).getParent());
            Files.writeString(layer.resolve(file), name);
        }
        return TestPackages.zip(layer, folder.resolve(name + ".zip"));
    }
}
