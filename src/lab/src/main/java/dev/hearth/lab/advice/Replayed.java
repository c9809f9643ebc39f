package dev.hearth.lab.advice;

import java.time.LocalDate;

/** A day under the advised strategy, by five minutes: what users needed, what there was, who met a cold start. */
record Replayed(LocalDate day, int[] needed, int[] environments, int[] cold) {

    static final int SPANS = 288;

    Replayed {
        needed = needed.clone();
        environments = environments.clone();
        cold = cold.clone();
    }
}
