package dev.hearth.lab.dashboard;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Report;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells what would happen in a function, an event after the other, each a millisecond later unless time passes. */
final class Scene {

    static final String FUNCTION = "hearth";
    private static final MemorySize MEMORY = new MemorySize(1_024);

    private final Consumer<LambdaEvent> watcher;
    private Instant now;
    private int requests;

    Scene(Instant begun, Consumer<LambdaEvent> watcher) {
        this.now = begun;
        this.watcher = watcher;
    }

    Instant now() {
        return now;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    void tell(LambdaEvent event) {
        watcher.accept(event);
    }

    private Instant tick() {
        now = now.plusMillis(1);
        return now;
    }

    void starts(String id) {
        starts(id, Initialization.ON_DEMAND);
    }

    void starts(String id, Initialization initialization) {
        tell(new LambdaEvent.Starting(tick(), FUNCTION, new EnvironmentId(id), initialization));
    }

    void started(String id) {
        tell(new LambdaEvent.Started(
                tick(),
                FUNCTION,
                new EnvironmentId(id),
                Initialization.ON_DEMAND,
                Duration.ZERO,
                Duration.ofMillis(14)));
    }

    void idles(String id) {
        tell(new LambdaEvent.Idle(tick(), FUNCTION, new EnvironmentId(id)));
    }

    /** One that is there and has nothing to do. */
    void warm(String id) {
        starts(id);
        started(id);
        idles(id);
    }

    void ends(String id, String why) {
        tell(new LambdaEvent.Ended(tick(), FUNCTION, new EnvironmentId(id), why));
    }

    void failsToStart(String id, String why) {
        tell(new LambdaEvent.InitFailed(
                tick(), FUNCTION, new EnvironmentId(id), new Failure("Runtime.ExitError", why)));
    }

    void writes(String id, String line) {
        tell(new LambdaEvent.Logged(tick(), FUNCTION, new EnvironmentId(id), line));
    }

    void throttles() {
        tell(new LambdaEvent.Throttled(tick(), FUNCTION, "r" + ++requests, Lambda.Reason.RESERVED));
    }

    /** An invocation that an environment has. */
    record Work(String id, Invocation invocation, boolean cold) {}

    Work takes(String id, String event, boolean cold) {
        Invocation invocation = new Invocation(
                "r" + ++requests, "arn", Duration.ofSeconds(30), "trace", Optional.empty(), Payload.of(event));
        Instant arrived = now;
        tell(new LambdaEvent.HandedOver(tick(), FUNCTION, new EnvironmentId(id), invocation, arrived, cold));
        return new Work(id, invocation, cold);
    }

    Work request(String id, String path) {
        return takes(id, "{\"rawPath\":\"" + path + "\"}", false);
    }

    Work cycle(String id, int target) {
        return takes(
                id,
                new WarmEvent.Cycle(target, Optional.empty(), Optional.empty())
                        .toJson()
                        .toString(),
                false);
    }

    Work hold(String id, String cycle, int depth, boolean cold) {
        return takes(
                id,
                new WarmEvent.Hold(cycle, now.plusMillis(60), 1, depth, Optional.empty())
                        .toJson()
                        .toString(),
                cold);
    }

    void answers(Work work, String answer) {
        answers(work, new Answer.Result(Payload.of(answer)));
        idles(work.id());
    }

    void fails(Work work, String type, String message) {
        answers(
                work,
                new Answer.FunctionError(
                        Payload.of("{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message + "\"}")));
    }

    private void answers(Work work, Answer answer) {
        EnvironmentId id = new EnvironmentId(work.id());
        String request = work.invocation().requestId();
        tell(new LambdaEvent.Answered(tick(), FUNCTION, id, request, answer));
        tell(new LambdaEvent.Invoked(
                tick(),
                FUNCTION,
                id,
                work.invocation(),
                answer,
                work.cold(),
                new Report(
                        request,
                        Initialization.ON_DEMAND,
                        Duration.ofMillis(50),
                        work.cold() ? Optional.of(Duration.ofMillis(14)) : Optional.empty(),
                        MEMORY,
                        40,
                        Optional.empty())));
    }

    static String report(String cycle, int target, int reached, int cold) {
        return "{\"cycleId\":\"" + cycle + "\",\"target\":" + target + ",\"reached\":" + reached + ",\"cold\":" + cold
                + ",\"rounds\":1,\"windowMs\":60,\"spreadMs\":4,\"throttled\":0,\"failed\":0,\"billedGbSeconds\":0.95,"
                + "\"costUsd\":0.0000198}";
    }
}
