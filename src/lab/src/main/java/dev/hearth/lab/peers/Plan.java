package dev.hearth.lab.peers;

import dev.hearth.lab.bench.Order;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison measures, and in which order: rounds that hold each strategy in each situation once, shuffled.
 *
 * @param n how many cycles of each strategy in each situation count
 * @param jitter how much later, at most, Lambda's queue gives an event to an environment; AWS does not say how much it is
 */
public record Plan(
        Strategies strategies,
        List<Integer> targets,
        List<Pool> pools,
        List<Routing> routings,
        MemorySize memory,
        Duration jitter,
        int n,
        long seed) {

    /** How many cycles of a full pool count in one trial, after one that does not. */
    static final int CYCLES_OF_A_FULL_POOL = 2;

    public Plan {
        targets = List.copyOf(targets);
        pools = List.copyOf(pools);
        routings = List.copyOf(routings);
        if (n < 1) {
            throw new IllegalArgumentException("at least one cycle must be measured, not " + n);
        }
    }

    /**
     * One strategy in one situation, with environments that nobody else has.
     *
     * @param target how many environments are to be kept warm
     */
    public record Trial(Strategy strategy, int target, Pool pool, Routing routing) {

        int counting() {
            return pool == Pool.FULL ? CYCLES_OF_A_FULL_POOL : 1;
        }
    }

    /** All trials; the same seed gives the same order. */
    public List<Trial> trials() {
        List<Trial> once = new ArrayList<>();
        List<Trial> full = new ArrayList<>();
        for (Strategy strategy : strategies.strategies()) {
            for (int target : targets) {
                for (Routing routing : routings) {
                    pools.stream()
                            .filter(strategy::has)
                            .map(pool -> new Trial(strategy, target, pool, routing))
                            .forEach(trial -> (trial.counting() > 1 ? full : once).add(trial));
                }
            }
        }
        List<Trial> each = new ArrayList<>(once);
        each.addAll(full);
        int both = Math.ceilDiv(n, CYCLES_OF_A_FULL_POOL);
        List<Trial> order = new ArrayList<>(Order.of(each, both, seed));
        order.addAll(Order.of(once, n - both, seed + 1));
        return List.copyOf(order);
    }
}
