package dev.hearth.warm.cycle;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.Target;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Lambda in virtual time: who invokes does so one after another, an invocation goes to an idle environment, by default to the one that
 * was busy last, or to a new one that has to start first; billed is the start and what passes from hand-over until the answer is out, in whole milliseconds.
 */
final class VirtualLambda {
    static final Rules RULES = new Rules(
            1_000, 25, Duration.ofMillis(100), Duration.ofSeconds(2), 4, Duration.ofMinutes(2), Duration.ofMillis(500));
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofMillis(180);
    private static final Duration TO_THE_WARMER = Duration.ofMillis(3);
    private static final Duration ANSWERING = Duration.ofMillis(1);
    private static final Duration CONNECTING = Duration.ofMillis(60);

    /** Which idle environment gets an invocation. */
    enum Routing {
        RECENT,
        LEAST_RECENT,
        RANDOM
    }

    private record Event(Instant at, long order, Runnable what) {}

    private static final class Place {
        private final String id;
        private final BusyMoments users = new BusyMoments();
        private final LastRound lastRound = new LastRound();
        private boolean fresh = true;

        Place(String id) {
            this.id = id;
        }
    }

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private final List<Place> idle = new ArrayList<>();
    private final Random random;
    private final Duration launchEvery;
    private Instant now = Instant.parse("2026-11-23T18:00:00Z");
    private long order;
    private int started;
    private Duration billed = Duration.ZERO;
    private Routing routing = Routing.RECENT;
    private UnaryOperator<Step.Launch> further = UnaryOperator.identity();
    private Optional<Step.Done> done = Optional.empty();
    private LastRound leader = new LastRound();

    VirtualLambda(Duration launchEvery, long seed) {
        this.launchEvery = launchEvery;
        this.random = new Random(seed);
    }

    VirtualLambda routing(Routing chosen) {
        routing = chosen;
        return this;
    }

    /** Has each round but a cycle's first be another than the cycle says. */
    VirtualLambda furtherRounds(UnaryOperator<Step.Launch> changed) {
        further = changed;
        return this;
    }

    /** What AWS billed since the last call. */
    Duration takeBilled() {
        Duration taken = billed;
        billed = Duration.ZERO;
        return taken;
    }

    int environments() {
        return started;
    }

    /** Leads a cycle to its end. */
    Step.Done cycle(int target, Optional<Duration> learnt) {
        return cycle(Target.of(target), learnt);
    }

    /** Leads a cycle to its end that finds its target, where that is a range. */
    Step.Done cycle(Target target, Optional<Duration> learnt) {
        serve((place, here, answer) -> {
            leader = place.lastRound;
            Search search = Search.of(
                    target,
                    place.lastRound.first(target, now.toEpochMilli()),
                    place.id,
                    place.users.at(now.toEpochMilli()));
            Cycle cycle = new Cycle(
                    new CycleReport.Asked("cycle", search.target(), Optional.empty()),
                    here,
                    here.handedOver().plus(TIMEOUT),
                    RULES,
                    learnt,
                    Optional.of(Pricing.of(1024, Optional.of("us-east-1"), Architecture.X86, PriceTable.current())),
                    search);
            step(cycle, cycle.begin(now), answer);
        });
        untilQuiet();
        return done.orElseThrow();
    }

    /** Users at once, each for so long. */
    void users(int many, Duration busy) {
        for (int user = 0; user < many; user++) {
            serve((place, here, answer) -> in(busy, () -> {
                place.users.served(here.at().toEpochMilli(), now.toEpochMilli());
                answer.run();
            }));
        }
        untilQuiet();
    }

    /** Nothing happens for so long. */
    void pass(Duration time) {
        now = now.plus(time);
    }

    private void untilQuiet() {
        while (!queue.isEmpty()) {
            Event next = queue.remove();
            now = next.at();
            next.what().run();
        }
    }

    private interface Work {
        void of(Place place, Arrived here, Runnable answer);
    }

    private void step(Cycle cycle, Step step, Runnable answer) {
        switch (step) {
            case Step.Connect connect ->
                in(CONNECTING, () -> step(cycle, cycle.connected(connect, Optional.of(CONNECTING), now), answer));
            case Step.Launch said -> {
                Step.Launch launch = said.soFar().rounds() == 0 ? said : further.apply(said);
                launch.holds().stream()
                        .limit(1)
                        .flatMap(hold -> hold.together().stream())
                        .forEach(environments -> leader.held(environments, now.toEpochMilli()));
                launch(
                        launch.holds(),
                        launch.at(),
                        outcomes -> step(cycle, cycle.ended(launch, outcomes, now), answer));
            }
            case Step.Done end -> {
                done = Optional.of(end);
                answer.run();
            }
        }
    }

    private void launch(List<WarmEvent.Hold> holds, Instant at, Consumer<List<Outcome>> then) {
        List<Outcome> outcomes = new ArrayList<>();
        if (holds.isEmpty()) {
            then.accept(outcomes);
        }
        for (int i = 0; i < holds.size(); i++) {
            WarmEvent.Hold hold = holds.get(i);
            Duration jitter = Duration.ofNanos((long) (random.nextDouble() * launchEvery.toNanos()));
            in(
                    Duration.between(now, at).plus(launchEvery.multipliedBy(i)).plus(jitter),
                    () -> hold(hold, outcome -> {
                        outcomes.add(outcome);
                        if (outcomes.size() == holds.size()) {
                            then.accept(outcomes);
                        }
                    }));
        }
    }

    private void hold(WarmEvent.Hold hold, Consumer<Outcome> back) {
        serve((place, here, answer) -> {
            hold.together().ifPresent(environments -> place.lastRound.held(environments, now.toEpochMilli()));
            Held held = new Held(hold, here, here.handedOver().plus(TIMEOUT), RULES);
            launch(
                    held.children(),
                    now,
                    outcomes -> in(Duration.between(now, held.until()), () -> {
                        Outcome outcome =
                                new Outcome.Answered(held.answer(outcomes, Optional.empty(), place.users, now));
                        answer.run();
                        in(ANSWERING, () -> back.accept(outcome));
                    }));
        });
    }

    private void serve(Work work) {
        Place place = idle.isEmpty() ? new Place("environment " + started++) : idle.remove(next());
        boolean cold = place.fresh;
        place.fresh = false;
        Duration start = cold ? START : Duration.ZERO;
        in(start, () -> {
            Instant handedOver = now;
            in(
                    TO_THE_WARMER,
                    () -> work.of(
                            place,
                            new Arrived(place.id, handedOver, now, cold, start),
                            () -> in(ANSWERING, () -> {
                                Duration exact = start.plus(Duration.between(handedOver, now));
                                billed = billed.plusMillis(
                                        exact.plusNanos(999_999).toMillis());
                                idle.addLast(place);
                            })));
        });
    }

    private int next() {
        return switch (routing) {
            case RECENT -> idle.size() - 1;
            case LEAST_RECENT -> 0;
            case RANDOM -> random.nextInt(idle.size());
        };
    }

    private void in(Duration time, Runnable what) {
        queue.add(new Event(time.isPositive() ? now.plus(time) : now, order++, what));
    }
}
