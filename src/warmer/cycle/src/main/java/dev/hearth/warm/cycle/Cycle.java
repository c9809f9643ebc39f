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
 * @param learnt how long the environments of the first round hold, where this leader knows from a cycle before
 * @param pricing what it costs; absent outside Lambda
 * @param search for how many environments
 */
public record Cycle(
        CycleReport.Asked asked,
        Arrived leader,
        Instant deadline,
        Rules rules,
        Optional<Duration> learnt,
        Optional<Pricing> pricing,
        Search search) {

    /** What comes first. */
    public Step begin(Instant now) {
        Progress none = Progress.none(leader, search);
        return none.isEnough() ? reached(none, learnt, now) : connect(none, now);
    }

    private Step connect(Progress soFar, Instant now) {
        return new Step.Connect(holds(soFar, now).size(), lastMoment(), soFar);
    }

    /**
     * What comes after {@link Step.Connect}.
     *
     * @param connect what was to be got ready
     * @param ready how long it would take to get ready again; empty where the time was over before all was
     */
    public Step connected(Step.Connect connect, Optional<Duration> ready, Instant now) {
        Progress before = connect.soFar().readyAfter(ready.orElse(Duration.ZERO));
        Windows windows = rules.windows();
        Duration window = learnt(before).map(windows::taught).orElseGet(() -> windows.untaught(before.ready()));
        Progress soFar = ready.isPresent() ? before : before.with("no answer from Lambda's Invoke API in time");
        return roundOrEnd(soFar, window, now);
    }

    /** By the rounds before, else by the cycles before. */
    private Optional<Duration> learnt(Progress soFar) {
        return Optional.of(soFar.spread())
                .filter(Duration::isPositive)
                .map(spread -> rules.windows().learnt(soFar.window(), spread))
                .or(() -> learnt);
    }

    /** As many as there were to be: the end, unless what was found says that more is needed. */
    private Step reached(Progress soFar, Optional<Duration> next, Instant now) {
        Optional<Progress> wider = soFar.search().wider().map(soFar::searching);
        if (wider.isEmpty()) {
            return done(soFar, next, now);
        }
        return soFar.rounds() == rules.rounds()
                ? stopped(afterAllRounds(soFar), wider.get(), next, now)
                : connect(wider.get(), now);
    }

    /** What comes after {@link Step.Launch}. */
    public Step ended(Step.Launch launch, List<Outcome> outcomes, Instant now) {
        Windows windows = rules.windows();
        Launched came = Launched.of(outcomes);
        Progress soFar = launch.soFar().after(launch, came);
        boolean isThrottled = soFar.throttled() > launch.soFar().throttled();
        if (soFar.isEnough()) {
            return isThrottled ? done(soFar, learnt(soFar), now) : reached(soFar, learnt(soFar), now);
        }
        Duration next = came.behindAStart()
                ? windows.again(soFar.window(), soFar.spread())
                : windows.wider(soFar.window(), soFar.spread(), soFar.rounds());
        if (isThrottled) {
            return stopped("throttled", soFar, Optional.of(next), now);
        }
        return came.answers().isEmpty()
                ? stopped("every child failed", soFar, Optional.of(next), now)
                : roundOrEnd(soFar, next, now);
    }

    /** The whole target again: those that are warm already must be taken again, or they would be found again. */
    private Step roundOrEnd(Progress soFar, Duration next, Instant now) {
        if (soFar.rounds() == rules.rounds()) {
            return stopped(afterAllRounds(soFar), soFar, Optional.of(next), now);
        }
        Instant at = now.plus(lead(soFar, now));
        if (Duration.between(at, lastMoment()).compareTo(next) <= 0) {
            return stopped(
                    "a round of " + next.toMillis() + " ms does not fit before the function's time-out",
                    soFar,
                    Optional.of(next),
                    now);
        }
        Instant until = at.plus(next);
        return new Step.Launch(holds(soFar, until), at, until, lastMoment(), soFar);
    }

    private static String afterAllRounds(Progress soFar) {
        return "after " + soFar.rounds() + " rounds (hearth.warm.rounds)";
    }

    private List<WarmEvent.Hold> holds(Progress soFar, Instant until) {
        return rules.children(
                new WarmEvent.Hold(
                        asked.cycleId(),
                        until,
                        soFar.target(),
                        0,
                        Optional.empty(),
                        soFar.search().together()),
                lastMoment());
    }

    /**
     * Twice what getting as many requests ready took before: a fraction of a processor comes in slices, and a request that is not ready
     * when the others go out keeps everybody waiting, where the leader alone waits for this. Half of the time that is left is kept
     * for the round.
     */
    private Duration lead(Progress soFar, Instant now) {
        Duration atMost = Duration.between(now, lastMoment()).dividedBy(2);
        Duration wanted = soFar.ready().multipliedBy(2);
        return wanted.compareTo(atMost) < 0 ? wanted : atMost;
    }

    private Instant lastMoment() {
        return deadline.minus(rules.reserve());
    }

    private Step stopped(String why, Progress soFar, Optional<Duration> next, Instant now) {
        return new Step.Done(report(soFar, Optional.of(why), now), next);
    }

    private Step done(Progress soFar, Optional<Duration> next, Instant now) {
        return new Step.Done(report(soFar, Optional.empty(), now), next);
    }

    /** Of all but the leader AWS has said what it bills; that one ends as the others did, and as soon as the first of them. */
    private CycleReport.Led report(Progress soFar, Optional<String> stopped, Instant now) {
        Duration billed = soFar.billed().plus(leader.billed(now)).plus(soFar.ending());
        return new CycleReport.Led(
                new CycleReport.Asked(asked.cycleId(), soFar.target(), asked.uncapped()),
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
                soFar.problem(),
                soFar.search().report());
    }
}
