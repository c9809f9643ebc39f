package dev.hearth.lab.host;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
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
        Scripted environment = new Scripted(id, function, initialization, initLimit, events);
        started.add(environment);
        return environment;
    }

    Scripted last() {
        return started.getLast();
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
        boolean busy;
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
            if (busy) {
                throw new AssertionError("it has an invocation already");
            }
            busy = true;
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
            events.accept(new EnvironmentEvent.Ready(Duration.ZERO, init));
        }

        void initFails(Duration init, Failure failure) {
            events.accept(new EnvironmentEvent.InitFailed(Duration.ZERO, init, failure, Optional.empty(), 40));
        }

        void initFails(Payload document) {
            events.accept(new EnvironmentEvent.InitFailed(
                    Duration.ZERO, INIT, new Failure("Runtime.Unknown", "it said so"), Optional.of(document), 40));
        }

        void writes(String line) {
            events.accept(new EnvironmentEvent.Wrote(line));
        }

        void answers(String result) {
            events.accept(new EnvironmentEvent.Answered(requestId(), new Answer.Result(Payload.of(result))));
        }

        void answersError(String document) {
            events.accept(new EnvironmentEvent.Answered(requestId(), new Answer.FunctionError(Payload.of(document))));
        }

        void idles() {
            busy = false;
            events.accept(new EnvironmentEvent.Idle(requestId(), Duration.ofNanos(1_234_000), 44));
        }

        void exits() {
            exits(EXIT);
        }

        void exits(Failure failure) {
            busy = false;
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
