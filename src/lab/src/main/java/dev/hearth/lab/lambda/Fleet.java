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

    /**
     * How long an invocation waits for an environment that has answered to ask for more. On AWS it would not wait: the
     * environment is taken until it asks. Here a caller that comes right back is faster than the runtime's next request.
     */
    static final Duration PATIENCE = Duration.ofMillis(5);

    private final Concurrency concurrency;
    private final Deadlines deadlines;
    private final Supplier<EnvironmentId> ids;
    private final RandomGenerator random;
    private final Consumer<Action> actions;

    private final Map<EnvironmentId, Member> members = new LinkedHashMap<>();

    /** Invocations for which an environment is about to become free; never more than there are such environments. */
    private final Deque<Call> waiting = new ArrayDeque<>();

    private final StartLimit starts;
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
        starts = new StartLimit(account.startsPerWindow(), AccountSettings.START_WINDOW);
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
        Optional<Reason> refusal = place(now, call, pool.almostFree());
        if (waiting.peekLast() == call) {
            deadlines.set(call, now.plus(PATIENCE), late -> waitedLongEnough(late, call));
        }
        return refusal;
    }

    /** Another environment, if it may have one; only one that is being ended is waited for longer. */
    private void waitedLongEnough(Instant now, Call call) {
        waiting.remove(call);
        place(now, call, pool.stopping()).ifPresent(reason -> refused(now, call, reason));
    }

    private static void refused(Instant now, Call call, Reason reason) {
        call.tell(now, new Outcome.Throttled(call.requestId, reason));
    }

    /** @param worthWaitingFor the number of environments that invocations may wait for */
    private Optional<Reason> place(Instant now, Call call, int worthWaitingFor) {
        Optional<Reason> refusal = concurrency.refusal(this);
        Optional<Member> idle = pool.idle();
        if ((refusal.isPresent() || idle.isEmpty()) && waiting.size() < worthWaitingFor) {
            // An answer is out before its environment asks for more: a caller that comes right back meets this gap.
            waiting.add(call);
            return Optional.empty();
        }
        if (refusal.isPresent()) {
            return refuse(now, call, refusal.get());
        }
        Optional<Member> free = idle.or(pool::reset);
        if (free.isPresent()) {
            route(now, free.get(), call);
            return Optional.empty();
        }
        if (!starts.take(now)) {
            return refuse(now, call, Reason.RATE);
        }
        Member member = start(now, Initialization.ON_DEMAND, EnvironmentState.AWAITED);
        member.call = Optional.of(call);
        call.cold = true;
        return Optional.empty();
    }

    private Optional<Reason> refuse(Instant now, Call call, Reason reason) {
        announce(new LambdaEvent.Throttled(now, settings.name(), call.requestId, reason));
        return Optional.of(reason);
    }

    /** Starts what provisioned concurrency lacks and ends what it has too much. */
    void provision(Instant now) {
        List<Member> provisioned = members.values().stream()
                .filter(member -> member.provisioned() && member.outdated.isEmpty())
                .toList();
        for (int n = provisioned.size(); n < settings.provisionedConcurrency(); n++) {
            start(now, Initialization.PROVISIONED_CONCURRENCY, EnvironmentState.STARTING);
        }
        provisioned.stream()
                .skip(settings.provisionedConcurrency())
                .forEach(surplus -> outdate(now, surplus, "provisioned concurrency was lowered"));
    }

    void configure(Instant now, FunctionSettings changed) {
        FunctionSettings old = settings;
        settings = changed;
        if (changed.routing() != old.routing()) {
            pool = new Pool(changed.routing(), random);
            members.values().forEach(pool::enter);
        }
        boolean same = changed.memory().equals(old.memory())
                && changed.timeout().equals(old.timeout())
                && changed.environment().equals(old.environment());
        if (changed.code() != old.code()) {
            int ending = (int) members.values().stream()
                    .filter(member -> member.state.busy())
                    .count();
            announce(new LambdaEvent.Deployed(now, settings.name(), members.size() - ending, ending));
            outdateAll(now, "other code was deployed");
        } else if (!same) {
            outdateAll(now, "the configuration changed");
        }
        provision(now);
    }

    private void outdateAll(Instant now, String why) {
        List.copyOf(members.values()).forEach(member -> outdate(now, member, why));
    }

    /** Ends environments on demand that have no invocation, so many at most. */
    void retireIdle(Instant now, int most) {
        pool.free().stream()
                .filter(member -> !member.provisioned())
                .limit(most)
                .forEach(member -> end(now, member, "retired"));
    }

    /** Ends an environment, now or once its invocation is over, and starts another where it was provisioned. */
    boolean end(Instant now, EnvironmentId environment, String why) {
        Optional<Member> found = Optional.ofNullable(members.get(environment));
        found.ifPresent(member -> {
            outdate(now, member, why);
            provision(now);
        });
        return found.isPresent();
    }

    /** Ends all environments at once; who waits for them is told. What was answered is over, and its memory unknown. */
    void close(Instant now, String why) {
        List<Call> orphans = new ArrayList<>(waiting);
        waiting.forEach(deadlines::clear);
        waiting.clear();
        for (Member member : List.copyOf(members.values())) {
            member.call.ifPresent(call -> {
                if (call.answer.isPresent()) {
                    conclude(now, member, call, Duration.between(call.started, now), 0);
                } else {
                    orphans.add(call);
                }
            });
            end(now, member, why);
        }
        orphans.forEach(call -> call.tell(now, new Outcome.Unavailable(call.requestId, why)));
    }

    /** An environment that is not, or no longer, of this fleet is not heard. */
    void happened(Instant now, EnvironmentId environment, EnvironmentEvent event) {
        Member member = members.get(environment);
        if (member == null) {
            return;
        }
        switch (event) {
            case EnvironmentEvent.Extended extended -> extended(now, member, extended);
            case EnvironmentEvent.Ready ready -> ready(now, member, ready);
            case EnvironmentEvent.InitFailed failed -> initFailed(now, member, failed);
            case EnvironmentEvent.Wrote wrote -> wrote(now, member, wrote.line());
            case EnvironmentEvent.Answered answered -> answered(now, member, answered);
            case EnvironmentEvent.Idle idle -> idle(now, member, idle);
            case EnvironmentEvent.Exited exited -> exited(now, member, exited);
        }
    }

    private void ready(Instant now, Member member, EnvironmentEvent.Ready ready) {
        boolean within = member.state == EnvironmentState.RESTARTING;
        move(member, Trigger.READY);
        announce(new LambdaEvent.Started(
                now, settings.name(), member.id, member.initialization, ready.waited(), ready.init()));
        member.call.ifPresentOrElse(
                call -> {
                    call.init = within ? Optional.empty() : Optional.of(ready.init());
                    handOver(now, member, call, within ? now.minus(ready.init()) : now);
                },
                () -> rest(now, member));
    }

    private void initFailed(Instant now, Member member, EnvironmentEvent.InitFailed failed) {
        boolean within = member.state == EnvironmentState.RESTARTING;
        move(member, Trigger.INIT_FAILED);
        announce(new LambdaEvent.InitFailed(now, settings.name(), member.id, failed.failure()));
        if (member.call.isEmpty()) {
            rest(now, member);
            return;
        }
        Call call = member.call.get();
        call.log("INIT_REPORT Init Duration: " + Report.milliseconds(failed.init()) + " ms\tPhase: "
                + (within ? "invoke" : "init") + "\t" + Report.status(failed.failure()));
        if (within) {
            Instant began = now.minus(failed.init());
            call.handedOver(began, now, began.plus(member.settings.limit(member.settings.timeout())));
            answer(now, member, call, call.failed(now, failed.failure(), failed.document()));
            finish(now, member, failed.init(), failed.maximumMemoryMegabytes());
        } else {
            startAnew(now, member);
        }
    }

    private void extended(Instant now, Member member, EnvironmentEvent.Extended extended) {
        member.call.ifPresent(call -> extended.extensions().forEach(extension -> call.log(extension.line())));
        announce(new LambdaEvent.Extended(now, settings.name(), member.id, extended.extensions()));
    }

    private void wrote(Instant now, Member member, String line) {
        member.call.ifPresent(call -> call.log(line));
        announce(new LambdaEvent.Logged(now, settings.name(), member.id, line));
    }

    private void answered(Instant now, Member member, EnvironmentEvent.Answered answered) {
        move(member, Trigger.ANSWERED);
        member.call.ifPresent(call -> answer(now, member, call, call.answered(answered.answer())));
    }

    private void answer(Instant now, Member member, Call call, Optional<Answer> given) {
        given.ifPresent(answer -> {
            announce(new LambdaEvent.Answered(now, settings.name(), member.id, call.requestId, answer));
            call.tellAnswer(now, answer);
        });
    }

    private void idle(Instant now, Member member, EnvironmentEvent.Idle idle) {
        move(member, Trigger.FINISHED);
        if (member.state == EnvironmentState.IDLE) {
            // Its duration is the environment's; an init that was done again lies before it.
            Duration before = member.call
                    .map(call -> Duration.between(call.started, call.handedOverAt))
                    .orElse(Duration.ZERO);
            finish(now, member, idle.duration().plus(before), idle.maximumMemoryMegabytes());
        }
    }

    private void exited(Instant now, Member member, EnvironmentEvent.Exited exited) {
        move(member, Trigger.EXITED);
        Failure why = member.call.flatMap(call -> call.failure).orElse(exited.failure());
        announce(new LambdaEvent.Ended(now, settings.name(), member.id, why.message()));
        if (member.call.isEmpty()) {
            rest(now, member);
            return;
        }
        Call call = member.call.get();
        if (call.failure.isEmpty()) {
            answer(now, member, call, call.failed(now, exited.failure(), Optional.empty()));
            finish(now, member, Duration.between(call.started, now), exited.maximumMemoryMegabytes());
        } else {
            finish(now, member, member.settings.timeout(), exited.maximumMemoryMegabytes());
        }
    }

    private void timedOut(Instant now, Member member) {
        move(member, Trigger.TIMED_OUT);
        actions.accept(new Action.Stop(member.id));
        Call call = member.call.orElseThrow();
        answer(now, member, call, call.failed(now, Failure.timedOut(member.settings.timeout()), Optional.empty()));
    }

    private void route(Instant now, Member member, Call call) {
        deadlines.clear(member);
        move(member, Trigger.ROUTED);
        member.call = Optional.of(call);
        if (member.state == EnvironmentState.BUSY) {
            handOver(now, member, call, now);
        } else {
            call.cold = true;
            startAnew(now, member);
        }
    }

    private void handOver(Instant now, Member member, Call call, Instant began) {
        Instant deadline = began.plus(member.settings.limit(member.settings.timeout()));
        Invocation invocation = call.handedOver(began, now, deadline);
        actions.accept(new Action.HandOver(member.id, invocation));
        announce(new LambdaEvent.HandedOver(now, settings.name(), member.id, invocation, call.arrived, call.cold));
        deadlines.set(member, deadline, late -> timedOut(late, member));
    }

    private void finish(Instant now, Member member, Duration duration, int maximumMemoryMegabytes) {
        Call call = member.call.orElseThrow();
        member.call = Optional.empty();
        deadlines.clear(member);
        conclude(now, member, call, duration, maximumMemoryMegabytes);
        freed(now, member);
    }

    private void conclude(Instant now, Member member, Call call, Duration duration, int maximumMemoryMegabytes) {
        Report report = new Report(
                call.requestId,
                member.initialization,
                duration,
                call.init,
                member.settings.memory(),
                maximumMemoryMegabytes,
                call.failure);
        call.ended(now, report);
        announce(new LambdaEvent.Invoked(
                now,
                settings.name(),
                member.id,
                call.invocation.orElseThrow(),
                call.answer.orElseThrow(),
                call.cold,
                report));
    }

    /** It was busy and is not any more. */
    private void freed(Instant now, Member member) {
        if (member.outdated.isPresent()) {
            end(now, member, member.outdated.get());
            if (waiting.size() > pool.almostFree()) {
                Call call = nextWaiting();
                place(now, call).ifPresent(reason -> refused(now, call, reason));
            }
        } else if (waiting.isEmpty()) {
            rest(now, member);
        } else {
            route(now, member, nextWaiting());
        }
    }

    private Call nextWaiting() {
        Call call = waiting.remove();
        deadlines.clear(call);
        return call;
    }

    private void rest(Instant now, Member member) {
        if (member.state == EnvironmentState.IDLE) {
            announce(new LambdaEvent.Idle(now, settings.name(), member.id));
        }
        if (!member.provisioned() && !settings.debugged()) {
            deadlines.set(
                    member,
                    now.plus(settings.idle()),
                    late -> end(late, member, "idle for " + seconds(settings.idle()) + " s"));
        }
    }

    private Member start(Instant now, Initialization initialization, EnvironmentState state) {
        Member member = new Member(ids.get(), settings, initialization, state);
        members.put(member.id, member);
        busy += state.busy() ? 1 : 0;
        start(now, member, settings.limit(initLimit(initialization)));
        return member;
    }

    private Duration initLimit(Initialization initialization) {
        if (initialization == Initialization.ON_DEMAND) {
            return INIT_LIMIT;
        }
        return settings.timeout().compareTo(PROVISIONED_INIT_LIMIT) > 0 ? settings.timeout() : PROVISIONED_INIT_LIMIT;
    }

    private void startAnew(Instant now, Member member) {
        start(now, member, member.settings.limit(member.settings.timeout()));
    }

    private void start(Instant now, Member member, Duration initLimit) {
        actions.accept(new Action.Start(member.id, member.settings, member.initialization, initLimit));
        announce(new LambdaEvent.Starting(now, settings.name(), member.id, member.initialization));
    }

    /** Ends it now if it has no invocation, else as soon as that is over. */
    private void outdate(Instant now, Member member, String why) {
        if (member.state.busy()) {
            member.outdated = Optional.of(why);
        } else {
            end(now, member, why);
        }
    }

    private void end(Instant now, Member member, String why) {
        boolean process = member.state != EnvironmentState.RESET && member.state != EnvironmentState.STOPPING;
        deadlines.clear(member);
        move(member, Trigger.RETIRED);
        members.remove(member.id);
        if (process) {
            actions.accept(new Action.Stop(member.id));
        }
        announce(new LambdaEvent.Ended(now, settings.name(), member.id, why));
    }

    private void move(Member member, Trigger trigger) {
        EnvironmentState next = member.state.after(trigger);
        if (next != member.state) {
            pool.leave(member);
            busy += (next.busy() ? 1 : 0) - (member.state.busy() ? 1 : 0);
            member.state = next;
            pool.enter(member);
        }
    }

    private void announce(LambdaEvent event) {
        actions.accept(new Action.Announce(event));
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
