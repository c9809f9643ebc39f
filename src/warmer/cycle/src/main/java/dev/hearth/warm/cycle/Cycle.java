package dev.hearth.warm.cycle;

import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One cycle, as its leader leads it: told the time and what came back, it says what to do next. It keeps nothing in between; what
 * came so far travels in the {@link Step}. It ends after {@code rules.rounds()} rounds at the latest.
 *
 * @param asked what it is to do
 * @param leader the invocation that leads
 * @param deadline when Lambda cuts that off
 * @param window how long the environments of the first round hold
 * @param pricing what it costs; absent outside Lambda
 */
public record Cycle(
        CycleReport.Asked asked,
        Arrived leader,
        Instant deadline,
        Rules rules,
        Duration window,
        Optional<Pricing> pricing) {

    /** What comes first. */
    public Step begin(Instant now) {
        Progress none = Progress.none(leader);
        return none.reached().size() < asked.target() ? new Step.Connect(lastMoment()) : done(none, window, now);
    }

    /**
     * What comes after {@link Step.Connect}.
     *
     * @param problem why there is no connection, where the time was over
     */
    public Step connected(Optional<String> problem, Instant now) {
        Progress none = Progress.none(leader);
        return roundOrEnd(problem.map(none::with).orElse(none), window, now);
    }

    /** What comes after {@link Step.Launch}. */
    public Step ended(Step.Launch launch, List<Outcome> outcomes, Instant now) {
        Launched came = Launched.of(outcomes);
        Progress soFar = launch.soFar().after(launch, came);
        if (soFar.reached().size() >= asked.target()) {
            return done(soFar, soFar.spread().isPositive() ? rules.windows().learnt(soFar.spread()) : window, now);
        }
        Windows windows = rules.windows();
        Duration next = came.behindAStart()
                ? windows.again(soFar.window(), soFar.spread())
                : windows.wider(soFar.window(), soFar.spread());
        if (soFar.throttled() > launch.soFar().throttled()) {
            return stopped("throttled", soFar, next, now);
        }
        return came.answers().isEmpty()
                ? stopped("every child failed", soFar, next, now)
                : roundOrEnd(soFar, next, now);
    }

    /** The whole target again: those that are warm already must be taken again, or they would be found again. */
    private Step roundOrEnd(Progress soFar, Duration next, Instant now) {
        if (soFar.rounds() == rules.rounds()) {
            return stopped("after " + soFar.rounds() + " rounds (hearth.warm.rounds)", soFar, next, now);
        }
        if (Duration.between(now, lastMoment()).compareTo(next) <= 0) {
            return stopped(
                    "a round of " + next.toMillis() + " ms does not fit before the function's time-out",
                    soFar,
                    next,
                    now);
        }
        Instant until = now.plus(next);
        List<WarmEvent.Hold> holds = rules.children(
                new WarmEvent.Hold(asked.cycleId(), until, asked.target(), 0, Optional.empty()), lastMoment());
        return new Step.Launch(holds, now, until, lastMoment(), soFar);
    }

    private Instant lastMoment() {
        return deadline.minus(rules.reserve());
    }

    private Step stopped(String why, Progress soFar, Duration next, Instant now) {
        return new Step.Done(report(soFar, Optional.of(why), now), next);
    }

    private Step done(Progress soFar, Duration next, Instant now) {
        return new Step.Done(report(soFar, Optional.empty(), now), next);
    }

    private CycleReport.Led report(Progress soFar, Optional<String> stopped, Instant now) {
        Duration billed = soFar.billed().plus(leader.billed(now));
        return new CycleReport.Led(
                asked,
                new CycleReport.Happened(
                        soFar.reached().size(),
                        soFar.cold().size(),
                        soFar.rounds(),
                        soFar.window(),
                        soFar.spread(),
                        soFar.throttled(),
                        soFar.failed()),
                pricing.map(known -> known.cost(billed, soFar.requests())),
                stopped,
                soFar.problem());
    }
}
