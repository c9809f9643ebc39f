package dev.hearth.lab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.lab.lambda.Account;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Action;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.simulation.Watcher.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The simulation decides as two others do that share no line with it. */
class SimulationPropertiesTest {

    @Provide
    Arbitrary<Case> cases() {
        return Case.any();
    }

    @Provide
    Arbitrary<Case> casesWithoutChance() {
        return Case.any().filter(world -> world.routing() != Routing.RANDOM);
    }

    @Property(tries = 2_000)
    void agrees_exactly_with_a_replay_that_looks_through_lists(
            @ForAll("cases") Case world, @ForAll @IntRange(max = 50) int seed) {
        Replay replay = new Replay(world, seed).run();
        List<Fate> fates = new ArrayList<>();
        Tally tally = Tally.sum(Simulation.run(
                world.settings(),
                world.strategy(0),
                world.traffic(),
                0,
                seed,
                (at, fate, busy, all) -> fates.add(fate)));
        assertEquals(replay.fates, fates);
        assertEquals(replay.coldBesideHolds, tally.coldBesideHolds());
        assertEquals(replay.warmInvocations, tally.warmInvocations());
        assertEquals(replay.warmThrottled, tally.warmThrottled());
        assertEquals(replay.warmMillis, tally.warmMillis());
        assertEquals(replay.userMillis, tally.onDemandMillis());
    }

    @Property(tries = 500)
    void decides_as_the_rules_that_drive_real_environments(
            @ForAll("casesWithoutChance") Case world, @ForAll @IntRange(max = 3) int provisioned) {
        int within = Math.min(provisioned, world.limits().concurrency());
        List<Fate> fates = new ArrayList<>();
        Simulation.run(
                world.settings(),
                world.strategy(within),
                world.traffic(),
                0,
                1,
                (at, fate, busy, environments) -> fates.add(fate));
        assertEquals(new Rules(world, within).run(), fates);
    }

    @Property(tries = 300)
    void what_is_added_in_any_order_is_in_the_order_of_arrival(@ForAll("arrivals") List<Long> arrivals) {
        Traffic.Builder builder = new Traffic.Builder();
        arrivals.forEach(arrival -> builder.add(arrival, arrival + 7));
        Traffic traffic = builder.build();
        long[] sorted = arrivals.stream().mapToLong(Long::longValue).sorted().toArray();
        long[] built = new long[traffic.size()];
        Arrays.setAll(built, traffic::arrival);
        assertEquals(Arrays.toString(sorted), Arrays.toString(built));
        for (int i = 0; i < traffic.size(); i++) {
            assertEquals(traffic.arrival(i) + 7, traffic.work(i), "what belongs together");
        }
    }

    @Provide
    Arbitrary<List<Long>> arrivals() {
        return Arbitraries.longs().between(0, 500).list().ofMaxSize(200);
    }

    /** The same world by {@link Account}, which is told of everything in the order of time. */
    private static final class Rules {

        private static final String FUNCTION = "f";

        private record Due(long at, int rank, long order, Runnable what) {}

        private final Case world;
        private final PriorityQueue<Due> due = new PriorityQueue<>(
                Comparator.comparingLong(Due::at).thenComparingInt(Due::rank).thenComparingLong(Due::order));
        private final Account account;
        private final Fate[] fates;
        private long now;
        private long order;

        Rules(Case world, int provisioned) {
            this.world = world;
            fates = new Fate[world.requests().size()];
            FunctionSettings function = FunctionSettings.named(FUNCTION)
                    .withIdle(world.idle())
                    .withRouting(world.routing())
                    .withTimeout(Duration.ofMinutes(15))
                    .withProvisionedConcurrency(provisioned);
            account = new Account(
                    Instant.EPOCH,
                    new AccountSettings(
                            "000000000000",
                            "us-east-1",
                            world.limits().concurrency(),
                            0,
                            world.limits().starts()),
                    List.of(function),
                    new SplittableRandom(1),
                    this::act);
        }

        List<Fate> run() {
            for (Case.Cycle cycle : world.cycles()) {
                at(cycle.at(), 1, () -> {
                    for (int n = 0; n < cycle.invocations(); n++) {
                        invoke("hold " + (cycle.at() + cycle.window()));
                    }
                });
            }
            for (int i = 0; i < fates.length; i++) {
                Case.Request request = world.requests().get(i);
                int index = i;
                at(request.arrival(), 2, () -> {
                    String id = invoke("user " + index + " " + request.work());
                    told.stream()
                            .filter(tell ->
                                    tell.requestId().equals(id) && tell.outcome() instanceof Lambda.Outcome.Throttled)
                            .forEach(_ -> fates[index] = Fate.THROTTLED);
                });
            }
            while (!due.isEmpty()) {
                Due next = due.remove();
                now = next.at();
                account.tick(instant());
                next.what().run();
            }
            return List.of(fates);
        }

        private final List<Action.Tell> told = new ArrayList<>();

        private String invoke(String text) {
            return account.invoke(
                    instant(),
                    new Lambda.Request(
                            FUNCTION, Optional.empty(), Payload.of(text), false, Optional.empty(), Optional.empty()));
        }

        private void act(Action action) {
            switch (action) {
                case Action.Start start ->
                    at(
                            now + world.start().toMillis() * 1_000,
                            0,
                            () -> account.happened(
                                    instant(),
                                    start.environment(),
                                    new EnvironmentEvent.Ready(Duration.ZERO, world.start(), Optional.empty())));
                case Action.HandOver handOver -> {
                    String[] words = handOver.invocation().payload().text().split(" ", -1);
                    long work = words[0].equals("hold")
                            ? Math.max(0, Long.parseLong(words[1]) - now)
                            : Long.parseLong(words[2]);
                    at(now + work, 0, () -> {
                        String id = handOver.invocation().requestId();
                        account.happened(
                                instant(),
                                handOver.environment(),
                                new EnvironmentEvent.Answered(id, new Answer.Result(Payload.of("{}"))));
                        account.happened(
                                instant(),
                                handOver.environment(),
                                new EnvironmentEvent.Idle(id, Duration.ofNanos(work * 1_000), 1, Optional.empty()));
                    });
                }
                case Action.Announce(LambdaEvent.HandedOver over) -> {
                    String[] words = over.invocation().payload().text().split(" ", -1);
                    if (words[0].equals("user")) {
                        fates[Integer.parseInt(words[1])] = over.cold() ? Fate.COLD : Fate.WARM;
                    }
                }
                case Action.Tell tell -> told.add(tell);
                case Action.Announce _, Action.Stop _ -> {}
            }
        }

        private void at(long time, int rank, Runnable what) {
            due.add(new Due(time, rank, order++, what));
        }

        private Instant instant() {
            return Traffic.instant(now);
        }
    }
}
