package dev.hearth.lab.simulation;

import dev.hearth.warm.cycle.BusyMoments;
import dev.hearth.warm.cycle.LastRound;

/** What an environment with Hearth's warmer remembers. */
public record Remembered(BusyMoments users, LastRound lastRound) {

    static Remembered nothing() {
        return new Remembered(new BusyMoments(), new LastRound());
    }
}
