package dev.hearth.warm;

import dev.hearth.cost.Architecture;
import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.WarmEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Lambda as a leader sees it. The launches of a round are routed one after another, a step apart. One that is routed before the
 * round lets go takes an environment of its own, warm if there is one; a later one finds an environment that is free again.
 */
final class FakeLambda implements Invoker {
    static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:hearth:live";

    private final FakeClock clock;
    private final Map<Instant, Integer> routed = new HashMap<>();
    private final Set<String> warm = new HashSet<>();
    private final List<WarmEvent.Hold> holds = new ArrayList<>();
    private final List<Callee> callees = new ArrayList<>();
    private Duration step = Duration.ZERO;
    private Duration connecting = Duration.ZERO;
    private Function<WarmEvent.Hold, Optional<Outcome>> trouble = hold -> Optional.empty();
    private int connects;

    FakeLambda(FakeClock clock) {
        this.clock = clock;
    }

    FakeLambda launching(Duration every) {
        step = every;
        return this;
    }

    FakeLambda connectingIn(Duration time) {
        connecting = time;
        return this;
    }

    FakeLambda with(Function<WarmEvent.Hold, Optional<Outcome>> trouble) {
        this.trouble = trouble;
        return this;
    }

    FakeLambda withWarm(int environments) {
        for (int i = 1; i <= environments; i++) {
            warm.add("environment " + i);
        }
        return this;
    }

    @Override
    public Duration connect(Callee callee, int connections) {
        connects += connections;
        clock.advance(connecting);
        return connecting;
    }

    @Override
    public synchronized Outcome invoke(Callee callee, WarmEvent.Hold hold, Instant at) {
        holds.add(hold);
        callees.add(callee);
        return trouble.apply(hold).orElseGet(() -> answer(hold));
    }

    private Outcome answer(WarmEvent.Hold hold) {
        int number = routed.merge(hold.until(), 1, Integer::sum);
        Instant arrival = clock.instant().plus(step.multipliedBy(number));
        String id = "environment " + (arrival.isAfter(hold.until()) ? 1 : number);
        return new Outcome.Answered(
                new HoldAnswer(
                        id,
                        warm.add(id),
                        arrival,
                        Optional.empty(),
                        Duration.ofMillis(100),
                        List.of(),
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty());
    }

    List<WarmEvent.Hold> holds() {
        return holds;
    }

    /** The holds by round. */
    List<List<WarmEvent.Hold>> rounds() {
        return holds.stream()
                .map(WarmEvent.Hold::until)
                .distinct()
                .sorted()
                .map(this::round)
                .toList();
    }

    private List<WarmEvent.Hold> round(Instant until) {
        return holds.stream().filter(hold -> hold.until().equals(until)).toList();
    }

    List<Callee> callees() {
        return callees;
    }

    int connects() {
        return connects;
    }

    static WarmConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(WarmConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(WarmConfig.class);
    }

    static Deployment deployment(String region) {
        return new Deployment(
                Optional.of("hearth"),
                Optional.of(region),
                Optional.of(1024),
                Optional.of("leader"),
                false,
                Architecture.X86);
    }
}
