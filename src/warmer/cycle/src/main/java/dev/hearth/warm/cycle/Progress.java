package dev.hearth.warm.cycle;

import dev.hearth.warm.event.HoldAnswer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What came of a cycle's rounds so far.
 *
 * @param ready how long the leader took to get its requests ready
 * @param reached the ids of the environments that answered, the leader's included
 * @param cold the ids of those that this cycle started
 * @param rounds how many were begun and ended
 * @param window the last one's
 * @param spread the last one's
 * @param requests invocations that Lambda bills, the leader's own included
 * @param throttled invocations that Lambda refused
 * @param failed invocations that failed otherwise
 * @param billed what AWS bills for the others
 * @param problem what went wrong first
 * @param search for how many environments
 */
record Progress(
        Duration ready,
        Set<String> reached,
        Set<String> cold,
        int rounds,
        Duration window,
        Duration spread,
        int requests,
        int throttled,
        int failed,
        Duration billed,
        Optional<String> problem,
        Search search) {
    Progress {
        reached = Set.copyOf(reached);
        cold = Set.copyOf(cold);
    }

    static Progress none(Arrived leader, Search search) {
        return new Progress(
                Duration.ZERO,
                Set.of(leader.environment()),
                leader.cold() ? Set.of(leader.environment()) : Set.of(),
                0,
                Duration.ZERO,
                Duration.ZERO,
                1,
                0,
                0,
                Duration.ZERO,
                Optional.empty(),
                search);
    }

    /** How many environments there are to be. */
    int target() {
        return search.target();
    }

    boolean isEnough() {
        return reached.size() >= target();
    }

    Progress searching(Search further) {
        return new Progress(
                ready, reached, cold, rounds, window, spread, requests, throttled, failed, billed, problem, further);
    }

    Progress readyAfter(Duration time) {
        return new Progress(
                time, reached, cold, rounds, window, spread, requests, throttled, failed, billed, problem, search);
    }

    Progress with(String first) {
        return new Progress(
                ready,
                reached,
                cold,
                rounds,
                window,
                spread,
                requests,
                throttled,
                failed,
                billed,
                problem.or(() -> Optional.of(first)),
                search);
    }

    /** This and one more round. */
    Progress after(Step.Launch launch, Launched came) {
        List<HoldAnswer> all = came.answers().stream().flatMap(HoldAnswer::all).toList();
        Set<String> nowReached = new HashSet<>(reached);
        Set<String> nowCold = new HashSet<>(cold);
        Duration nowBilled = billed.plus(came.billedOfFailed());
        Optional<String> first = problem;
        int refused = came.throttled();
        int lost = came.failed();
        for (HoldAnswer answer : all) {
            nowReached.add(answer.id());
            if (answer.cold()) {
                nowCold.add(answer.id());
            }
            nowBilled = nowBilled.plus(answer.billed());
            first = first.or(answer::problem);
            refused += answer.throttled();
            lost += answer.failed();
        }
        return new Progress(
                ready,
                nowReached,
                nowCold,
                rounds + 1,
                Duration.between(launch.at(), launch.until()),
                spread(launch, came),
                requests + all.size() + lost,
                throttled + refused,
                failed + lost,
                nowBilled,
                first.or(came::problem),
                search.after(all));
    }

    private static Duration spread(Step.Launch launch, Launched came) {
        return came.answers().stream()
                .flatMap(Progress::launchedAtOnce)
                .map(answer -> Duration.between(launch.at(), answer.arrivedAt()))
                .filter(Duration::isPositive)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Those that were warm and so was everyone above: behind a start, an arrival tells how long the start took. */
    private static Stream<HoldAnswer> launchedAtOnce(HoldAnswer answer) {
        return answer.cold()
                ? Stream.empty()
                : Stream.concat(Stream.of(answer), answer.children().stream().flatMap(Progress::launchedAtOnce));
    }
}
