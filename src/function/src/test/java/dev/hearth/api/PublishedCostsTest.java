package dev.hearth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cost.Bill;
import dev.hearth.cost.Comparison;
import dev.hearth.cost.CycleCosts;
import dev.hearth.cost.PriceTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of what warming costs, against {@code GET /cost}'s own reckoning. */
class PublishedCostsTest {
    private static final Path PROJECT = Path.of("../..");
    private static final Pattern DOLLARS = Pattern.compile("\\$([0-9][0-9,]*(?:\\.[0-9]{2})?)");

    /** How far a figure may be off that rests on measured cycles: they are measured anew more often than documents are written. */
    private static final BigDecimal A_FIFTH = new BigDecimal("0.20");

    private record Costs(BigDecimal small, BigDecimal large) {}

    private static Comparison comparison(int memory, int concurrency) {
        Map<String, List<String>> query =
                Map.of("memory", List.of(String.valueOf(memory)), "concurrency", List.of(String.valueOf(concurrency)));
        return Comparison.of(
                CostParameters.plan(query, PriceTable.current(), CycleCosts.measured()), PriceTable.current());
    }

    private static final Comparison SMALL = comparison(512, 5);
    private static final Comparison LARGE = comparison(1_536, 100);

    private static Costs published(String document, String row) throws IOException {
        String line = Files.readAllLines(PROJECT.resolve(document)).stream()
                .filter(text -> text.startsWith("|") && text.contains(row))
                .findFirst()
                .orElseThrow();
        List<BigDecimal> dollars = DOLLARS.matcher(line)
                .results()
                .map(found -> new BigDecimal(found.group(1).replace(",", "")))
                .toList();
        return new Costs(dollars.getFirst(), dollars.getLast());
    }

    private static void assertNear(BigDecimal published, Bill bill, String document) {
        BigDecimal reckoned = bill.usd().setScale(2, RoundingMode.HALF_UP);
        assertTrue(
                published
                                .subtract(reckoned)
                                .abs()
                                .compareTo(reckoned.multiply(A_FIFTH).max(new BigDecimal("0.01")))
                        <= 0,
                () -> document + " says $" + published + ", GET /cost $" + reckoned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "terraform/README.md"})
    void what_warming_by_schedule_costs_rests_on_what_was_measured(String document) throws IOException {
        Costs costs =
                published(document, document.startsWith("terraform") ? "kind = \"schedule\"" : "warming by schedule");
        assertNear(costs.small(), SMALL.warming(), document);
        assertNear(costs.large(), LARGE.warming(), document);
    }

    @Test
    void what_readme_says_of_a_month_in_its_text_is_what_its_table_says() throws IOException {
        Matcher said = Pattern.compile("for a month cost \\$([0-9.]+),")
                .matcher(Files.readString(PROJECT.resolve("README.md")));
        assertTrue(said.find());
        assertEquals(published("README.md", "warming by schedule").large(), new BigDecimal(said.group(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "terraform/README.md"})
    void the_free_tier_covers_what_is_said_to_be_free(String document) throws IOException {
        Costs costs = published(document, "less the free tier");
        assertEquals(
                costs.small().setScale(2), SMALL.warming().usdAfterFreeTier().setScale(2, RoundingMode.HALF_UP));
        assertEquals(
                costs.large().setScale(2), LARGE.warming().usdAfterFreeTier().setScale(2, RoundingMode.HALF_UP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "terraform/README.md"})
    void provisioned_concurrency_costs_what_is_said(String document) throws IOException {
        Costs costs =
                published(document, document.startsWith("terraform") ? "kind = \"provisioned\"" : "provisioned con");
        assertEquals(costs.small(), SMALL.provisioned().usd().setScale(2, RoundingMode.HALF_UP));
        assertEquals(costs.large(), LARGE.provisioned().usd().setScale(2, RoundingMode.HALF_UP));
    }
}
