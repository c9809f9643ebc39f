package dev.hearth.lab.host;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Environments that do what a test says, when it says so. */
final class ScriptedEnvironments implements EnvironmentFactory {

    /** Every start, in order: an environment that was started anew is there twice. */
    final List<Scripted> started = new ArrayList<>();

    @Override
    public Environment start(
            EnvironmentId id,
            FunctionSettings function,
            Initialization initialization,
            Duration initLimit,
            Consumer<EnvironmentEvent> events) {
        if (started.stream().anyMatch(before -> before.id.equals(id) && before.phase != Phase.GONE)) {
            throw new AssertionError("started anew while its process is still there: " + id);
        }
        Scripted environment = new Scripted(id, function, initialization, initLimit, events);
        started.add(environment);
        return environment;
    }

    Scripted last() {
        return started.getLast();
    }

    /** What an environment's process is at, as seen from inside. */
    enum Phase {
        STARTING,
        FREE,
        BUSY,
        ANSWERED,
        GONE
    }

    static final class Scripted implements Environment {

        static final Duration INIT = Duration.ofMillis(25);
        static final Failure EXIT = new Failure("Runtime.ExitError", "Runtime exited with error: exit status 1");

        final EnvironmentId id;
        final FunctionSettings function;
        final Initialization initialization;
        final Duration initLimit;
        final List<Invocation> invocations = new ArrayList<>();
        boolean stopped;
        Phase phase = Phase.STARTING;
        private final Consumer<EnvironmentEvent> events;

        Scripted(
                EnvironmentId id,
                FunctionSettings function,
                Initialization initialization,
                Duration initLimit,
                Consumer<EnvironmentEvent> events) {
            this.id = id;
            this.function = function;
            this.initialization = initialization;
            this.initLimit = initLimit;
            this.events = events;
        }

        @Override
        public void invoke(Invocation invocation) {
            if (phase != Phase.FREE) {
                throw new AssertionError("got an invocation while it was " + phase);
            }
            phase = Phase.BUSY;
            invocations.add(invocation);
        }

        @Override
        public void stop() {
            stopped = true;
        }

        void ready() {
            ready(INIT);
        }

        void ready(Duration init) {
            phase = Phase.FREE;
            events.accept(new EnvironmentEvent.Ready(Duration.ZERO, init, Optional.empty()));
        }

        void initFails(Duration init, Failure failure) {
            phase = Phase.GONE;
            events.accept(new EnvironmentEvent.InitFailed(Duration.ZERO, init, failure, Optional.empty(), 40));
        }

        void initFails(Payload document) {
            phase = Phase.GONE;
            events.accept(new EnvironmentEvent.InitFailed(
                    Duration.ZERO, INIT, new Failure("Runtime.Unknown", "it said so"), Optional.of(document), 40));
        }

        void extended(ExtensionReport... extensions) {
            events.accept(new EnvironmentEvent.Extended(List.of(extensions)));
        }

        void writes(String line) {
            events.accept(new EnvironmentEvent.Wrote(line));
        }

        void answers(String result) {
            phase = Phase.ANSWERED;
            events.accept(new EnvironmentEvent.Answered(requestId(), new Answer.Result(Payload.of(result))));
        }

        void answersError(String document) {
            phase = Phase.ANSWERED;
            events.accept(new EnvironmentEvent.Answered(requestId(), new Answer.FunctionError(Payload.of(document))));
        }

        void idles() {
            phase = Phase.FREE;
            events.accept(new EnvironmentEvent.Idle(requestId(), Duration.ofNanos(1_234_000), 44, Optional.empty()));
        }

        void exits() {
            exits(EXIT);
        }

        void exits(Failure failure) {
            phase = Phase.GONE;
            events.accept(new EnvironmentEvent.Exited(failure, 44));
        }

        /** Answers and asks for more. */
        void serves(String result) {
            answers(result);
            idles();
        }

        String requestId() {
            return invocations.getLast().requestId();
        }
    }
}
