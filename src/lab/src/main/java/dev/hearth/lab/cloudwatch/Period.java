package dev.hearth.lab.cloudwatch;

import java.time.Duration;
import java.time.Instant;

/** From when to when: {@code from} is in it, {@code to} is not. */
public record Period(Instant from, Instant to) {

    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(from + " is not before " + to);
        }
    }

    /** The days before a moment. */
    public static Period before(Instant moment, int days) {
        return new Period(moment.minus(Duration.ofDays(days)), moment);
    }
}
