package dev.hearth.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.peers.Comparisons;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonPageTest {

    @Test
    void says_first_what_it_leaves_out() {
        String page = ComparisonPage.of(Comparisons.of(7));
        assertTrue(page.indexOf("OpenNext&#39;s way is left out") < page.indexOf("What it says"), page);
        assertTrue(page.contains("seeds 7"), "the seed");
    }

    @Test
    void answers_for_each_n_with_an_interval() {
        List<String> lines = ComparisonTables.takeaways(Comparisons.of(1));
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(
                lines.getFirst()
                        .equals(
                                "N = 20: Hearth reaches 20 of 20 for 25 % (95 % CI 25–25 %) of the GB-seconds that"
                                        + " lambda-warmer is billed for 10; users after its cycles met 0 cold starts in 10 cycles."),
                lines.getFirst());
    }

    @Test
    void a_table_has_a_row_for_each_strategy() {
        List<Table> tables = ComparisonTables.of(Comparisons.of(1));
        assertEquals(3, tables.size());
        assertTrue(tables.getFirst().title().startsWith("N = 20, full pool, routing recent"));
        assertEquals(
                List.of("Hearth", "lambda-warmer"),
                tables.getFirst().rows().stream().map(List::getFirst).toList());
    }

    @Test
    void a_month_is_8640_cycles() {
        Standing hearth = Standing.of(Comparisons.of(1)).getFirst();
        // 8,640 × (1.0045 GB-s × 0.0000166667 + 20 × 0.0000002)
        assertEquals(0.1792, hearth.month(Comparisons.of(1).memory()), 0.0005);
    }

    @Test
    void text_from_a_comparison_cannot_become_markup() {
        assertFalse(ComparisonPage.of(Comparisons.of(1)).contains("<b>npm"));
    }
}
