package dev.hearth.lab.advice;

import java.util.ArrayList;
import java.util.List;

/** Round numbers of environments: the fewer there are, the more hours have the same. */
enum Round {
    /** A fifth apart: 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14 and so on. */
    FINE(1.2),
    /** Twice as many each: 1, 2, 4, 8 and so on. */
    COARSE(2);

    private final double step;

    Round(double step) {
        this.step = step;
    }

    /** The least that is not below. */
    int up(int number) {
        int round = Math.min(number, 1);
        while (round < number) {
            round = next(round);
        }
        return round;
    }

    /** All from 1 up to the first that is not below. */
    List<Integer> upTo(int number) {
        List<Integer> all = new ArrayList<>();
        int round = 1;
        all.add(round);
        while (round < number) {
            round = next(round);
            all.add(round);
        }
        return all;
    }

    private int next(int round) {
        return Math.max(round + 1, (int) Math.floor(round * step));
    }
}
