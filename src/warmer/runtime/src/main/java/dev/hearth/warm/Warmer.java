package dev.hearth.warm;

import dev.hearth.cost.PriceTable;
import dev.hearth.warm.cycle.Arrived;
import dev.hearth.warm.cycle.Cycle;
import dev.hearth.warm.cycle.Experience;
import dev.hearth.warm.cycle.Held;
import dev.hearth.warm.cycle.LastRound;
import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.cycle.Pricing;
import dev.hearth.warm.cycle.Rules;
import dev.hearth.warm.cycle.Search;
import dev.hearth.warm.cycle.SeenCycles;
import dev.hearth.warm.cycle.Step;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.Target;
import dev.hearth.warm.event.WarmEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/**
 * Leads cycles and holds for those that others lead: does what {@link Cycle} and {@link Held} decide. What it learns (how long to
 * hold, how many, the cycles seen) is this environment's own.
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
    private final SeenCycles seen = new SeenCycles();
    private final Experience experience = new Experience();
    private final LastRound lastRound = new LastRound();

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
    }

    /** Leads a cycle, unless it is stale or repeated. It fails for no child's sake: what went wrong is in the report. */
    CycleReport lead(WarmEvent.Cycle event, Invocation invocation, Environment.Arrival arrival) {
        Rules rules = rules();
        String id = event.id().orElse(invocation.requestId());
        Target range = event.target().atMost(rules.maxTarget());
        long now = arrival.at().toEpochMilli();
        Search search = Search.of(
                range,
                lastRound.first(range, now),
                environment.id(),
                environment.users().at(now));
        Optional<String> dropped = seen.dropped(event, id, arrival.at(), rules.maxAge());
        if (dropped.isPresent()) {
            LOG.infof("cycle %s dropped: %s", id, dropped.get());
            CycleReport report = new CycleReport.Dropped(
                    new CycleReport.Asked(id, search.target(), Optional.empty()), dropped.get());
            environment.led(report);
            return report;
        }
        Cycle cycle = new Cycle(
                new CycleReport.Asked(
                        id, search.target(), Optional.of(event.target().min()).filter(asked -> asked > range.min())),
                arrived(invocation, arrival),
                invocation.deadline(),
                rules,
                experience.window(),
                pricing(),
                search);
        Step.Done done = carryOut(cycle, invocation.callee());
        experience.led(done.learnt());
        environment.led(done.report());
        seen.led(event, id);
        metrics.cycle(done.report(), clock.instant());
        return done.report();
    }

    private Step.Done carryOut(Cycle cycle, Optional<Callee> callee) {
        Step step = cycle.begin(clock.instant());
        while (true) {
            switch (step) {
                case Step.Connect connect -> {
                    Optional<Duration> ready =
                            callee.map(known -> connect(known, connect)).orElse(Optional.of(Duration.ZERO));
                    step = cycle.connected(connect, ready, clock.instant());
                }
                case Step.Launch launch -> {
                    launch.holds().stream().limit(1).forEach(this::isPartOf);
                    List<Outcome> outcomes = invoke(launch.holds(), callee, launch.at(), launch.by());
                    step = cycle.ended(launch, outcomes, clock.instant());
                }
                case Step.Done done -> {
                    return done;
                }
            }
        }
    }

    /** Holds until its moment has come, and meanwhile launches its share of the holds. */
    HoldAnswer hold(WarmEvent.Hold hold, Invocation invocation, Environment.Arrival arrival) {
        Held held = new Held(hold, arrived(invocation, arrival), invocation.deadline(), rules());
        seen.held(hold.cycleId());
        held.window().ifPresent(experience::held);
        isPartOf(hold);
        List<Outcome> outcomes = invoke(held.children(), invocation.callee(), clock.instant(), held.lastMoment());
        pauseUntil(held.until());
        return held.answer(outcomes, environment.lastUserRequestAt(), environment.users(), clock.instant());
    }

    /** Remembers how many a round holds of a cycle that finds its target. */
    private void isPartOf(WarmEvent.Hold hold) {
        hold.together().ifPresent(environments -> lastRound.held(environments, clock.millis()));
    }

    /** Holds for one who sends such an event to each environment by itself, at about the same time. */
    HoldAnswer hold(Invocation invocation, Environment.Arrival arrival) {
        Instant until = arrival.at().plus(Compatible.HOLD);
        return hold(new WarmEvent.Hold(invocation.requestId(), until, 1, 1, Optional.empty()), invocation, arrival);
    }

    private Arrived arrived(Invocation invocation, Environment.Arrival arrival) {
        Instant handedOver = invocation.handedOver(arrival.at());
        if (!arrival.cold()) {
            return new Arrived(environment.id(), handedOver, arrival.at(), false, Duration.ZERO);
        }
        Duration start = environment.start();
        Instant ready = environment.readyAt();
        if (handedOver.isBefore(ready.minus(Invocation.TOLD_IN))) {
            // It crashed before, and began anew inside this invocation's time: its start is a part of that.
            Instant began = ready.minus(start);
            return new Arrived(
                    environment.id(),
                    began.isBefore(handedOver) ? began : handedOver,
                    arrival.at(),
                    true,
                    Duration.ZERO);
        }
        return new Arrived(environment.id(), handedOver, arrival.at(), true, start);
    }

    private Rules rules() {
        return rules(config);
    }

    /**
     * What the settings say.
     *
     * @throws dev.hearth.warm.cycle.BadSetting where no cycle can be led with them
     */
    public static Rules rules(WarmConfig config) {
        return new Rules(
                config.maxTarget(),
                config.fanOut(),
                config.minWindow(),
                config.maxWindow(),
                config.rounds(),
                config.maxAge(),
                config.reserve());
    }

    private Optional<Pricing> pricing() {
        return deployment
                .memoryMegabytes()
                .map(memory ->
                        Pricing.of(memory, deployment.region(), deployment.architecture(), PriceTable.current()));
    }

    private Optional<Duration> connect(Callee callee, Step.Connect connect) {
        Callable<Duration> connecting = () -> invoker.connect(callee, connect.connections());
        return together(List.of(connecting), Duration.between(clock.instant(), connect.by()))
                .getFirst();
    }

    /** All at once, and waits for them. */
    private List<Outcome> invoke(List<WarmEvent.Hold> holds, Optional<Callee> callee, Instant at, Instant by) {
        List<Callable<Outcome>> calls = holds.stream()
                .<Callable<Outcome>>map(hold -> () -> callee.map(known -> invoker.invoke(known, hold, at))
                        .orElseGet(() ->
                                new Outcome.Failed("not on Lambda: there is no function to invoke", Duration.ZERO)))
                .toList();
        return together(calls, Duration.between(clock.instant(), by)).stream()
                .map(ended -> ended.orElseGet(
                        () -> new Outcome.Failed("no answer in time", Duration.between(at, clock.instant()))))
                .toList();
    }

    private static <T> List<Optional<T>> together(List<Callable<T>> calls, Duration patience) {
        try {
            return calls.isEmpty() ? List.of() : Together.call(calls, patience);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void pauseUntil(Instant moment) {
        try {
            pause.until(moment, clock);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("The function is being stopped", e);
    }
}
