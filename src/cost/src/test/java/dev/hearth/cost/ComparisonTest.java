package dev.hearth.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cost.Bill.Item;
import dev.hearth.cost.Bill.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static final PriceTable TABLE = PriceTable.current();

    private static Plan plan(int memory, int concurrency, long hours) {
        return new Plan(
                "us-east-1",
                Architecture.X86,
                memory,
                concurrency,
                Duration.ofHours(hours),
                Duration.ofMinutes(4),
                Duration.ofMillis(100),
                Duration.ofHours(hours).dividedBy(3),
                1);
    }

    private static String cents(BigDecimal usd) {
        return usd.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private static Item item(Bill bill, Kind kind) {
        return bill.items().stream()
                .filter(item -> item.of() == kind)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"8, 18.00", "24, 54.00", "720, 1620.01"})
    void provisioned_concurrency_of_100_at_1536_MB(long hours, String usd) {
        assertEquals(
                usd,
                cents(Comparison.of(plan(1536, 100, hours), TABLE).provisioned().usd()));
    }

    @Test
    void warming_100_for_a_month_every_4_minutes_costs_duration_too() {
        Bill warming = Comparison.of(plan(3072, 100, 720), TABLE).warming();
        Item requests = item(warming, Kind.REQUESTS);
        assertEquals("1080000", requests.quantity().toPlainString());
        assertEquals("0.22", cents(requests.usd()));
        assertEquals("0.02", cents(requests.usdAfterFreeTier()));
        Item duration = item(warming, Kind.DURATION);
        assertEquals(0, duration.quantity().compareTo(BigDecimal.valueOf(324_000)));
        assertEquals("5.40", cents(duration.usd()));
        assertEquals("0.00", cents(duration.usdAfterFreeTier()));
        assertTrue(warming.freeTier().contains("all 324,000 GB-seconds"), warming::freeTier);
    }

    @Test
    void autoscaled_pays_for_all_at_the_peak_and_for_the_minimum_otherwise() {
        BigDecimal usd = Comparison.of(plan(1024, 10, 24), TABLE).autoscaled().usd();
        BigDecimal hours = BigDecimal.valueOf(10 * 8 + 16);
        assertEquals(
                0,
                hours.multiply(BigDecimal.valueOf(3600))
                        .multiply(new BigDecimal("0.0000041667"))
                        .compareTo(usd));
    }

    @Test
    void provisioned_concurrency_is_billed_in_whole_steps() {
        Plan minute = new Plan(
                "us-east-1",
                Architecture.X86,
                1024,
                1,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                0);
        assertEquals(
                0,
                item(Comparison.of(minute, TABLE).provisioned(), Kind.PROVISIONED)
                        .quantity()
                        .compareTo(BigDecimal.valueOf(300)));
    }

    @Test
    void the_free_tier_does_not_cover_provisioned_concurrency() {
        Bill provisioned = Comparison.of(plan(128, 1, 1), TABLE).provisioned();
        assertEquals(provisioned.usd(), provisioned.usdAfterFreeTier());
        assertTrue(provisioned.freeTier().startsWith("Nothing"), provisioned::freeTier);
    }

    @Test
    void a_users_request_is_cheaper_under_provisioned_concurrency() {
        Comparison comparison = Comparison.of(plan(128, 1, 1), TABLE);
        assertEquals(new BigDecimal("0.0000166667"), comparison.warming().userGbSecondUsd());
        assertEquals(new BigDecimal("0.0000097222"), comparison.provisioned().userGbSecondUsd());
    }

    @Test
    void an_unknown_region_is_refused() {
        Plan mars = new Plan(
                "mars",
                Architecture.X86,
                128,
                1,
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofMillis(1),
                Duration.ofHours(1),
                0);
        assertThrows(IllegalArgumentException.class, () -> Comparison.of(mars, TABLE));
    }

    @Property
    void the_free_tier_never_makes_anything_dearer_nor_pays_money_back(
            @ForAll @IntRange(min = 128, max = 10_240) int memory,
            @ForAll @IntRange(min = 1, max = 10_000) int concurrency,
            @ForAll @IntRange(min = 1, max = 744) int hours) {
        Bill warming = Comparison.of(plan(memory, concurrency, hours), TABLE).warming();
        assertTrue(warming.usdAfterFreeTier().signum() >= 0);
        assertTrue(warming.usdAfterFreeTier().compareTo(warming.usd()) <= 0);
        for (Item item : warming.items()) {
            assertTrue(item.free().compareTo(item.quantity()) <= 0, item::toString);
        }
    }
}
