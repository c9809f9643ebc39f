package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.hearth.lab.lambda.MemorySize;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final List<Cell> VARIANTS = IntStream.range(0, 8)
            .mapToObj(i -> new Cell("p" + i % 4, new MemorySize(i < 4 ? 512 : 1769)))
            .toList();

    @Property
    void every_round_holds_every_variant_once(@ForAll @IntRange(max = 60) int rounds, @ForAll long seed) {
        List<Cell> order = Order.of(VARIANTS, rounds, seed);
        assertEquals(rounds * VARIANTS.size(), order.size());
        for (int round = 0; round < rounds; round++) {
            assertEquals(
                    Set.copyOf(VARIANTS),
                    new HashSet<>(order.subList(round * VARIANTS.size(), (round + 1) * VARIANTS.size())));
        }
    }

    @Property
    void the_same_seed_gives_the_same_order(@ForAll long seed) {
        assertEquals(Order.of(VARIANTS, 20, seed), Order.of(VARIANTS, 20, seed));
    }

    @Test
    void rounds_differ() {
        List<Cell> order = Order.of(VARIANTS, 2, 7);
        assertNotEquals(order.subList(0, 8), order.subList(8, 16));
    }
}
