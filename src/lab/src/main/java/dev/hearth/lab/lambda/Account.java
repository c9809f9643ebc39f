package dev.hearth.lab.lambda;

import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Lambda.Reason;
import dev.hearth.lab.lambda.Lambda.Request;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The functions of one account: all of Lambda's rules as one machine. It is told what time it is with everything that
 * happens, and says what is to be done; it never does anything itself. Not thread-safe.
 */
public final class Account {

    private static final String CLOSED = "The local Lambda is shutting down.";

    private final AccountSettings account;
    private final RandomGenerator random;
    private final Consumer<Action> actions;
    private final Map<String, Fleet> fleets = new LinkedHashMap<>();
    private final Concurrency concurrency;
    private final Deadlines deadlines = new Deadlines();
    private final EventQueue queue;
    private boolean closed;

    /**
     * @param now when its provisioned environments begin to start
     * @param actions told what is to be done, in order
     * @throws IllegalArgumentException if two functions have one name, or they reserve more than the account has
     */
    public Account(
            Instant now,
            AccountSettings account,
            List<FunctionSettings> functions,
            RandomGenerator random,
            Consumer<Action> actions) {
        this.account = account;
        this.random = random;
        this.actions = actions;
        concurrency = new Concurrency(account, fleets.values());
        queue = new EventQueue(deadlines, this::attempt, actions);
        for (FunctionSettings function : functions) {
            Fleet fleet = new Fleet(function, account, concurrency, deadlines, this::newEnvironmentId, random, actions);
            if (fleets.putIfAbsent(function.name(), fleet) != null) {
                throw new IllegalArgumentException("two functions are named " + function.name());
            }
        }
        concurrency.check(functions);
        fleets.values().forEach(fleet -> fleet.provision(now));
    }

    public List<FunctionSettings> functions() {
        return fleets.values().stream().map(Fleet::settings).toList();
    }

    /** Runs a function; {@link Action.Tell} follows with the id that is returned. */
    public String invoke(Instant now, Request request) {
        String requestId = newRequestId();
        BiConsumer<Instant, Outcome> caller = (then, outcome) -> actions.accept(new Action.Tell(requestId, outcome));
        Optional<Fleet> fleet = find(request);
        if (closed || fleet.isEmpty()) {
            caller.accept(now, closed ? unavailable(requestId) : new Outcome.NotFound(arn(request)));
            return requestId;
        }
        Optional<String> trace = trace(now, request);
        if (trace.isEmpty()) {
            caller.accept(now, new Outcome.Recursive(requestId, arn(request)));
            return requestId;
        }
        Call call = new Call(requestId, arn(request), trace.get(), request, now, caller);
        fleet.get().place(now, call).ifPresent(reason -> caller.accept(now, new Outcome.Throttled(requestId, reason)));
        return requestId;
    }

    /** Puts an event into the asynchronous queue, unless that is full. AWS accepts whatever it can name a function for. */
    public Outcome enqueue(Instant now, Request request) {
        String requestId = newRequestId();
        Optional<Fleet> fleet = find(request);
        if (closed) {
            return unavailable(requestId);
        }
        if (fleet.isEmpty()) {
            return new Outcome.NotFound(arn(request));
        }
        if (trace(now, request).isPresent()) {
            if (!queue.add(now, new EventQueue.Event(requestId, request, fleet.get(), now))) {
                actions.accept(new Action.Announce(
                        new LambdaEvent.Throttled(now, request.function(), requestId, Reason.QUEUE)));
                return new Outcome.Throttled(requestId, Reason.QUEUE);
            }
        } else {
            actions.accept(new Action.Announce(new LambdaEvent.EventDropped(
                    now,
                    request.function(),
                    requestId,
                    "the function invoked itself more than " + TraceHeader.LONGEST_CHAIN + " times in one chain")));
        }
        return new Outcome.Accepted(requestId);
    }

    /** See {@link Lambda#configure}. */
    public void configure(Instant now, FunctionSettings settings) {
        Fleet fleet = fleet(settings.name());
        concurrency.check(functions().stream()
                .map(function -> function.name().equals(settings.name()) ? settings : function)
                .toList());
        fleet.configure(now, settings);
    }

    /** Ends the function's environments on demand that have no invocation, so many at most. */
    public void retireIdle(Instant now, String function, int most) {
        fleet(function).retireIdle(now, most);
    }

    /**
     * Ends an environment, at once or as soon as its invocation is over; one that was provisioned is replaced.
     *
     * @return whether there was one
     */
    public boolean end(Instant now, EnvironmentId environment, String why) {
        return fleets.values().stream().anyMatch(fleet -> fleet.end(now, environment, why));
    }

    /** An environment that was started says what happened to it. */
    public void happened(Instant now, EnvironmentId environment, EnvironmentEvent event) {
        fleets.values().forEach(fleet -> fleet.happened(now, environment, event));
    }

    /** When {@link #tick} is due next. */
    public Optional<Instant> nextDeadline() {
        return deadlines.next();
    }

    /** Does what is due by now. */
    public void tick(Instant now) {
        deadlines.run(now);
    }

    /** Ends everything: whoever waits is told, events that wait are dropped. */
    public void close(Instant now) {
        closed = true;
        fleets.values().forEach(fleet -> fleet.close(now, CLOSED));
        queue.close(now, CLOSED);
    }

    private Optional<Reason> attempt(Instant now, EventQueue.Event event) {
        return event.fleet()
                .place(
                        now,
                        new Call(
                                event.requestId,
                                arn(event.request),
                                trace(now, event.request).orElseThrow(),
                                event.request,
                                event.enqueued,
                                (then, outcome) -> queue.settle(then, event, outcome)));
    }

    private Optional<Fleet> find(Request request) {
        return Optional.ofNullable(fleets.get(request.function())).filter(fleet -> request.qualifier()
                .filter(qualifier -> !qualifier.equals(FunctionName.LATEST))
                .filter(qualifier -> !fleet.settings().aliases().contains(qualifier))
                .isEmpty());
    }

    private Fleet fleet(String function) {
        return Optional.ofNullable(fleets.get(function))
                .orElseThrow(() -> new IllegalArgumentException("there is no function named " + function));
    }

    private Optional<String> trace(Instant now, Request request) {
        return TraceHeader.of(
                request.traceId(), account.functionArn(request.function(), Optional.empty()), now, random);
    }

    private String arn(Request request) {
        return account.functionArn(request.function(), request.qualifier());
    }

    private static Outcome unavailable(String requestId) {
        return new Outcome.Unavailable(requestId, CLOSED);
    }

    private String newRequestId() {
        long version4 = (random.nextLong() & ~0xF000L) | 0x4000L;
        long variant2 = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(version4, variant2).toString();
    }

    private EnvironmentId newEnvironmentId() {
        HexFormat hex = HexFormat.of();
        return new EnvironmentId(hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()));
    }
}
