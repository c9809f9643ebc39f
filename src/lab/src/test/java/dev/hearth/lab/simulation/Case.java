package dev.hearth.lab.simulation;

import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A small world: requests of users, and cycles that hold.
 *
 * @param limits how many may be busy, and how many may start within ten seconds
 */
record Case(List<Request> requests, List<Cycle> cycles, Duration start, Duration idle, Routing routing, Limits limits) {

    /** Both in microseconds. */
    record Request(long arrival, long work) {}

    record Cycle(long at, int invocations, long window) {}

    record Limits(int concurrency, int starts) {}

    static Arbitrary<Case> any() {
        // Coarse times, so that things fall together.
        Arbitrary<Request> request = Combinators.combine(
                        Arbitraries.longs().between(0, 60), Arbitraries.longs().between(0, 12))
                .as((at, work) -> new Request(at * 1_000_000, work * 500_000));
        Arbitrary<Cycle> cycle = Combinators.combine(
                        Arbitraries.longs().between(0, 30),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.longs().between(0, 4))
                .as((at, invocations, window) -> new Cycle(at * 2_000_000, invocations, window * 500_000));
        Arbitrary<Limits> limits = Combinators.combine(
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 8))
                .as(Limits::new);
        return Combinators.combine(
                        request.list().ofMaxSize(60),
                        cycle.list().uniqueElements(Cycle::at).ofMaxSize(4),
                        Arbitraries.longs().between(1, 6).map(half -> Duration.ofMillis(half * 500)),
                        Arbitraries.longs().between(1, 20).map(Duration::ofSeconds),
                        Arbitraries.of(Routing.class),
                        limits)
                .as((requests, cycles, start, idle, routing, limit) -> new Case(
                        requests.stream()
                                .sorted(Comparator.comparingLong(Request::arrival))
                                .toList(),
                        cycles.stream()
                                .sorted(Comparator.comparingLong(Cycle::at))
                                .toList(),
                        start,
                        idle,
                        routing,
                        limit));
    }

    Settings settings() {
        return new Settings(List.of(start), idle, routing, limits.concurrency(), limits.starts(), start);
    }

    Traffic traffic() {
        Traffic.Builder traffic = new Traffic.Builder();
        requests.forEach(request -> traffic.add(request.arrival(), request.work()));
        return traffic.build();
    }

    Strategy strategy(int provisioned) {
        return () -> new Strategy.Run() {
            private int next = -1;

            @Override
            public long next() {
                return next < 0 ? 0 : next < cycles.size() ? cycles.get(next).at() : Long.MAX_VALUE;
            }

            @Override
            public List<Strategy.Action> act(long now, Strategy.Observed observed) {
                List<Strategy.Action> actions = new ArrayList<>();
                if (next < 0) {
                    next = 0;
                    actions.add(new Strategy.Action.Provision(provisioned));
                }
                if (next < cycles.size() && cycles.get(next).at() == now) {
                    Cycle cycle = cycles.get(next++);
                    actions.add(new Strategy.Action.Hold(cycle.invocations(), now + cycle.window()));
                }
                return actions;
            }
        };
    }
}
