package dev.hearth.lab.watch;

import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.LambdaEvent;
import java.time.Instant;
import java.util.List;

/**
 * What there is at one moment, for who begins to watch or has missed what led to it.
 *
 * @param at when the last event happened that it is made of; when the journal was begun where there was none yet
 * @param environments those that have a process, in the order in which they began to start
 */
public record Snapshot(Instant at, List<Living> environments) {

    public Snapshot {
        environments = List.copyOf(environments);
    }

    /**
     * An environment that has a process.
     *
     * @param since when it came to do what it does
     */
    public record Living(
            EnvironmentId environment, String function, Initialization initialization, Instant since, Doing doing) {}

    /** What an environment does. */
    public sealed interface Doing {

        record Starting() implements Doing {}

        /** It waits for an invocation, frozen. */
        record Idling() implements Doing {}

        /**
         * It has an invocation.
         *
         * @param answered whether it has answered, and only has to come back for the next one
         */
        record Working(LambdaEvent.HandedOver invocation, boolean answered) implements Doing {

            /** What the invocation is about: one that is a {@link Event.Hold} is held busy by a cycle. */
            public Event event() {
                return Event.of(invocation.invocation().payload());
            }
        }
    }
}
