package dev.hearth.lab.lambda;

import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentState.Trigger;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Lambda.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One function and its environments: which of them gets an invocation, and what becomes of both. */
final class Fleet {

    /** What AWS gives an environment on demand until its first {@code /next}. */
    static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    /** AWS gives provisioned environments at least this, or the function's timeout where that is longer. */
    static final Duration PROVISIONED_INIT_LIMIT = Duration.ofSeconds(130);

    private final Concurrency concurrency;
    private final Deadlines deadlines;
    private final Supplier<EnvironmentId> ids;
    private final RandomGenerator random;
    private final Consumer<Action> actions;

    private final Map<EnvironmentId, Sandbox> sandboxes = new LinkedHashMap<>();
    /** Invocations for which an environment is about to become free; never more than there are such environments. */
    private final Deque<Call> waiting = new ArrayDeque<>();

    private final Rate starts;
    private FunctionSettings settings;
    private Pool pool;
    private int busy;

    Fleet(
            FunctionSettings settings,
            AccountSettings account,
            Concurrency concurrency,
            Deadlines deadlines,
            Supplier<EnvironmentId> ids,
            RandomGenerator random,
            Consumer<Action> actions) {
        this.settings = settings;
        this.concurrency = concurrency;
        this.deadlines = deadlines;
        this.ids = ids;
        this.random = random;
        this.actions = actions;
        starts = new Rate(account.startsPerWindow(), AccountSettings.START_WINDOW);
        pool = new Pool(settings.routing(), random);
    }

    FunctionSettings settings() {
        return settings;
    }

    /** Environments that count against concurrency. */
    int busy() {
        return busy;
    }

    /** Takes an environment for the invocation, or says why there is none to be had. */
    Optional<Reason> place(Instant now, Call call) {
        Optional<Reason> refusal = concurrency.refusal(this);
        Optional<Sandbox> idle = pool.idle();
        if ((refusal.isPresent() || idle.isEmpty()) && waiting.size() < pool.almostFree()) {
            // An answer is out before its environment asks for more: a caller that comes right back meets this gap.
            waiting.add(call);
            return Optional.empty();
        }
        if (refusal.isPresent()) {
            return refuse(call, refusal.get());
        }
        Optional<Sandbox> free = idle.or(pool::reset);
        if (free.isPresent()) {
            route(now, free.get(), call);
            return Optional.empty();
        }
        if (!starts.take(now)) {
            return refuse(call, Reason.RATE);
        }
        Sandbox sandbox = start(Initialization.ON_DEMAND, EnvironmentState.AWAITED);
        sandbox.call = Optional.of(call);
        call.cold = true;
        return Optional.empty();
    }

    private Optional<Reason> refuse(Call call, Reason reason) {
        announce(new LambdaEvent.Throttled(settings.name(), call.requestId, reason));
        return Optional.of(reason);
    }

    /** Starts what provisioned concurrency lacks and ends what it has too much. */
    void provision() {
        List<Sandbox> provisioned = sandboxes.values().stream()
                .filter(sandbox -> sandbox.provisioned() && sandbox.outdated.isEmpty())
                .toList();
        for (int n = provisioned.size(); n < settings.provisionedConcurrency(); n++) {
            start(Initialization.PROVISIONED_CONCURRENCY, EnvironmentState.STARTING);
        }
        provisioned.stream()
                .skip(settings.provisionedConcurrency())
                .forEach(surplus -> outdate(surplus, "provisioned concurrency was lowered"));
    }

    void configure(FunctionSettings changed) {
        FunctionSettings old = settings;
        settings = changed;
        if (changed.routing() != old.routing()) {
            pool = new Pool(changed.routing(), random);
            sandboxes.values().forEach(pool::enter);
        }
        boolean same = changed.memory().equals(old.memory())
                && changed.timeout().equals(old.timeout())
                && changed.environment().equals(old.environment());
        if (!same) {
            List.copyOf(sandboxes.values()).forEach(sandbox -> outdate(sandbox, "the configuration changed"));
        }
        provision();
    }

    /** Ends the environments on demand that have no invocation. */
    void retireIdle() {
        pool.free().stream().filter(sandbox -> !sandbox.provisioned()).forEach(sandbox -> end(sandbox, "retired"));
    }

    /** Ends all environments at once; who waits for them is told. */
    void close(Instant now, String why) {
        List<Call> orphans = new ArrayList<>(waiting);
        waiting.clear();
        for (Sandbox sandbox : List.copyOf(sandboxes.values())) {
            sandbox.call
                    .filter(call -> call.answer.isEmpty() || call.request.wantsLog())
                    .ifPresent(orphans::add);
            end(sandbox, why);
        }
        orphans.forEach(call -> call.tell(now, new Outcome.Unavailable(call.requestId, why)));
    }

    /** An environment that is not, or no longer, of this fleet is not heard. */
    void happened(Instant now, EnvironmentId environment, EnvironmentEvent event) {
        Sandbox sandbox = sandboxes.get(environment);
        if (sandbox == null) {
            return;
        }
        switch (event) {
            case EnvironmentEvent.Ready ready -> ready(now, sandbox, ready);
            case EnvironmentEvent.InitFailed failed -> initFailed(now, sandbox, failed);
            case EnvironmentEvent.Wrote wrote -> wrote(sandbox, wrote.line());
            case EnvironmentEvent.Answered answered -> answered(now, sandbox, answered);
            case EnvironmentEvent.Idle idle -> idle(now, sandbox, idle);
            case EnvironmentEvent.Exited exited -> exited(now, sandbox, exited);
        }
    }

    private void ready(Instant now, Sandbox sandbox, EnvironmentEvent.Ready ready) {
        boolean within = sandbox.state == EnvironmentState.RESTARTING;
        move(sandbox, Trigger.READY);
        announce(new LambdaEvent.ColdStart(
                settings.name(), sandbox.id, sandbox.initialization, ready.waited(), ready.init()));
        sandbox.call.ifPresentOrElse(
                call -> {
                    call.init = within ? Optional.empty() : Optional.of(ready.init());
                    handOver(now, sandbox, call, within ? now.minus(ready.init()) : now);
                },
                () -> rest(now, sandbox));
    }

    private void initFailed(Instant now, Sandbox sandbox, EnvironmentEvent.InitFailed failed) {
        boolean within = sandbox.state == EnvironmentState.RESTARTING;
        move(sandbox, Trigger.INIT_FAILED);
        announce(new LambdaEvent.InitFailed(settings.name(), sandbox.id, failed.failure()));
        if (sandbox.call.isEmpty()) {
            rest(now, sandbox);
            return;
        }
        Call call = sandbox.call.get();
        call.log("INIT_REPORT Init Duration: " + Report.milliseconds(failed.init()) + " ms\tPhase: "
                + (within ? "invoke" : "init") + "\t" + Report.status(failed.failure()));
        if (within) {
            Instant began = now.minus(failed.init());
            call.handedOver(began, now, began.plus(sandbox.settings.timeout()));
            call.failed(now, failed.failure(), failed.document());
            finish(now, sandbox, failed.init(), failed.maximumMemoryMegabytes());
        } else {
            startAnew(sandbox);
        }
    }

    private void wrote(Sandbox sandbox, String line) {
        sandbox.call.ifPresent(call -> call.log(line));
        announce(new LambdaEvent.Logged(settings.name(), sandbox.id, line));
    }

    private void answered(Instant now, Sandbox sandbox, EnvironmentEvent.Answered answered) {
        move(sandbox, Trigger.ANSWERED);
        sandbox.call.ifPresent(call -> call.answered(now, answered.answer()));
    }

    private void idle(Instant now, Sandbox sandbox, EnvironmentEvent.Idle idle) {
        move(sandbox, Trigger.FINISHED);
        if (sandbox.state == EnvironmentState.IDLE) {
            // Its duration is the environment's; an init that was done again lies before it.
            Duration before = sandbox.call
                    .map(call -> Duration.between(call.started, call.handedOverAt))
                    .orElse(Duration.ZERO);
            finish(now, sandbox, idle.duration().plus(before), idle.maximumMemoryMegabytes());
        }
    }

    private void exited(Instant now, Sandbox sandbox, EnvironmentEvent.Exited exited) {
        move(sandbox, Trigger.EXITED);
        announce(new LambdaEvent.Ended(
                settings.name(), sandbox.id, exited.failure().message()));
        if (sandbox.call.isEmpty()) {
            rest(now, sandbox);
            return;
        }
        Call call = sandbox.call.get();
        if (call.failure.isEmpty()) {

            call.failed(now, exited.failure(), Optional.empty());
            finish(now, sandbox, Duration.between(call.started, now), exited.maximumMemoryMegabytes());
        } else {
            finish(now, sandbox, sandbox.settings.timeout(), exited.maximumMemoryMegabytes());
        }
    }

    private void timedOut(Instant now, Sandbox sandbox) {
        move(sandbox, Trigger.TIMED_OUT);
        actions.accept(new Action.Stop(sandbox.id));
        Call call = sandbox.call.orElseThrow();

        call.failed(now, Failure.timedOut(sandbox.settings.timeout()), Optional.empty());
    }

    private void route(Instant now, Sandbox sandbox, Call call) {
        deadlines.clear(sandbox);
        move(sandbox, Trigger.ROUTED);
        sandbox.call = Optional.of(call);
        if (sandbox.state == EnvironmentState.BUSY) {
            handOver(now, sandbox, call, now);
        } else {
            call.cold = true;
            startAnew(sandbox);
        }
    }

    private void handOver(Instant now, Sandbox sandbox, Call call, Instant began) {
        Instant deadline = began.plus(sandbox.settings.timeout());
        actions.accept(new Action.HandOver(sandbox.id, call.handedOver(began, now, deadline)));
        deadlines.set(sandbox, deadline, late -> timedOut(late, sandbox));
    }

    private void finish(Instant now, Sandbox sandbox, Duration duration, int maximumMemoryMegabytes) {
        Call call = sandbox.call.orElseThrow();
        sandbox.call = Optional.empty();
        deadlines.clear(sandbox);
        Report report = new Report(
                call.requestId,
                sandbox.initialization,
                duration,
                call.init,
                sandbox.settings.memory(),
                maximumMemoryMegabytes,
                call.failure);
        call.ended(now, report);
        announce(new LambdaEvent.Invoked(
                settings.name(),
                sandbox.id,
                call.invocation.orElseThrow(),
                call.answer.orElseThrow(),
                call.cold,
                report));
        freed(now, sandbox);
    }

    /** It was busy and is not any more. */
    private void freed(Instant now, Sandbox sandbox) {
        if (sandbox.outdated.isPresent()) {
            end(sandbox, sandbox.outdated.get());
            if (waiting.size() > pool.almostFree()) {
                Call call = waiting.remove();
                place(now, call).ifPresent(reason -> call.tell(now, new Outcome.Throttled(call.requestId, reason)));
            }
        } else if (waiting.isEmpty()) {
            rest(now, sandbox);
        } else {
            route(now, sandbox, waiting.remove());
        }
    }

    private void rest(Instant now, Sandbox sandbox) {
        if (!sandbox.provisioned()) {
            deadlines.set(
                    sandbox,
                    now.plus(settings.idle()),
                    late -> end(sandbox, "idle for " + seconds(settings.idle()) + " s"));
        }
    }

    private Sandbox start(Initialization initialization, EnvironmentState state) {
        Sandbox sandbox = new Sandbox(ids.get(), settings, initialization, state);
        sandboxes.put(sandbox.id, sandbox);
        busy += state.busy() ? 1 : 0;
        actions.accept(new Action.Start(sandbox.id, settings, initialization, initLimit(initialization)));
        return sandbox;
    }

    private Duration initLimit(Initialization initialization) {
        if (initialization == Initialization.ON_DEMAND) {
            return INIT_LIMIT;
        }
        return settings.timeout().compareTo(PROVISIONED_INIT_LIMIT) > 0 ? settings.timeout() : PROVISIONED_INIT_LIMIT;
    }

    private void startAnew(Sandbox sandbox) {
        actions.accept(
                new Action.Start(sandbox.id, sandbox.settings, sandbox.initialization, sandbox.settings.timeout()));
    }

    /** Ends it now if it has no invocation, else as soon as that is over. */
    private void outdate(Sandbox sandbox, String why) {
        if (sandbox.state.busy()) {
            sandbox.outdated = Optional.of(why);
        } else {
            end(sandbox, why);
        }
    }

    private void end(Sandbox sandbox, String why) {
        boolean process = sandbox.state != EnvironmentState.RESET && sandbox.state != EnvironmentState.STOPPING;
        deadlines.clear(sandbox);
        move(sandbox, Trigger.RETIRED);
        sandboxes.remove(sandbox.id);
        if (process) {
            actions.accept(new Action.Stop(sandbox.id));
        }
        announce(new LambdaEvent.Ended(settings.name(), sandbox.id, why));
    }

    private void move(Sandbox sandbox, Trigger trigger) {
        EnvironmentState next = sandbox.state.after(trigger);
        if (next != sandbox.state) {
            pool.leave(sandbox);
            busy += (next.busy() ? 1 : 0) - (sandbox.state.busy() ? 1 : 0);
            sandbox.state = next;
            pool.enter(sandbox);
        }
    }

    private void announce(LambdaEvent event) {
        actions.accept(new Action.Announce(event));
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
