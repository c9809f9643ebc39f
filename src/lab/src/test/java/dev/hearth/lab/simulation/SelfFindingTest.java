package dev.hearth.lab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.traffic.Synthetic;
import dev.hearth.warm.event.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The traffic is seeded, so that these pass always or never. The whole table is {@link SelfFindingTable}'s. */
class SelfFindingTest {

    private static final Duration WORK = Duration.ofSeconds(4);
    private static final Duration IDLE = Duration.ofMinutes(5);

    @Test
    void
            on_daily_traffic_it_has_about_the_cold_starts_of_the_number_that_knows_the_week_for_three_fifths_of_its_cost() {
        SelfFindingTable.Row weeks = Stream.of(1, 2)
                .map(seed -> SelfFindingTable.week(Synthetic.Kind.DAILY, WORK, Routing.RECENT, IDLE, seed))
                .reduce(SelfFindingTable.Row::and)
                .orElseThrow();
        assertTrue(weeks.self() <= 1.2 * weeks.fixed(), weeks.toString());
        assertTrue(weeks.self() <= 0.1 * weeks.none(), weeks.toString());
        assertTrue(weeks.cost() <= 0.6, weeks.toString());
    }

    @ParameterizedTest
    @EnumSource
    void it_never_costs_a_fifth_more_than_the_number_that_knows_the_week(Synthetic.Kind kind) {
        for (Routing routing : Routing.values()) {
            SelfFindingTable.Row week = SelfFindingTable.week(kind, WORK, routing, IDLE, 1);
            assertTrue(week.cost() <= 1.2, routing + " " + week);
            assertTrue(week.self() < week.none(), routing + " " + week);
        }
    }

    @Test
    void it_never_holds_more_than_the_most_nor_fewer_than_the_least() {
        Traffic.Builder burst = new Traffic.Builder();
        for (int n = 0; n < 40; n++) {
            burst.add(n, 60_000_000);
        }
        assertEquals(
                List.of(3, 6, 12, 17),
                rounds(burst.build(), new Target(3, 17), 2).subList(1, 5));
        assertEquals(
                3,
                rounds(new Traffic.Builder().add(1, 1).build(), new Target(3, 17), 2)
                        .getFirst());
    }

    @Test
    void it_keeps_what_it_found_and_comes_down_every_other_hour() {
        Traffic.Builder burst = new Traffic.Builder();
        for (int n = 0; n < 10; n++) {
            burst.add(n, 60_000_000);
        }
        List<Integer> rounds = rounds(burst.build(), new Target(2, 100), 280);
        assertEquals(List.of(2, 2, 4, 8, 16, 16), rounds.subList(0, 6));
        assertEquals(2, rounds.getLast());
        assertEquals(
                List.of(16, 12, 9, 7, 5, 4, 3, 2),
                rounds.stream().skip(4).distinct().toList());
    }

    /** How many environments each round of the first so many cycles held. */
    private static List<Integer> rounds(Traffic traffic, Target range, int cycles) {
        List<Integer> held = new ArrayList<>();
        long period = Duration.ofMinutes(5).toMillis() * 1_000;
        Strategy self = new SelfFinding(range, 0, Duration.ofMinutes(5), Duration.ofMillis(100));
        Strategy noted = () -> {
            Strategy.Run run = self.begin();
            return new Strategy.Run() {
                @Override
                public long next() {
                    return run.next() < cycles * period ? run.next() : Long.MAX_VALUE;
                }

                @Override
                public boolean asksEnvironments() {
                    return true;
                }

                @Override
                public List<Strategy.Action> act(long now, Strategy.Observed observed) {
                    if (!observed.held().isEmpty()) {
                        held.add(observed.held().size());
                    }
                    return run.act(now, observed);
                }
            };
        };
        Settings settings =
                Settings.of(List.of(Duration.ofMillis(50)), Duration.ofMinutes(10), Routing.RECENT, Duration.ZERO);
        Simulation.run(settings, noted, traffic, 0, 1);
        return held;
    }
}
