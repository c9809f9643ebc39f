package dev.hearth.lab.simulation;

import java.time.Duration;
import java.util.List;

/**
 * Hearth's warm cycles, one round each: all invocations arrive at once and hold until one moment, so that no two are in one
 * environment. A target of 0 is no cycle.
 *
 * @param from the first possible cycle, microseconds since 1970
 * @param period between two
 * @param hold how long each invocation holds
 */
public record Cycles(Targets targets, long from, Duration period, Duration hold) implements Strategy {

    @Override
    public Run begin() {
        long step = period.toMillis() * 1_000;
        long held = hold.toMillis() * 1_000;
        return new Run() {
            private long next = from;

            @Override
            public long next() {
                return next;
            }

            @Override
            public List<Action> act(long now, Observed observed) {
                next = now + step;
                int target = targets.at(now);
                return target == 0 ? List.of() : List.of(new Action.Hold(target, now + held));
            }
        };
    }
}
