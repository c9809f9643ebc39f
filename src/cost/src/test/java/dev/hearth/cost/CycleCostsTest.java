package dev.hearth.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cost.CycleCosts.Point;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CycleCostsTest {
    private static final double ROUNDING = 1e-6;

    private static Point point(int memory, int environments, double millis) {
        return new Point(memory, environments, millis, 2 * millis);
    }

    private static CycleCosts costs(Point... points) {
        return new CycleCosts("2026-11-26", List.of(points));
    }

    private static final CycleCosts COSTS =
            costs(point(128, 10, 100), point(128, 30, 200), point(512, 10, 40), point(512, 30, 50));

    @Provide
    Arbitrary<CycleCosts> measurements() {
        Arbitrary<Set<Integer>> sizes =
                Arbitraries.integers().between(128, 10_240).set().ofMinSize(1).ofMaxSize(4);
        Arbitrary<Set<Integer>> numbers =
                Arbitraries.integers().between(1, 500).set().ofMinSize(1).ofMaxSize(5);
        Arbitrary<List<Double>> millis =
                Arbitraries.doubles().between(0.1, 2_000).list().ofSize(20);
        return Combinators.combine(sizes, numbers, millis).as((memory, environments, each) -> {
            Iterator<Double> next = each.iterator();
            List<Point> points = new ArrayList<>();
            memory.forEach(size -> environments.forEach(number -> points.add(point(size, number, next.next()))));
            return new CycleCosts("2026-11-26", points);
        });
    }

    @Property
    void more_environments_never_cost_less_and_more_memory_never_takes_longer(
            @ForAll("measurements") CycleCosts costs,
            @ForAll @IntRange(min = 128, max = 10_240) int memory,
            @ForAll @IntRange(max = 2_000) int moreMemory,
            @ForAll @IntRange(min = 1, max = 1_000) int environments,
            @ForAll @IntRange(max = 100) int moreEnvironments) {
        double all = costs.all(memory, environments, Point::medianMillis);
        assertTrue(costs.all(memory, environments + moreEnvironments, Point::medianMillis) >= all - ROUNDING);
        assertTrue(costs.all(memory + moreMemory, environments, Point::medianMillis) <= all + ROUNDING);
    }

    @Property
    void a_cycle_between_what_was_measured_costs_no_less_than_the_cheapest_and_no_more_than_the_dearest(
            @ForAll("measurements") CycleCosts costs,
            @ForAll @IntRange(min = 128, max = 10_240) int memory,
            @ForAll @IntRange(min = 1, max = 500) int environments) {
        double all = costs.all(memory, environments, Point::medianMillis);
        double dearest = costs.points().stream()
                .mapToDouble(point -> point.environments() * point.medianMillis())
                .max()
                .orElseThrow();
        double cheapest = costs.points().stream()
                .mapToDouble(point -> point.environments() * point.medianMillis())
                .min()
                .orElseThrow();
        assertTrue(all >= cheapest - ROUNDING);
        assertTrue(!costs.each(memory, environments).measured() || all <= dearest + ROUNDING);
    }

    @Property
    void what_each_is_billed_adds_up_to_all_and_less_than_a_millisecond_each(
            @ForAll("measurements") CycleCosts costs,
            @ForAll @IntRange(min = 128, max = 10_240) int memory,
            @ForAll @IntRange(min = 1, max = 1_000) int environments) {
        double all = costs.all(memory, environments, Point::medianMillis);
        long added = environments * costs.each(memory, environments).median().toMillis();
        assertTrue(added >= all - ROUNDING && added < all + environments + ROUNDING);
    }

    @Property
    void nothing_measured_is_passed_off_as_cheaper_than_it_was(@ForAll("measurements") CycleCosts costs) {
        for (Point point : costs.points()) {
            assertTrue(costs.all(point.memoryMegabytes(), point.environments(), Point::medianMillis)
                    >= point.environments() * point.medianMillis() - ROUNDING);
            assertTrue(costs.each(point.memoryMegabytes(), point.environments()).measured());
        }
    }

    @Test
    void what_was_measured_is_what_it_costs() {
        assertEquals(new CycleCosts.Each(Duration.ofMillis(200), Duration.ofMillis(400), true), COSTS.each(128, 30));
    }

    @Test
    void between_two_numbers_of_environments_the_whole_cycle_is_on_a_straight_line() {
        // 10 × 40 and 30 × 50 ms; in the middle of them 20 environments share 950
        assertEquals(Duration.ofMillis(48), COSTS.each(512, 20).median());
    }

    @Test
    void between_two_memory_sizes_it_follows_how_often_they_double() {
        assertEquals(Duration.ofMillis(70), COSTS.each(256, 10).median());
    }

    @Test
    void beyond_what_was_measured_it_is_said_and_taken_from_the_nearest() {
        assertEquals(
                new CycleCosts.Each(Duration.ofMillis(50), Duration.ofMillis(100), false), COSTS.each(10_240, 300));
        assertEquals(new CycleCosts.Each(Duration.ofMillis(400), Duration.ofMillis(800), false), COSTS.each(512, 1));
        assertFalse(COSTS.each(127, 10).measured());
    }

    @Test
    void where_noise_made_less_memory_cheaper_the_dearer_figure_stands() {
        CycleCosts noisy = costs(point(512, 20, 50), point(1769, 20, 60));
        assertEquals(Duration.ofMillis(60), noisy.each(512, 20).median());
    }

    @Test
    void a_measurement_with_a_gap_is_none() {
        assertThrows(
                IllegalArgumentException.class, () -> costs(point(128, 10, 1), point(128, 20, 1), point(512, 10, 1)));
        assertThrows(IllegalArgumentException.class, () -> costs());
    }

    @Test
    void the_projects_measurement_is_dated_and_reaches_from_one_environment_to_a_hundred() {
        CycleCosts measured = CycleCosts.measured();
        assertFalse(LocalDate.parse(measured.measuredOn()).isBefore(LocalDate.of(2026, 11, 1)));
        assertTrue(measured.each(128, 1).measured() && measured.each(1_769, 100).measured());
    }
}
