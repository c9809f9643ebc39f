package dev.hearth.warm.cycle;

import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a {@link Cycle} wants done next. */
public sealed interface Step {
    /**
     * Get ready to invoke, and tell {@link Cycle#connected}: nobody is held yet, so what is done now only the leader is billed for.
     *
     * @param connections how many invocations will go out at once
     * @param by when to give up
     * @param soFar what came of the rounds before
     */
    record Connect(int connections, Instant by, Progress soFar) implements Step {}

    /**
     * Invoke all at once, and tell {@link Cycle#ended} when all have ended.
     *
     * @param holds the leader's own children; their shares add up to the target less the leader
     * @param at when they go out: what can be done before is
     * @param until when all environments of the round let go
     * @param by when to give up those that have not ended
     * @param soFar what came of the rounds before
     */
    record Launch(List<WarmEvent.Hold> holds, Instant at, Instant until, Instant by, Progress soFar) implements Step {
        public Launch {
            holds = List.copyOf(holds);
        }
    }

    /**
     * Nothing more.
     *
     * @param report the cycle's
     * @param learnt the first window of this leader's next cycle, where it knows one now
     */
    record Done(CycleReport.Led report, Optional<Duration> learnt) implements Step {}
}
