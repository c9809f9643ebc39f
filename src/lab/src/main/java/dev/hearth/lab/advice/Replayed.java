package dev.hearth.lab.advice;

import java.time.LocalDate;
import java.util.List;

/** A day under the advised strategy, by five minutes: what users needed, what there was, who met a cold start. */
record Replayed(LocalDate day, List<Integer> needed, List<Integer> environments, List<Integer> cold) {

    static final int SPANS = 288;

    Replayed {
        needed = List.copyOf(needed);
        environments = List.copyOf(environments);
        cold = List.copyOf(cold);
    }
}
