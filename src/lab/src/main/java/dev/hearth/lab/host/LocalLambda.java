package dev.hearth.lab.host;

import dev.hearth.lab.lambda.Account;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Action;
import dev.hearth.lab.lambda.Configuration;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.LambdaEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Lambda on this machine: asks the rules what is to be done and does it with whatever environments the factory starts.
 * Thread-safe; has no thread of its own. Rules and environments are served under one lock, in whichever thread has
 * something to say; callers and the watcher are told outside it.
 */
public final class LocalLambda implements Lambda, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LocalLambda.class);
    private static final long A_MOMENT_NANOS = 100_000;

    private final AccountSettings settings;
    private final EnvironmentFactory factory;
    private final Time time;
    private final Consumer<LambdaEvent> watcher;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Configuration> configurations = new HashMap<>();
    private final Account account;
    private final Queue<Action> actions = new ArrayDeque<>();
    private final Map<EnvironmentId, Running> environments = new HashMap<>();
    private final Map<String, CompletableFuture<Outcome>> callers = new HashMap<>();
    private boolean acting;
    private Optional<Instant> alarmed = Optional.empty();
    private Time.Alarm alarm = () -> {};

    private final Queue<LambdaEvent> announcements = new ConcurrentLinkedQueue<>();
    private final AtomicInteger announced = new AtomicInteger();

    /**
     * Starts the functions' provisioned environments.
     *
     * @param random chooses ids, and environments where the routing is random
     * @param watcher told what happens, one event at a time and in order, on any thread; must not block, and what it throws
     *     is logged
     */
    public LocalLambda(
            AccountSettings settings,
            List<FunctionSettings> functions,
            EnvironmentFactory factory,
            Time time,
            RandomGenerator random,
            Consumer<LambdaEvent> watcher) {
        this.settings = settings;
        this.factory = factory;
        this.time = time;
        this.watcher = watcher;
        this.account = new Account(time.now(), settings, functions, random, actions::add);
        run(now -> functions.forEach(
                function -> configurations.put(function.name(), new Configuration(function, 0, now))));
    }

    @Override
    public List<FunctionSettings> functions() {
        lock.lock();
        try {
            return account.functions();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String arn(String function) {
        return settings.functionArn(function, Optional.empty());
    }

    @Override
    public CompletionStage<Outcome> invoke(Request request) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        decide(now -> callers.put(account.invoke(now, request), outcome));
        return outcome;
    }

    @Override
    public Outcome enqueue(Request request) {
        return decide(now -> account.enqueue(now, request));
    }

    @Override
    public Configuration configuration(String function) {
        lock.lock();
        try {
            return Optional.ofNullable(configurations.get(function))
                    .orElseThrow(() -> new IllegalArgumentException("there is no function named " + function));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Configuration reconfigure(String function, Function<Configuration, FunctionSettings> change) {
        return decide(now -> {
            Configuration before = configuration(function);
            FunctionSettings settings = change.apply(before);
            account.configure(now, settings);
            Configuration after = before.then(settings, now);
            configurations.put(function, after);
            return after;
        });
    }

    /** Ends the function's environments on demand that have no invocation: the next one meets a cold start. */
    public void retireIdle(String function) {
        retireIdle(function, Integer.MAX_VALUE);
    }

    /** The same for so many of them at most; where invocations go by when environments were last used, those idle longest. */
    public void retireIdle(String function, int most) {
        run(now -> account.retireIdle(now, function, most));
    }

    /**
     * Ends an environment, at once or as soon as its invocation is over, as AWS may at any time; one that was provisioned is
     * replaced.
     *
     * @return whether there was one
     */
    public boolean end(EnvironmentId environment, String why) {
        return decide(now -> account.end(now, environment, why));
    }

    /**
     * Ends all environments at once and tells whoever waits; every later request is {@link Outcome.Unavailable}. Returns once
     * the watcher knows all, which another thread may be telling it; so the watcher must not call this.
     */
    @Override
    public void close() {
        run(account::close);
        awaitTold();
    }

    /** Returns once the watcher knows what led to any answer so far; not to be called by the watcher. */
    public void awaitTold() {
        while (!announcements.isEmpty() || announced.get() != 0) {
            LockSupport.parkNanos(A_MOMENT_NANOS);
        }
    }

    private void run(Consumer<Instant> decision) {
        decide(now -> {
            decision.accept(now);
            return Optional.empty();
        });
    }

    private <T> T decide(Function<Instant, T> decision) {
        List<Runnable> told = new ArrayList<>(1);
        T decided;
        lock.lock();
        try {
            try {
                decided = decision.apply(time.now());
            } finally {
                if (!acting) {
                    act(told);
                }
            }
        } finally {
            lock.unlock();
            if (!lock.isHeldByCurrentThread()) {
                told.forEach(Runnable::run);
                announce();
            }
        }
        return decided;
    }

    /** Does what is to be done; an environment that speaks up from within a call only adds to it. */
    private void act(List<Runnable> told) {
        acting = true;
        try {
            for (Action action = actions.poll(); action != null; action = actions.poll()) {
                switch (action) {
                    case Action.Start start -> start(start);
                    case Action.HandOver(var id, var invocation) ->
                        attempt(id, environment -> environment.invoke(invocation));
                    case Action.Stop(var id) -> attempt(id, Environment::stop);
                    case Action.Tell(var requestId, var outcome) -> {
                        CompletableFuture<Outcome> caller = callers.remove(requestId);
                        told.add(() -> caller.complete(outcome));
                    }
                    case Action.Announce(var event) -> announcements.add(event);
                }
            }
        } finally {
            acting = false;
            setAlarm();
        }
    }

    private void start(Action.Start start) {
        Running running = new Running(start.environment());
        environments.put(running.id, running);
        try {
            running.environment = Optional.of(factory.start(
                    running.id,
                    start.function(),
                    start.initialization(),
                    start.initLimit(),
                    event -> happened(running, event)));
        } catch (RuntimeException e) {
            LOG.error("environment " + running.id.value() + " could not be started", e);
            happened(
                    running,
                    new EnvironmentEvent.InitFailed(
                            Duration.ZERO, Duration.ZERO, broken("Sandbox.StartFailed", e), Optional.empty(), 0));
        }
    }

    /** Does nothing if it ended after the rules had decided to do something with it: they hear of that next. */
    private void attempt(EnvironmentId id, Consumer<Environment> action) {
        Optional<Running> running = Optional.ofNullable(environments.get(id));
        try {
            running.flatMap(known -> known.environment).ifPresent(action);
        } catch (RuntimeException e) {
            LOG.error("environment " + id.value() + " failed", e);
            running.ifPresent(known -> giveUp(known, e));
        }
    }

    /** An environment that throws is not asked again: to the rules it has ended. */
    private void giveUp(Running running, RuntimeException why) {
        try {
            running.environment.ifPresent(Environment::stop);
        } catch (RuntimeException e) {
            LOG.error("environment " + running.id.value() + " could not be stopped", e);
        }
        happened(running, new EnvironmentEvent.Exited(broken("Sandbox.Failure", why), 0));
    }

    private static EnvironmentEvent.Failure broken(String errorType, RuntimeException why) {
        return new EnvironmentEvent.Failure(errorType, "The environment failed: " + why);
    }

    private void happened(Running environment, EnvironmentEvent event) {
        run(now -> {
            if (environments.get(environment.id) != environment) {
                return;
            }
            if (event instanceof EnvironmentEvent.Exited || event instanceof EnvironmentEvent.InitFailed) {
                environments.remove(environment.id);
            }
            account.happened(now, environment.id, event);
        });
    }

    private void setAlarm() {
        Optional<Instant> due = account.nextDeadline();
        if (due.isPresent() && alarmed.filter(at -> !at.isAfter(due.get())).isEmpty()) {
            alarm.cancel();
            alarmed = due;
            alarm = time.call(due.get(), () -> tick(due));
        }
    }

    private void tick(Optional<Instant> due) {
        run(now -> {
            if (alarmed.equals(due)) {
                alarmed = Optional.empty();
                account.tick(now);
            }
        });
    }

    private void announce() {
        if (announcements.isEmpty() || announced.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (LambdaEvent event = announcements.poll(); event != null; event = announcements.poll()) {
                tell(event);
            }
            seen = announced.addAndGet(-seen);
        } while (seen != 0);
    }

    private void tell(LambdaEvent event) {
        try {
            watcher.accept(event);
        } catch (RuntimeException e) {
            LOG.error("a watcher failed", e);
        }
    }

    /** One start of an environment: what an earlier start of the same id still says is not heard. */
    private static final class Running {

        private final EnvironmentId id;

        /** Empty until its factory has returned it. */
        private Optional<Environment> environment = Optional.empty();

        Running(EnvironmentId id) {
            this.id = id;
        }
    }
}
