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
    private final SequencedSet<Member> reset = new LinkedHashSet<>();
    private int finishing;
    private int stopping;

    Pool(Routing routing, RandomGenerator random) {
        provisioned = Idle.by(routing, random);
        onDemand = Idle.by(routing, random);
    }

    /** The one that gets the next invocation. */
    Optional<Member> idle() {
        return provisioned.next().or(onDemand::next);
    }

    /** One that has to be started anew first. */
    Optional<Member> reset() {
        return reset.isEmpty() ? Optional.empty() : Optional.of(reset.getLast());
    }

    /** Those that will be free by themselves in a moment. */
    int almostFree() {
        return finishing + stopping;
    }

    /** Those of them whose process is being ended, which no function can delay. */
    int stopping() {
        return stopping;
    }

    /** All that have no invocation. */
    List<Member> free() {
        return Stream.of(provisioned.all(), onDemand.all(), reset.stream())
                .flatMap(members -> members)
                .toList();
    }

    void enter(Member member) {
        switch (member.state) {
            case IDLE -> idleLike(member).add(member);
            case RESET -> reset.add(member);
            case FINISHING -> finishing++;
            case STOPPING -> stopping++;
            case STARTING, AWAITED, BUSY, RESTARTING, ENDED -> {}
        }
    }

    void leave(Member member) {
        switch (member.state) {
            case IDLE -> idleLike(member).remove(member);
            case RESET -> reset.remove(member);
            case FINISHING -> finishing--;
            case STOPPING -> stopping--;
            case STARTING, AWAITED, BUSY, RESTARTING, ENDED -> {}
        }
    }

    private Idle idleLike(Member member) {
        return member.provisioned() ? provisioned : onDemand;
    }

    /** Idle environments, one of which is next. Every method takes constant time, so that 10,000 do not matter. */
    private sealed interface Idle {

        Optional<Member> next();

        void add(Member member);

        void remove(Member member);

        Stream<Member> all();

        static Idle by(Routing routing, RandomGenerator random) {
            return switch (routing) {
                case RECENT -> new InOrder(true, new LinkedHashSet<>());
                case LEAST_RECENT -> new InOrder(false, new LinkedHashSet<>());
                case RANDOM -> new AtRandom(random, new ArrayList<>());
            };
        }
    }

    private record InOrder(boolean lastFirst, SequencedSet<Member> members) implements Idle {

        @Override
        public Optional<Member> next() {
            return members.isEmpty()
                    ? Optional.empty()
                    : Optional.of(lastFirst ? members.getLast() : members.getFirst());
        }

        @Override
        public void add(Member member) {
            members.add(member);
        }

        @Override
        public void remove(Member member) {
            members.remove(member);
        }

        @Override
        public Stream<Member> all() {
            return members.stream();
        }
    }

    private record AtRandom(RandomGenerator random, List<Member> members) implements Idle {

        @Override
        public Optional<Member> next() {
            return members.isEmpty() ? Optional.empty() : Optional.of(members.get(random.nextInt(members.size())));
        }

        @Override
        public void add(Member member) {
            member.position = members.size();
            members.add(member);
        }

        @Override
        public void remove(Member member) {
            Member last = members.removeLast();
            if (last != member) {
                members.set(member.position, last);
                last.position = member.position;
            }
        }

        @Override
        public Stream<Member> all() {
            return members.stream();
        }
    }
}
