package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenLayersTest {

    @Test
    void a_layer_is_of_all_functions_or_of_one_in_the_order_that_was_typed() {
        GivenLayers layers = GivenLayers.typed(List.of("a.zip", "orders:b.zip", "c.zip"), Set.of("orders", "bills"));

        assertEquals(List.of(Path.of("a.zip"), Path.of("b.zip"), Path.of("c.zip")), layers.of("orders"));
        assertEquals(List.of(Path.of("a.zip"), Path.of("c.zip")), layers.of("bills"));
    }

    @Test
    void a_layer_of_a_function_that_there_is_not_is_refused() {
        assertEquals(
                "--layer order:b.zip is of a function order, which there is not; there is bills, orders",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GivenLayers.typed(List.of("order:b.zip"), Set.of("orders", "bills")))
                        .getMessage());
    }

    @Test
    void a_file_may_have_a_colon_in_its_name(@TempDir Path folder) throws IOException {
        Path zip = Files.createFile(folder.resolve("a:b.zip"));

        assertEquals(
                List.of(zip),
                GivenLayers.typed(List.of(zip.toString()), Set.of("f")).of("f"));
    }
}
