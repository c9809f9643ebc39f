package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.lab.bench.Turns;
import dev.hearth.lab.stats.Distribution;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsCommandTest {

    @Test
    void the_table_names_each_with_its_figures() {
        Turns.Outcome outcome = new Turns.Outcome("AWS's emulator", Distribution.of(2, 1, 3), 1);
        assertEquals(
                """
                Milliseconds an invocation
                                  n   p50   p90   p99   max  lost
                  AWS's emulator  3  2.00  2.80  2.98  3.00     1
                """,
                TurnsCommand.table(List.of(outcome)).text());
    }
}
