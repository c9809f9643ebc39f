package dev.hearth.lab.simulation;

import dev.hearth.warm.cycle.TargetRule;
import dev.hearth.warm.event.Busy;
import dev.hearth.warm.event.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Hearth's warm cycles that find their target, by the warmer's own rule: a round, and a further one while what it finds says that more
 * is needed.
 *
 * @param from the first cycle, microseconds since 1970
 * @param period between two
 * @param hold how long each round holds
 */
public record SelfFinding(Target range, long from, Duration period, Duration hold) implements Strategy {

    private static final int ROUNDS = 4;
    private static final long MILLI = 1_000;

    @Override
    public Run begin() {
        long step = period.toMillis() * MILLI;
        long held = hold.toMillis() * MILLI;
        return new Run() {
            private long cycle = from;
            private long next = from;
            private int rounds;
            private int kept;
            private final Map<Remembered, Optional<Busy>> found = new HashMap<>();

            @Override
            public long next() {
                return next;
            }

            @Override
            public boolean asksEnvironments() {
                return true;
            }

            @Override
            public List<Action> act(long now, Observed observed) {
                if (rounds == 0) {
                    return round(
                            now,
                            new Action.Lead(leader -> kept = leader.lastRound().first(range, now / MILLI), now + held));
                }
                for (Remembered one : observed.held()) {
                    one.lastRound().held(kept, now / MILLI);
                    found.put(one, one.users().at(now / MILLI));
                }
                List<Busy> busy = new ArrayList<>();
                found.values().forEach(one -> one.ifPresent(busy::add));
                OptionalInt wider = TargetRule.wider(range, kept, TargetRule.demand(busy));
                if (wider.isPresent() && rounds < ROUNDS) {
                    kept = wider.getAsInt();
                    return round(now, new Action.Again(kept, now + held));
                }
                found.clear();
                rounds = 0;
                cycle += step;
                next = cycle;
                return List.of();
            }

            private List<Action> round(long now, Action action) {
                rounds++;
                next = now + held;
                return List.of(action);
            }
        };
    }
}
