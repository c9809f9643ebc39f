package dev.hearth.lab.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Property(tries = 50)
    void every_strategy_has_its_cycles_in_every_situation(
            @ForAll @IntRange(min = 1, max = 9) int n, @ForAll long seed) {
        Map<Plan.Trial, Integer> cycles = plan(n, seed).trials().stream()
                .collect(Collectors.toMap(trial -> trial, Plan.Trial::counting, Integer::sum));
        assertEquals(2 * 2 * 3, cycles.size());
        cycles.forEach((trial, counted) ->
                assertEquals(trial.pool() == Pool.FULL ? n + n % Plan.CYCLES_OF_A_FULL_POOL : n, counted, trial + ""));
    }

    @Property(tries = 20)
    void the_same_seed_gives_the_same_order(@ForAll long seed) {
        assertEquals(plan(3, seed).trials(), plan(3, seed).trials());
    }

    @Test
    void what_aws_keeps_is_always_full() {
        Plan plan = new Plan(
                Strategies.own().only(Set.of("provisioned")),
                List.of(20),
                List.of(Pool.values()),
                List.of(Routing.RECENT),
                new MemorySize(512),
                Duration.ZERO,
                1,
                1);
        assertEquals(
                List.of(Pool.FULL), plan.trials().stream().map(Plan.Trial::pool).toList());
    }

    private static Plan plan(int n, long seed) {
        return new Plan(
                Strategies.own().only(Set.of("ping", "hearth")),
                List.of(20, 50),
                List.of(Pool.values()),
                List.of(Routing.RECENT),
                new MemorySize(512),
                Duration.ofMillis(50),
                n,
                seed);
    }
}
