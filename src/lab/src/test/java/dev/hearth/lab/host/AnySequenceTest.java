package dev.hearth.lab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.host.ScriptedEnvironments.Phase;
import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.LambdaEvent.EventDropped;
import dev.hearth.lab.lambda.LambdaEvent.Invoked;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Whatever happens, in whatever order: nothing illegal is done, and nobody is forgotten. */
class AnySequenceTest {

    private static final int RESERVED = 4;

    enum Step {
        INVOKE,
        INVOKE_WITH_LOG,
        ENQUEUE,
        ENVIRONMENT_GOES_ON,
        ENVIRONMENT_FAILS,
        ENVIRONMENT_WRITES,
        SECONDS_PASS,
        MINUTES_PASS,
        CONFIGURE,
        RETIRE_IDLE,
        END_ONE
    }

    @Provide
    Arbitrary<List<Tuple2<Step, Integer>>> sequences() {
        Arbitrary<Step> steps = Arbitraries.frequency(
                Tuple.of(6, Step.INVOKE),
                Tuple.of(3, Step.INVOKE_WITH_LOG),
                Tuple.of(4, Step.ENQUEUE),
                Tuple.of(24, Step.ENVIRONMENT_GOES_ON),
                Tuple.of(4, Step.ENVIRONMENT_FAILS),
                Tuple.of(2, Step.ENVIRONMENT_WRITES),
                Tuple.of(4, Step.SECONDS_PASS),
                Tuple.of(1, Step.MINUTES_PASS),
                Tuple.of(1, Step.CONFIGURE),
                Tuple.of(1, Step.RETIRE_IDLE),
                Tuple.of(1, Step.END_ONE));
        Arbitrary<Integer> choices = Arbitraries.integers().between(0, 1_000);
        return steps.flatMap(step -> choices.map(choice -> Tuple.of(step, choice)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(150);
    }

    @Property(tries = 1_000)
    void every_caller_is_told_and_every_event_is_dealt_with(
            @ForAll("sequences") List<Tuple2<Step, Integer>> sequence, @ForAll Routing routing) {
        Sequence run = new Sequence(routing);

        sequence.forEach(step -> run.take(step.get1(), step.get2()));
        run.letEverythingEnd();

        run.replies.forEach(reply -> assertTrue(reply.given(), "a caller was forgotten"));
        run.checkHandOvers();
        run.checkEvents();
        EventOrder.check(run.stage.events);
    }

    @Property(tries = 200)
    void closing_at_any_moment_tells_every_caller_and_names_every_event(
            @ForAll("sequences") List<Tuple2<Step, Integer>> sequence, @ForAll Routing routing) {
        Sequence run = new Sequence(routing);

        sequence.forEach(step -> run.take(step.get1(), step.get2()));
        run.stage.lambda.close();

        run.checkEvents();
        run.replies.forEach(reply -> assertTrue(reply.given(), "a caller was forgotten"));
        run.stage.environments.started.stream()
                .filter(environment -> environment.phase != Phase.GONE)
                .forEach(environment -> assertTrue(environment.stopped, "an environment was left"));
        run.stage.environments.started.forEach(Sequence::goOn);
        run.stage.pass(Duration.ofHours(7));
        assertEquals(0, run.stage.time.pending(), "something is still to come");
        EventOrder.check(run.stage.events);
    }

    private static final class Sequence {

        private final FunctionSettings settings;
        private final Stage stage;
        private final List<Reply> replies = new ArrayList<>();
        private final Set<String> accepted = new HashSet<>();

        Sequence(Routing routing) {
            settings = Stage.HELLO
                    .withRouting(routing)
                    .withReservedConcurrency(RESERVED)
                    .withProvisionedConcurrency(1);
            stage = new Stage(settings);
        }

        void take(Step step, int choice) {
            switch (step) {
                case INVOKE -> replies.add(stage.invoke());
                case INVOKE_WITH_LOG -> replies.add(stage.invokeWithLog());
                case ENQUEUE -> accepted.add(stage.enqueue());
                case ENVIRONMENT_GOES_ON -> some(choice).forEach(Sequence::goOn);
                case ENVIRONMENT_FAILS -> some(choice).forEach(environment -> fail(environment, choice));
                case ENVIRONMENT_WRITES -> some(choice).forEach(environment -> environment.writes("line"));
                case SECONDS_PASS -> stage.pass(Duration.ofMillis(choice * 5L));
                case MINUTES_PASS -> stage.pass(Duration.ofMinutes(choice / 100));
                case CONFIGURE -> stage.lambda.configure(settings.withMemory(new MemorySize(512 + choice % 3)));
                case RETIRE_IDLE -> stage.lambda.retireIdle("hello");
                case END_ONE -> some(choice).forEach(environment -> stage.lambda.end(environment.id, "by hand"));
            }
            checkConcurrency();
        }

        /** One of the environments that are alive, if there is any. */
        private Stream<Scripted> some(int choice) {
            List<Scripted> alive = alive();
            return alive.isEmpty() ? Stream.empty() : Stream.of(alive.get(choice % alive.size()));
        }

        private List<Scripted> alive() {
            return stage.environments.started.stream()
                    .filter(environment -> environment.phase != Phase.GONE)
                    .toList();
        }

        static void goOn(Scripted environment) {
            switch (environment.phase) {
                case STARTING -> {
                    if (environment.stopped) {
                        environment.exits();
                    } else {
                        environment.ready();
                    }
                }
                case FREE -> {
                    if (environment.stopped) {
                        environment.exits();
                    }
                }
                case BUSY -> environment.answers("{}");
                case ANSWERED -> environment.idles();
                case GONE -> {}
            }
        }

        private static void fail(Scripted environment, int choice) {
            switch (environment.phase) {
                case STARTING -> {
                    if (environment.stopped) {
                        environment.exits();
                    } else {
                        environment.initFails(Scripted.INIT, Scripted.EXIT);
                    }
                }
                case BUSY -> {
                    if (choice % 2 == 0) {
                        environment.answersError("{}");
                    } else {
                        environment.exits();
                    }
                }
                case FREE, ANSWERED -> environment.exits();
                case GONE -> {}
            }
        }

        void letEverythingEnd() {
            for (int minute = 0; minute < 7 * 60; minute++) {
                for (int n = 0; n < 4; n++) {
                    alive().forEach(Sequence::goOn);
                }
                stage.pass(Duration.ofMinutes(1));
            }
        }

        private void checkConcurrency() {
            long busy = alive().stream()
                    .filter(environment -> !environment.stopped)
                    .filter(environment -> switch (environment.phase) {
                        case STARTING -> environment.initialization == Initialization.ON_DEMAND;
                        case BUSY, ANSWERED -> true;
                        case FREE, GONE -> false;
                    })
                    .count();
            assertTrue(busy <= RESERVED, () -> busy + " environments are busy");
        }

        void checkHandOvers() {
            Map<String, Long> handOvers = stage.environments.started.stream()
                    .flatMap(environment -> environment.invocations.stream())
                    .collect(Collectors.groupingBy(invocation -> invocation.requestId(), Collectors.counting()));
            for (Reply reply : replies) {
                if (reply.outcome() instanceof Outcome.Completed completed) {
                    assertTrue(handOvers.getOrDefault(completed.requestId(), 0L) <= 1, "one request ran twice");
                }
            }
            accepted.forEach(id -> assertTrue(handOvers.getOrDefault(id, 0L) <= 3, "an event ran too often"));
        }

        void checkEvents() {
            Set<String> dropped = ids(EventDropped.class, EventDropped::requestId);
            Set<String> done = stage.events(Invoked.class).stream()
                    .filter(invoked -> invoked.answer() instanceof Answer.Result)
                    .map(invoked -> invoked.invocation().requestId())
                    .collect(Collectors.toSet());
            for (String id : accepted) {
                assertTrue(dropped.contains(id) != done.contains(id), "an event was lost, or dropped though it ran");
            }
        }

        private <E extends LambdaEvent> Set<String> ids(Class<E> type, Function<E, String> id) {
            return stage.events(type).stream().map(id).collect(Collectors.toSet());
        }
    }
}
