package dev.hearth.lab.soak;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.soak.Requests.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Keeps a few environments busy: each gets its next request as soon as it asks for one. One that loses a request is ended
 * and replaced; one that does not start is not. Thread-safe.
 */
public final class Soak {

    /** More than AWS's 10 s: how fast it starts is not what a soak is for. */
    private static final Duration INIT_LIMIT = Duration.ofSeconds(60);

    private static final int KEPT_PROBLEMS = 100;

    /**
     * What is to be done.
     *
     * @param requests how many requests to put
     * @param environments how many environments share them
     * @param patience how long a request may have no answer, or its environment not ask for the next, before it is lost
     * @param seed makes the order of the requests
     */
    public record Plan(long requests, int environments, Duration patience, long seed) {

        public Plan {
            require(requests >= 1, "there must be at least 1 request, not " + requests);
            require(environments >= 1, "there must be at least 1 environment, not " + environments);
            require(patience.isPositive(), "the patience must be positive, not " + patience);
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }

    private final Plan plan;
    private final FunctionSettings function;
    private final EnvironmentFactory factory;
    private final LongSupplier nanos;
    private final Consumer<String> watcher;
    private final Requests requests;
    private final List<Seat> seats;
    private final List<String> problems = new ArrayList<>();
    private boolean stopped;
    private long sent;
    private long answered;
    private long wrong;
    private long lost;
    private int started;
    private long first;
    private long last;
    private long longest;

    /**
     * A soak that has not begun.
     *
     * @param nanos tells the time that passes, as {@link System#nanoTime} does
     * @param watcher told each problem when it is found
     */
    public Soak(
            Plan plan,
            FunctionSettings function,
            EnvironmentFactory factory,
            LongSupplier nanos,
            Consumer<String> watcher) {
        this.plan = plan;
        this.function = function;
        this.factory = factory;
        this.nanos = nanos;
        this.watcher = watcher;
        requests = new Requests(plan.seed());
        seats = IntStream.range(0, plan.environments())
                .mapToObj(number -> new Seat())
                .toList();
    }

    /** Starts the environments; the requests follow by themselves. */
    public synchronized void start() {
        seats.forEach(Seat::start);
    }

    /** Names what has waited longer than the patience, and ends its environment; to be called now and then. */
    public synchronized void look() {
        seats.forEach(Seat::look);
    }

    /** Puts no further request; those under way may still be answered. */
    public synchronized void stop() {
        stopped = true;
    }

    /** Whether nothing is under way and nothing follows. */
    public synchronized boolean isDone() {
        return seats.stream().allMatch(Seat::isDone);
    }

    /** What has become of the requests until now. */
    public synchronized Findings figures() {
        double seconds = (last - first) / 1e9;
        return new Findings(
                plan.seed(),
                plan.environments(),
                plan.requests(),
                sent,
                answered,
                wrong,
                lost,
                started,
                seconds,
                seconds > 0 ? answered / seconds : 0,
                longest / 1e6,
                problems);
    }

    private boolean goesOn() {
        return !stopped && sent < plan.requests();
    }

    private void report(String problem) {
        if (problems.size() < KEPT_PROBLEMS) {
            problems.add(problem);
        }
        watcher.accept(problem);
    }

    /** A request that an environment has. */
    private record UnderWay(Request request, String requestId, long since, boolean answered) {

        UnderWay withAnswer() {
            return new UnderWay(request, requestId, since, true);
        }
    }

    /** The place of one environment, and of those that replace it. */
    private final class Seat {

        private Optional<Environment> environment = Optional.empty();
        private EnvironmentId id = new EnvironmentId("none");
        private Optional<UnderWay> underWay = Optional.empty();
        private boolean starting;
        private boolean closed;

        void start() {
            started++;
            id = new EnvironmentId("soak" + started);
            starting = true;
            environment = Optional.of(
                    factory.start(id, function, Initialization.ON_DEMAND, INIT_LIMIT, event -> happened(id, event)));
        }

        boolean isDone() {
            return closed || (underWay.isEmpty() && !goesOn());
        }

        void look() {
            underWay.filter(request -> nanos.getAsLong() - request.since()
                            > plan.patience().toNanos())
                    .ifPresent(request -> {
                        lose(
                                request,
                                request.answered()
                                        ? "was answered, but the environment asked for no further one for "
                                                + plan.patience().toSeconds() + " s"
                                        : "has no answer after "
                                                + plan.patience().toSeconds() + " s");
                        environment.ifPresent(Environment::stop);
                    });
        }

        private void happened(EnvironmentId from, EnvironmentEvent event) {
            synchronized (Soak.this) {
                switch (event) {
                    case EnvironmentEvent.Ready _ -> {
                        starting = false;
                        put();
                    }
                    case EnvironmentEvent.Answered(String requestId, Answer answer) ->
                        underWay.filter(request -> request.requestId().equals(requestId))
                                .ifPresent(request -> answered(request, answer));
                    case EnvironmentEvent.Idle _ -> {
                        // One that was given up is ending.
                        if (underWay.isPresent()) {
                            underWay = Optional.empty();
                            put();
                        }
                    }
                    case EnvironmentEvent.InitFailed failed -> {
                        closed = true;
                        report("environment " + from.value() + " did not start: "
                                + failed.failure().message());
                    }
                    case EnvironmentEvent.Exited exited -> {
                        underWay.ifPresent(request -> lose(
                                request,
                                "was under way when the environment ended: "
                                        + exited.failure().message()));
                        if (starting) {
                            closed = true;
                        } else if (goesOn()) {
                            start();
                        }
                    }
                    case EnvironmentEvent.Extended _, EnvironmentEvent.Wrote _ -> {}
                }
            }
        }

        private void put() {
            if (!goesOn()) {
                return;
            }
            Request request = requests.next();
            String requestId = new UUID(plan.seed(), request.number()).toString();
            long now = nanos.getAsLong();
            if (sent == 0) {
                first = now;
            }
            sent++;
            underWay = Optional.of(new UnderWay(request, requestId, now, false));
            Invocation invocation = new Invocation(
                    requestId,
                    "arn:aws:lambda:us-east-1:123456789012:function:" + function.name(),
                    function.timeout(),
                    "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
                    Optional.empty(),
                    request.event());
            environment.orElseThrow().invoke(invocation);
        }

        private void answered(UnderWay request, Answer answer) {
            last = nanos.getAsLong();
            longest = Math.max(longest, last - request.since());
            underWay = Optional.of(request.withAnswer());
            request.request()
                    .objection(answer)
                    .ifPresentOrElse(
                            objection -> {
                                wrong++;
                                report(named(request) + ": " + objection);
                            },
                            () -> answered++);
        }

        private void lose(UnderWay request, String how) {
            underWay = Optional.empty();
            if (!request.answered()) {
                lost++;
            }
            report(named(request) + " " + how);
        }

        private String named(UnderWay request) {
            String query = request.request().query();
            return "request " + request.request().number() + " (" + request.requestId() + ", GET "
                    + request.request().path() + (query.isEmpty() ? "" : "?" + query) + ", environment " + id.value()
                    + ")";
        }
    }
}
