package dev.hearth.lab.environment;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentEvent.Answered;
import dev.hearth.lab.lambda.EnvironmentEvent.Exited;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentEvent.Idle;
import dev.hearth.lab.lambda.EnvironmentEvent.InitFailed;
import dev.hearth.lab.lambda.EnvironmentEvent.Ready;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.packages.LambdaRuntime;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A function that is run so that something can be made from its run: a cache, a record of what it touched. Whatever command
 * runs it, it has Lambda's variables and a Runtime API that hands it one event after another; nothing limits or freezes it, and
 * it may take its time. Not thread-safe.
 */
public final class Rehearsal implements AutoCloseable {

    private static final EnvironmentId ID = new EnvironmentId("rehearsal");

    private final Context context;
    private final RuntimeApi api;
    private final FunctionSettings function;
    private final Process process;
    private final BlockingQueue<EnvironmentEvent> events = new LinkedBlockingQueue<>();
    private int asked;

    /** The function did not start, or ended before it had answered; the message says how. */
    public static final class EndedEarly extends Exception {

        EndedEarly(String message) {
            super(message);
        }
    }

    /**
     * Starts a function.
     *
     * @param function its name, memory size and variables are told to it, and its timeout with each event
     * @param command runs it; the variables are set here
     * @param bootstrap the file of the package that Lambda would start
     * @throws IOException if the command cannot be started
     */
    public Rehearsal(Vertx vertx, FunctionSettings function, ProcessBuilder command, Path bootstrap)
            throws IOException {
        this.function = function;
        context = vertx.getOrCreateContext();
        api = new RuntimeApi(vertx, Clock.systemUTC(), new Told());
        CompletableFuture<Integer> port = new CompletableFuture<>();
        context.runOnContext(turn -> api.listen().onComplete(port::complete, port::completeExceptionally));
        Path taskRoot = bootstrap.toAbsolutePath().getParent();
        command.directory(taskRoot.toFile()).environment().clear();
        command.environment()
                .putAll(new Variables(
                                function,
                                new LambdaRuntime.Provided(bootstrap, "rehearsal"),
                                taskRoot,
                                ID,
                                Initialization.ON_DEMAND,
                                "us-east-1",
                                LocalDate.EPOCH,
                                Map.of(),
                                "127.0.0.1:" + port.join())
                        .toMap());
        process = command.start();
        Thread.ofVirtual().start(this::awaitEnd);
    }

    private void awaitEnd() {
        try {
            int status = process.waitFor();
            events.add(new Exited(new Failure("Runtime.ExitError", "it ended with exit status " + status), 0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What runs the function. */
    public Process process() {
        return process;
    }

    /**
     * Hands over an event and returns its answer, once the function asks for the next event.
     *
     * @throws EndedEarly if the function ends before that
     */
    public Answer ask(Payload event) throws InterruptedException, EndedEarly {
        if (asked++ == 0) {
            await(Ready.class);
        }
        Invocation invocation = new Invocation(
                "rehearsal-" + asked,
                "arn:aws:lambda:us-east-1:123456789012:function:" + function.name(),
                function.timeout(),
                "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
                Optional.empty(),
                event);
        context.runOnContext(turn -> api.deliver(invocation));
        Answer answer = await(Answered.class).answer();
        await(Idle.class);
        return answer;
    }

    private <E extends EnvironmentEvent> E await(Class<E> wanted) throws InterruptedException, EndedEarly {
        EnvironmentEvent event = events.take();
        if (wanted.isInstance(event)) {
            return wanted.cast(event);
        }
        throw new EndedEarly(
                switch (event) {
                    case InitFailed failed ->
                        "its start failed: " + failed.failure().errorType() + ": "
                                + failed.failure().message();
                    case Exited exited -> exited.failure().message();
                    default -> "it did out of turn: " + event;
                });
    }

    /**
     * Asks the function to end and waits until it has.
     *
     * @return whether it has, within the patience
     */
    public boolean end(Duration patience) throws InterruptedException {
        process.destroy();
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the function at once where it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        context.runOnContext(turn -> api.close());
    }

    private final class Told implements RuntimeApi.Listener {

        @Override
        public void initialized() {
            events.add(new Ready(Duration.ZERO, Duration.ZERO, Optional.empty()));
        }

        @Override
        public void failed(Failure failure, Payload document) {
            events.add(new InitFailed(Duration.ZERO, Duration.ZERO, failure, Optional.of(document), 0));
        }

        @Override
        public void answered(String requestId, Answer answer) {
            events.add(new Answered(requestId, answer));
        }

        @Override
        public void idle(String requestId) {
            events.add(new Idle(requestId, Duration.ZERO, 0, Optional.empty()));
        }
    }
}
