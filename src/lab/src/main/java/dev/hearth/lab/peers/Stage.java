package dev.hearth.lab.peers;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.lab.bench.Json;
import dev.hearth.lab.cloud.SecureInvokeApi;
import dev.hearth.lab.environment.ProcessEnvironments;
import dev.hearth.lab.host.LocalLambda;
import dev.hearth.lab.host.Time;
import dev.hearth.lab.http.Bounds;
import dev.hearth.lab.http.Door;
import dev.hearth.lab.http.HttpApiEvent;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** A local Lambda for one trial: a function, perhaps another one that warms it, and users. Not thread-safe. */
final class Stage implements AutoCloseable {

    private static final String FUNCTION = "peer";
    private static final String LEADER = "leader";
    private static final Payload USER =
            HttpApiEvent.get("/hello", Instant.EPOCH).toPayload();

    /** How often a user comes during a cycle. */
    private static final Duration BETWEEN_USERS = Duration.ofMillis(200);

    /** How often one comes, and a cycle is led, where users are steady. */
    private static final Duration BETWEEN_STEADY_USERS = Duration.ofMillis(10);

    private static final Duration BETWEEN_CYCLES = Duration.ofSeconds(1);
    private static final Duration PHASE = Duration.ofSeconds(5);

    /** How often in a row nothing must be found under way until a cycle is over: looks, for time passes for who is not looking too. */
    private static final int QUIET = 20;

    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Time time = Time.system();
    private final Ledger ledger = new Ledger(FUNCTION, USER);
    private final Plan.Trial trial;
    private final LocalLambda lambda;
    private final Jitter queue;
    private final Door door;
    private volatile Map<String, String> variables = Map.of();

    /**
     * Sets it up.
     *
     * @param function the package of the strategy's function
     * @param leader the package of the one that warms it, if another does
     */
    Stage(
            Vertx vertx,
            Scratch scratch,
            SecureInvokeApi api,
            Plan.Trial trial,
            MemorySize memory,
            Duration jitter,
            FunctionPackage function,
            Optional<FunctionPackage> leader,
            RandomGenerator random) {
        this.trial = trial;
        List<FunctionSettings> settings = new ArrayList<>();
        settings.add(settings(FUNCTION, trial, memory, trial.strategy().variables()));
        trial.strategy().leader().ifPresent(other -> settings.add(settings(LEADER, trial, memory, other.variables())));
        ProcessEnvironments environments = with(new ProcessEnvironments(
                vertx,
                leader.map(other -> Map.of(FUNCTION, function, LEADER, other)).orElse(Map.of(FUNCTION, function)),
                ProcessEnvironments.Options.in(AccountSettings.DEFAULT.region()).withVariables(() -> variables),
                scratch));
        lambda = with(new LocalLambda(AccountSettings.DEFAULT, settings, environments, time, random, ledger));
        queue = new Jitter(lambda, time, jitter, random);
        door = with(api.open(vertx, queue, new Bounds(), Duration.ZERO));
        variables = api.variables(door);
    }

    private static FunctionSettings settings(
            String name, Plan.Trial trial, MemorySize memory, Map<String, String> variables) {
        return FunctionSettings.named(name)
                .withMemory(memory)
                .withTimeout(Duration.ofMinutes(1))
                .withIdle(Duration.ofHours(1))
                .withRouting(trial.routing())
                .withAsynchronous(FunctionSettings.Asynchronous.ONCE)
                .withEnvironment(Strategy.filledIn(variables, trial.target()));
    }

    /** Runs the trial's cycles. */
    List<Measurement> run() throws InterruptedException {
        List<Measurement> measured = new ArrayList<>();
        if (trial.pool() != Pool.EMPTY) {
            fill();
            measured.add(cycle(1, false));
            int gone = trial.pool().gone(trial.target());
            if (gone > 0) {
                int left = trial.target() - gone;
                lambda.retireIdle(FUNCTION, ledger.alive() - left);
                await(() -> ledger.alive() == left);
            }
        }
        for (int cycle = 0; cycle < trial.counting(); cycle++) {
            measured.add(cycle(measured.size() + 1, true));
        }
        return measured;
    }

    /**
     * What one cycle of Hearth's did that had its environments to itself.
     *
     * @param reached how many, by the local Lambda's own count
     * @param rounds how many it took, by its report
     * @param gbSeconds that its invocations were billed, the leader's among them, by their REPORT lines
     * @param toldGbSeconds that its report says it was billed
     */
    record Alone(int reached, int rounds, double gbSeconds, double toldGbSeconds) {}

    /**
     * Leads cycles over a full pool that has no users, each from a leader whose connections are gone.
     *
     * @param settling how many do not count: while they go on, windows are still found
     */
    List<Alone> alone(int settling, int counting) throws InterruptedException {
        fill();
        List<Alone> cycles = new ArrayList<>();
        for (int cycle = 0; cycle < settling + counting; cycle++) {
            door.hangUp();
            Outcome outcome = lead().join();
            lambda.awaitTold();
            await(ledger::idle);
            Ledger.Page page = ledger.turn();
            JsonNode report = report(outcome);
            if (cycle >= settling) {
                cycles.add(new Alone(
                        page.reached(),
                        report.path("rounds").asInt(),
                        page.gbSeconds(),
                        report.path("billedGbSeconds").asDouble()));
            }
        }
        return cycles;
    }

    /** A stretch of time while a cycle was led. */
    private record Led(Instant from, CompletableFuture<Instant> until) {
        boolean meets(Instant arrived, Duration took) {
            return !arrived.isAfter(until.join()) && arrived.plus(took).isAfter(from);
        }
    }

    /** What a user asked, and when what came of it was there. */
    private record Asked(Instant at, CompletableFuture<Outcome> outcome, CompletableFuture<Instant> ended) {}

    /**
     * Users at a steady pace, in turns without cycles and with one a second, over a pool that was full at first.
     *
     * @param reserved the function's reserved concurrency
     * @param turns of each kind
     */
    Felt.Situation steady(Optional<Integer> reserved, int settling, int turns) throws InterruptedException {
        reserved.ifPresent(limit ->
                lambda.configure(lambda.configuration(FUNCTION).settings().withReservedConcurrency(limit)));
        alone(settling, 0);
        List<Felt.Request> requests = new ArrayList<>();
        int cycles = 0;
        int reachedAll = 0;
        for (int turn = 0; turn < turns; turn++) {
            requests.addAll(phase(new ArrayList<>(), false));
            List<CompletableFuture<Outcome>> led = new ArrayList<>();
            requests.addAll(phase(led, true));
            for (CompletableFuture<Outcome> cycle : led) {
                cycles++;
                reachedAll += report(cycle.join()).path("reached").asInt() >= trial.target() ? 1 : 0;
            }
        }
        return new Felt.Situation(trial.routing(), reserved, cycles, reachedAll, requests);
    }

    private List<Felt.Request> phase(List<CompletableFuture<Outcome>> cycles, boolean warming)
            throws InterruptedException {
        ledger.turn();
        List<Asked> asked = new ArrayList<>();
        List<Led> led = new ArrayList<>();
        Instant began = time.now();
        Instant nextUser = began;
        Instant nextCycle = warming ? began.plus(BETWEEN_CYCLES.dividedBy(2)) : Instant.MAX;
        for (Instant now = began; now.isBefore(began.plus(PHASE)); now = time.now()) {
            if (!now.isBefore(nextUser)) {
                CompletableFuture<Outcome> outcome = user();
                asked.add(new Asked(now, outcome, outcome.thenApply(_ -> time.now())));
                nextUser = nextUser.plus(BETWEEN_STEADY_USERS);
            }
            if (!now.isBefore(nextCycle)) {
                door.hangUp();
                CompletableFuture<Outcome> cycle = lead();
                led.add(new Led(now, cycle.thenApply(_ -> time.now())));
                cycles.add(cycle);
                nextCycle = nextCycle.plus(BETWEEN_CYCLES);
            }
            Thread.sleep(Duration.ofMillis(1));
        }
        asked.forEach(user -> user.outcome().join());
        cycles.forEach(CompletableFuture::join);
        lambda.awaitTold();
        await(ledger::idle);
        List<Felt.Request> requests = new ArrayList<>();
        ledger.turn()
                .users()
                .forEach(wait -> requests.add(new Felt.Request(
                        when(warming, led, wait.arrived(), wait.took()), wait.took(), wait.cold(), false)));
        asked.stream().filter(user -> failed(user.outcome())).forEach(user -> {
            Duration took = Duration.between(user.at(), user.ended().join());
            requests.add(new Felt.Request(when(warming, led, user.at(), took), took, false, true));
        });
        return requests;
    }

    private static Felt.When when(boolean warming, List<Led> led, Instant arrived, Duration took) {
        if (!warming) {
            return Felt.When.WITHOUT_CYCLES;
        }
        return led.stream().anyMatch(cycle -> cycle.meets(arrived, took))
                ? Felt.When.DURING_A_CYCLE
                : Felt.When.BETWEEN_CYCLES;
    }

    private CompletableFuture<Outcome> lead() {
        String event = Strategy.filledIn(trial.strategy().events().getFirst(), trial.target());
        return lambda.invoke(request(FUNCTION, Payload.of(event))).toCompletableFuture();
    }

    private JsonNode report(Outcome outcome) {
        try {
            if (outcome instanceof Outcome.Completed completed && completed.answer() instanceof Answer.Result) {
                return Json.object(completed.answer().payload().toString());
            }
        } catch (JacksonException e) {
            throw new IllegalStateException("a cycle was answered " + outcome, e);
        }
        throw new IllegalStateException("a cycle ended with " + outcome);
    }

    /** How long the function's environments took to start so far. */
    List<Duration> inits() {
        return ledger.inits();
    }

    private void fill() throws InterruptedException {
        if (trial.strategy().provisioned()) {
            lambda.configure(lambda.configuration(FUNCTION).settings().withProvisionedConcurrency(trial.target()));
            await(() -> ledger.alive() == trial.target() && ledger.idle());
        } else {
            // One that answers before the last has come gets two
            while (ledger.alive() < trial.target()) {
                users(trial.target());
            }
        }
        ledger.turn();
    }

    private Measurement cycle(int turn, boolean counted) throws InterruptedException {
        door.hangUp();
        int before = ledger.alive();
        Instant began = time.now();
        String leader = trial.strategy().leader().isPresent() ? LEADER : FUNCTION;
        for (String event : trial.strategy().events()) {
            var _ = queue.enqueue(request(leader, Payload.of(Strategy.filledIn(event, trial.target()))));
        }
        List<CompletableFuture<Outcome>> users = new ArrayList<>();
        Instant next = began.plus(BETWEEN_USERS);
        int quiet = 0;
        while (quiet < QUIET) {
            requirePatience(began);
            if (!time.now().isBefore(next)) {
                users.add(user());
                next = next.plus(BETWEEN_USERS);
            }
            quiet = queue.waiting() > 0 || !ledger.quiet() ? 0 : quiet + 1;
            Thread.sleep(MOMENT);
        }
        await(ledger::idle);
        Ledger.Page cycle = ledger.turn();
        List<CompletableFuture<Outcome>> burst = users(trial.target());
        Ledger.Page after = ledger.turn();
        users.addAll(burst);
        Instant ended = cycle.lastWarming().orElseGet(time::now);
        List<Ledger.Wait> during = cycle.users().stream()
                .filter(wait -> wait.arrived().isBefore(ended))
                .toList();
        return new Measurement(
                trial.strategy().name(),
                trial.target(),
                trial.pool(),
                trial.routing(),
                turn,
                counted,
                before,
                cycle.reached(),
                claimed(cycle),
                cycle.invocations(),
                cycle.gbSeconds(),
                cycle.initGbSeconds(),
                Duration.between(began, cycle.lastWarming().orElse(began)),
                cycle.lost(),
                took(during),
                cold(during),
                took(after.users()),
                cold(after.users()),
                (int) users.stream().filter(Stage::failed).count());
    }

    private static int cold(List<Ledger.Wait> waits) {
        return (int) waits.stream().filter(Ledger.Wait::cold).count();
    }

    private static List<Duration> took(List<Ledger.Wait> waits) {
        return waits.stream()
                .map(wait -> wait.took().truncatedTo(ChronoUnit.MICROS))
                .toList();
    }

    private static boolean failed(CompletableFuture<Outcome> user) {
        return !(user.join() instanceof Outcome.Completed completed && completed.answer() instanceof Answer.Result);
    }

    private OptionalInt claimed(Ledger.Page cycle) {
        return trial.strategy()
                .claim()
                .map(pointer -> Claims.read(cycle.answers(), pointer))
                .orElse(OptionalInt.empty());
    }

    /** So many at once; returns when all have their answers. */
    private List<CompletableFuture<Outcome>> users(int number) throws InterruptedException {
        List<CompletableFuture<Outcome>> users = new ArrayList<>();
        for (int user = 0; user < number; user++) {
            users.add(user());
        }
        CompletableFuture.allOf(users.toArray(CompletableFuture<?>[]::new)).join();
        await(ledger::idle);
        return users;
    }

    private CompletableFuture<Outcome> user() {
        return lambda.invoke(request(FUNCTION, USER)).toCompletableFuture();
    }

    private static Lambda.Request request(String function, Payload payload) {
        return new Lambda.Request(function, Optional.empty(), payload, false, Optional.empty(), Optional.empty());
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) throws InterruptedException {
        Instant began = time.now();
        while (!condition.holds()) {
            requirePatience(began);
            Thread.sleep(MOMENT);
        }
    }

    private void requirePatience(Instant since) {
        if (Duration.between(since, time.now()).compareTo(PATIENCE) > 0) {
            throw new IllegalStateException(trial.strategy().name() + " with " + trial.target()
                    + " environments came to no end in " + PATIENCE.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of a trial did not end", e);
            }
        }
    }

    private <T extends AutoCloseable> T with(T part) {
        parts.push(part);
        return part;
    }
}
