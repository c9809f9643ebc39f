package dev.hearth.lab.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order in which variants take turns: rounds that hold each variant once, shuffled. So whatever changes on the machine
 * during a run, it meets all variants alike.
 */
public final class Order {

    private Order() {}

    /** Every variant {@code rounds} times; the same seed gives the same order. */
    public static <T> List<T> of(List<T> variants, int rounds, long seed) {
        Random random = new Random(seed);
        List<T> order = new ArrayList<>(variants.size() * rounds);
        for (int round = 0; round < rounds; round++) {
            List<T> shuffled = new ArrayList<>(variants);
            Collections.shuffle(shuffled, random);
            order.addAll(shuffled);
        }
        return List.copyOf(order);
    }
}
