package dev.hearth.lab.lambda;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The environments of a function that can take an invocation now or in a moment. Provisioned ones go first, as on AWS,
 * where the rest spills over to environments on demand.
 */
final class Pool {

    private final Idle provisioned;
    private final Idle onDemand;
    private final SequencedSet<Sandbox> reset = new LinkedHashSet<>();
    private int almostFree;

    Pool(Routing routing, RandomGenerator random) {
        provisioned = Idle.by(routing, random);
        onDemand = Idle.by(routing, random);
    }

    /** The one that gets the next invocation. */
    Optional<Sandbox> idle() {
        return provisioned.next().or(onDemand::next);
    }

    /** One that has to be started anew first. */
    Optional<Sandbox> reset() {
        return reset.isEmpty() ? Optional.empty() : Optional.of(reset.getLast());
    }

    int almostFree() {
        return almostFree;
    }

    /** All that have no invocation. */
    List<Sandbox> free() {
        return Stream.of(provisioned.all(), onDemand.all(), reset.stream())
                .flatMap(sandboxes -> sandboxes)
                .toList();
    }

    void enter(Sandbox sandbox) {
        switch (sandbox.state) {
            case IDLE -> idleLike(sandbox).add(sandbox);
            case RESET -> reset.add(sandbox);
            case FINISHING, STOPPING -> almostFree++;
            case STARTING, AWAITED, BUSY, RESTARTING, ENDED -> {}
        }
    }

    void leave(Sandbox sandbox) {
        switch (sandbox.state) {
            case IDLE -> idleLike(sandbox).remove(sandbox);
            case RESET -> reset.remove(sandbox);
            case FINISHING, STOPPING -> almostFree--;
            case STARTING, AWAITED, BUSY, RESTARTING, ENDED -> {}
        }
    }

    private Idle idleLike(Sandbox sandbox) {
        return sandbox.provisioned() ? provisioned : onDemand;
    }

    /** Idle environments, one of which is next. Every method takes constant time, so that 10,000 do not matter. */
    private sealed interface Idle {

        Optional<Sandbox> next();

        void add(Sandbox sandbox);

        void remove(Sandbox sandbox);

        Stream<Sandbox> all();

        static Idle by(Routing routing, RandomGenerator random) {
            return switch (routing) {
                case RECENT -> new InOrder(true, new LinkedHashSet<>());
                case LEAST_RECENT -> new InOrder(false, new LinkedHashSet<>());
                case RANDOM -> new AtRandom(random, new ArrayList<>());
            };
        }
    }

    private record InOrder(boolean lastFirst, SequencedSet<Sandbox> sandboxes) implements Idle {

        @Override
        public Optional<Sandbox> next() {
            return sandboxes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(lastFirst ? sandboxes.getLast() : sandboxes.getFirst());
        }

        @Override
        public void add(Sandbox sandbox) {
            sandboxes.add(sandbox);
        }

        @Override
        public void remove(Sandbox sandbox) {
            sandboxes.remove(sandbox);
        }

        @Override
        public Stream<Sandbox> all() {
            return sandboxes.stream();
        }
    }

    private record AtRandom(RandomGenerator random, List<Sandbox> sandboxes) implements Idle {

        @Override
        public Optional<Sandbox> next() {
            return sandboxes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(sandboxes.get(random.nextInt(sandboxes.size())));
        }

        @Override
        public void add(Sandbox sandbox) {
            sandbox.position = sandboxes.size();
            sandboxes.add(sandbox);
        }

        @Override
        public void remove(Sandbox sandbox) {
            Sandbox last = sandboxes.removeLast();
            if (last != sandbox) {
                sandboxes.set(sandbox.position, last);
                last.position = sandbox.position;
            }
        }

        @Override
        public Stream<Sandbox> all() {
            return sandboxes.stream();
        }
    }
}
