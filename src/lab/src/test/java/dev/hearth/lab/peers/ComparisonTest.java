package dev.hearth.lab.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.lab.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    @TempDir
    Path folder;

    @Test
    void is_read_as_it_was_written() {
        Path file = folder.resolve("c.json");
        Comparisons.of(1).write(file);
        assertEquals(Comparisons.of(1), Comparison.read(file));
    }

    @Test
    void two_of_one_kind_are_one_with_the_cycles_of_both() {
        Comparison both = Comparisons.of(1).with(Comparisons.of(2));
        assertEquals(List.of(1L, 2L), both.seeds());
        assertEquals(80, both.measurements().size());
        assertEquals(2, both.strategies().size());
        assertEquals(1, both.leftOut().size());
    }

    @Test
    void of_another_format_it_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("c.json"), "{\"format\": 9}");
        assertEquals(
                file + ": it has format 9, this program reads format 1: measure anew",
                assertThrows(Refusal.class, () -> Comparison.read(file)).getMessage());
    }
}
