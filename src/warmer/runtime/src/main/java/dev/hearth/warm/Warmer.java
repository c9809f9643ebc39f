package dev.hearth.warm;

import dev.hearth.cost.PriceTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * Leads cycles and holds for those that others lead. What it learns (the window, the cycles seen) is this environment's own: a
 * new leader starts from {@code hearth.warm.min-window}.
 */
@ApplicationScoped
public class Warmer {
    private static final Logger LOG = Logger.getLogger(Warmer.class);

    private final WarmConfig config;
    private final Environment environment;
    private final Deployment deployment;
    private final Invoker invoker;
    private final Metrics metrics;
    private final InstantSource clock;
    private final Pause pause;
    private final Windows windows;
    private final SeenCycles seen = new SeenCycles();
    private volatile Duration window;

    @Inject
    Warmer(
            WarmConfig config,
            Environment environment,
            @WarmersOwn Deployment deployment,
            Invoker invoker,
            Metrics metrics,
            @WarmersOwn InstantSource clock,
            @WarmersOwn Pause pause) {
        this.config = config;
        this.environment = environment;
        this.deployment = deployment;
        this.invoker = invoker;
        this.metrics = metrics;
        this.clock = clock;
        this.pause = pause;
        this.windows = new Windows(config.minWindow(), config.maxWindow());
        this.window = config.minWindow();
    }

    /** Leads a cycle, unless it is stale or repeated. It fails for no child's sake: what went wrong is in the report. */
    CycleReport lead(WarmEvent.Cycle cycle, Invocation invocation, Environment.Arrival arrival) {
        String id = cycle.id().orElse(invocation.requestId());
        int target = (int) Math.min(cycle.target(), config.maxTarget());
        CycleReport report = dropped(cycle, id, arrival.at())
                .map(why -> CycleReport.dropped(id, target, why))
                .orElseGet(() -> new Lead(id, target, cycle.target(), invocation, arrival).run());
        environment.led(report);
        if (report.dropped().isPresent()) {
            LOG.infof("cycle %s dropped: %s", id, report.dropped().get());
        } else {
            seen.led(id, cycle.scheduledAt(), cycle.target());
            metrics.cycle(report, clock.instant());
        }
        return report;
    }

    /** Holds until its moment has come, and meanwhile launches its share of the holds. */
    HoldAnswer hold(WarmEvent.Hold hold, Invocation invocation, Environment.Arrival arrival) {
        if (hold.share() > config.maxTarget()) {
            throw BadEvent.field(
                    WarmEvent.KEY + ".hold.share",
                    "at most hearth.warm.max-target, " + config.maxTarget(),
                    hold.share());
        }
        seen.held(hold.cycleId());
        Instant lastMoment = earliest(hold.answerBy().orElse(invocation.deadline()), invocation.deadline())
                .minus(config.reserve());
        Launched below = hold.share() == 1 ? Launched.NONE : launch(hold, invocation.callee(), lastMoment);
        pauseUntil(earliest(hold.until(), arrival.at().plus(config.maxWindow()), lastMoment));
        return new HoldAnswer(
                environment.id(),
                arrival.cold(),
                arrival.at(),
                environment.lastUserRequestAt(),
                billed(arrival),
                below.answers(),
                below.throttled(),
                below.failed(),
                below.problem());
    }

    private Optional<String> dropped(WarmEvent.Cycle cycle, String id, Instant now) {
        if (cycle.scheduledAt()
                .filter(due -> due.plus(config.maxAge()).isBefore(now))
                .isPresent()) {
            return Optional.of("stale");
        }
        return seen.repeats(id, cycle.scheduledAt(), cycle.target()) ? Optional.of("repeated") : Optional.empty();
    }

    /** What came of the invocations of an environment's own children, and of theirs. */
    private record Launched(List<HoldAnswer> answers, int throttled, int failed, Optional<String> problem) {
        static final Launched NONE = new Launched(List.of(), 0, 0, Optional.empty());

        static Launched of(List<Outcome> outcomes) {
            List<HoldAnswer> answers = new ArrayList<>();
            int throttled = 0;
            int failed = 0;
            Optional<String> problem = Optional.empty();
            for (Outcome outcome : outcomes) {
                switch (outcome) {
                    case Outcome.Answered(HoldAnswer answer) -> answers.add(answer);
                    case Outcome.Throttled(String reason) -> {
                        throttled++;
                        problem = problem.or(() -> Optional.of(reason));
                    }
                    case Outcome.Failed(String what) -> {
                        failed++;
                        problem = problem.or(() -> Optional.of(what));
                    }
                }
            }
            return new Launched(answers, throttled, failed, problem);
        }
    }

    /** Invokes the children of one who answers for {@code parent.share()} environments, all at once, and waits for them. */
    private Launched launch(WarmEvent.Hold parent, Optional<Callee> callee, Instant lastMoment) {
        List<Callable<Outcome>> calls = new ArrayList<>();
        for (int share : Fanout.shares(parent.share(), config.fanOut(), parent.depth())) {
            WarmEvent.Hold child = new WarmEvent.Hold(
                    parent.cycleId(),
                    parent.until(),
                    share,
                    parent.depth() + 1,
                    share == 1 ? Optional.empty() : Optional.of(lastMoment));
            calls.add(() -> callee.map(known -> invoker.invoke(known, child))
                    .orElseGet(() -> new Outcome.Failed("not on Lambda: there is no function to invoke")));
        }
        try {
            Duration patience = Duration.between(clock.instant(), lastMoment);
            return Launched.of(Together.call(calls, patience).stream()
                    .map(ended -> ended.orElseGet(() -> new Outcome.Failed("no answer in time")))
                    .toList());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** What AWS bills for an invocation that ends now: whole milliseconds, the start included where there was one to wait for. */
    private Duration billed(Environment.Arrival arrival) {
        Duration duration = Duration.between(arrival.at(), clock.instant());
        Duration billed = arrival.cold() ? duration.plus(environment.start()) : duration;
        return Duration.ofMillis(billed.plusNanos(999_999).toMillis());
    }

    private void pauseUntil(Instant moment) {
        Duration left = Duration.between(clock.instant(), moment);
        if (left.isPositive()) {
            try {
                pause.pause(left);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("The function is being stopped", e);
    }

    private static Instant earliest(Instant first, Instant... others) {
        Instant earliest = first;
        for (Instant other : others) {
            earliest = other.isBefore(earliest) ? other : earliest;
        }
        return earliest;
    }

    /** One cycle, as it is led. */
    private final class Lead {
        private final String id;
        private final int target;
        private final long asked;
        private final Invocation invocation;
        private final Environment.Arrival arrival;
        private final Instant lastMoment;

        private final Set<String> reached = new HashSet<>();
        private final Set<String> cold = new HashSet<>();
        private int rounds;
        private int requests = 1;
        private int throttled;
        private int failed;
        private Duration held = Duration.ZERO;
        private Duration spread = Duration.ZERO;
        private Duration billedOfOthers = Duration.ZERO;
        private Optional<String> problem = Optional.empty();

        Lead(String id, int target, long asked, Invocation invocation, Environment.Arrival arrival) {
            this.id = id;
            this.target = target;
            this.asked = asked;
            this.invocation = invocation;
            this.arrival = arrival;
            this.lastMoment = invocation.deadline().minus(config.reserve());
        }

        CycleReport run() {
            reached.add(environment.id());
            if (arrival.cold()) {
                cold.add(environment.id());
            }
            Optional<String> stopped = Optional.empty();
            if (target > 1) {
                invocation.callee().ifPresent(invoker::connect);
                Duration next = window;
                while (reached.size() < target && stopped.isEmpty()) {
                    stopped = unfit(next);
                    if (stopped.isEmpty()) {
                        stopped = round(next);
                        next = windows.wider(next, spread);
                    }
                }
                window = reached.size() < target ? next : learnt();
            }
            return report(stopped);
        }

        /** Why no further round is begun. */
        private Optional<String> unfit(Duration next) {
            if (rounds == config.rounds()) {
                return Optional.of("after " + rounds + " rounds (hearth.warm.rounds)");
            }
            Duration left = Duration.between(clock.instant(), lastMoment);
            return left.compareTo(next) > 0
                    ? Optional.empty()
                    : Optional.of("a round of " + next.toMillis() + " ms does not fit before the function's time-out");
        }

        /** Invokes the whole target: those that are warm already must be taken again, or they would be found again. */
        private Optional<String> round(Duration next) {
            rounds++;
            held = next;
            Instant start = clock.instant();
            Launched launched = launch(
                    new WarmEvent.Hold(id, start.plus(next), target, 0, Optional.empty()),
                    invocation.callee(),
                    lastMoment);
            List<HoldAnswer> answers =
                    launched.answers().stream().flatMap(HoldAnswer::all).toList();
            int refused = launched.throttled() + sum(answers, HoldAnswer::throttled);
            int lost = launched.failed() + sum(answers, HoldAnswer::failed);

            for (HoldAnswer answer : answers) {
                reached.add(answer.id());
                if (answer.cold()) {
                    cold.add(answer.id());
                }
                billedOfOthers = billedOfOthers.plus(answer.billed());
                problem = problem.or(answer::problem);
            }
            problem = problem.or(launched::problem);
            spread = answers.stream()
                    .filter(answer -> !answer.cold())
                    .map(answer -> Duration.between(start, answer.arrivedAt()))
                    .filter(Duration::isPositive)
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
            throttled += refused;
            failed += lost;
            requests += answers.size() + lost;
            if (reached.size() >= target) {
                return Optional.empty();
            }
            if (refused > 0) {
                return Optional.of("throttled");
            }
            return answers.isEmpty() ? Optional.of("every child failed") : Optional.empty();
        }

        private Duration learnt() {
            return spread.isPositive() ? windows.learnt(spread) : window;
        }

        private static int sum(List<HoldAnswer> answers, ToIntFunction<HoldAnswer> count) {
            return answers.stream().mapToInt(count).sum();
        }

        private CycleReport report(Optional<String> stopped) {
            Duration billed = billedOfOthers.plus(billed(arrival));
            Optional<Pricing> pricing = Pricing.of(deployment, PriceTable.current());
            return new CycleReport(
                    id,
                    target,
                    asked > target ? Optional.of(asked) : Optional.empty(),
                    reached.size(),
                    cold.size(),
                    rounds,
                    held,
                    spread,
                    throttled,
                    failed,
                    pricing.map(known -> known.gbSeconds(billed)),
                    pricing.map(known -> known.usd(billed, requests)),
                    pricing.flatMap(Pricing::pricedAs),
                    Optional.empty(),
                    stopped,
                    problem);
        }
    }
}
