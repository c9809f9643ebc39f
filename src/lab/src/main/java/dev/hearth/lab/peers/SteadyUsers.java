package dev.hearth.lab.peers;

import dev.hearth.lab.bench.Machine;
import dev.hearth.lab.bench.Order;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Measures what users feel of Hearth's own cycles in the local Lambda, by TLS: by each way to choose an environment, and with a
 * reserved concurrency that leaves users a little room, and without one.
 */
public final class SteadyUsers {

    private static final int SETTLING = 8;

    /** What a tight limit leaves to users while all environments of the target are held. */
    private static final int ROOM = 2;

    private final Path function;
    private final MemorySize memory;
    private final int environments;
    private final int turns;
    private final long seed;

    private record Case(Routing routing, Optional<Integer> reserved) {}

    /** @param turns with cycles, and as many without, five seconds each */
    public SteadyUsers(Path function, MemorySize memory, int environments, int turns, long seed) {
        this.function = function;
        this.memory = memory;
        this.environments = environments;
        this.turns = turns;
        this.seed = seed;
    }

    /**
     * Measures.
     *
     * @param project the checkout, whose commit is noted
     */
    public Felt run(Path project) throws InterruptedException {
        List<Case> cases = Arrays.stream(Routing.values())
                .flatMap(routing -> Arrays.asList(
                        new Case(routing, Optional.of(environments + ROOM)), new Case(routing, Optional.empty()))
                        .stream())
                .toList();
        List<Felt.Situation> felt = new ArrayList<>();
        try (Stages stages = new Stages(function, seed)) {
            try (Stage stage = stages.open(memory, environments, Routing.RECENT)) {
                stage.alone(OwnCycles.WARM_UP, 0);
            }
            for (Case situation : Order.of(cases, 1, seed)) {
                try (Stage stage = stages.open(memory, environments, situation.routing())) {
                    felt.add(stage.steady(situation.reserved(), SETTLING, turns));
                }
            }
        }
        return new Felt(
                LocalDate.now(ZoneOffset.UTC),
                "./hearth cycles --users: a user every 10 ms in the local Lambda, in turns of five seconds without cycles and with one"
                        + " a second, from a pool that is full at first",
                Trials.machine(),
                Machine.commit(project),
                memory,
                environments,
                felt);
    }
}
