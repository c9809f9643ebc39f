package dev.hearth.lab.simulation;

import java.time.Duration;
import java.util.List;

/**
 * Provisioned concurrency that is set by the clock.
 *
 * @param from when it is set first, microseconds since 1970
 * @param period how often the clock is looked at
 */
public record Provisioned(Targets targets, long from, Duration period) implements Strategy {

    @Override
    public Run begin() {
        long step = period.toMillis() * 1_000;
        return new Run() {
            private long next = from;
            private int set;

            @Override
            public long next() {
                return next;
            }

            @Override
            public List<Action> act(long now, Observed observed) {
                next = now + step;
                int target = targets.at(now);
                if (target == set) {
                    return List.of();
                }
                set = target;
                return List.of(new Action.Provision(target));
            }
        };
    }
}
