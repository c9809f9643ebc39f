package dev.hearth.lab.cloud;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.environment.ProcessEnvironments;
import dev.hearth.lab.host.LocalLambda;
import dev.hearth.lab.host.Time;
import dev.hearth.lab.http.Bounds;
import dev.hearth.lab.http.Door;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.linux.Limits;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import dev.hearth.lab.schedule.EventBridge;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** The parts of AWS that functions run in, put together: Lambda with its doors and environments, and EventBridge Scheduler. */
public final class LocalCloud implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LocalCloud.class);
    private static final String HOST = "127.0.0.1";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Duration apiLatency;
    private final Bounds bounds = new Bounds();
    private volatile Map<String, String> variables = Map.of();
    private volatile Optional<Path> trustStore = Optional.empty();
    private Consumer<Consumer<String>> watch = refused -> {};
    private int apiPort;
    private final List<Integer> httpPorts = new ArrayList<>();
    private volatile Optional<Running> running = Optional.empty();

    /** What a cloud that was started is asked for. */
    private record Running(LocalLambda lambda, EventBridge eventBridge, List<Deployment> deployments) {}

    /** A cloud without anything in it. */
    public LocalCloud() {
        this(Duration.ZERO);
    }

    /**
     * A cloud without anything in it.
     *
     * @param apiLatency how much longer every call of the Invoke API takes, in whole milliseconds
     */
    public LocalCloud(Duration apiLatency) {
        this.apiLatency = apiLatency;
    }

    /**
     * Starts functions, their doors and their schedules. Port 0 is any free one.
     *
     * @param account that they run in
     * @param tls whether environments reach the Invoke API by TLS, as on AWS; others may go by plain HTTP
     * @param debugPort where the first environment listens for a debugger, each further one at the next free port; nothing
     *     is limited in time then
     * @param watcher told what happens
     * @param started told what this machine limits, before anything happens
     * @throws Refusal if a port is taken or a package cannot be run; then nothing was started
     */
    public void start(
            Vertx vertx,
            Scheduler scheduler,
            AccountSettings account,
            List<Deployment> deployments,
            int apiPort,
            boolean tls,
            Optional<Integer> debugPort,
            Consumer<LambdaEvent> watcher,
            Consumer<Limits> started) {
        requireFree(apiPort, "--api-port");
        deployments.forEach(deployment -> requireFree(deployment.httpPort(), "--http-port"));
        debugPort.ifPresent(port -> requireFree(port, "--debug"));

        Scratch scratch = with(Scratch.create());
        List<Optional<Written>> written = deployments.stream()
                .map(deployment -> Written.of(deployment.source()))
                .toList();
        Map<String, FunctionPackage> packages = new HashMap<>();
        deployments.forEach(deployment -> packages.put(deployment.name(), deployment.open(scratch)));
        debugPort.ifPresent(port -> packages.forEach((name, opened) -> requireDebuggable(name, opened, port)));
        ProcessEnvironments.Options options = ProcessEnvironments.Options.in(account.region())
                .withAccountId(account.id())
                .withVariables(() -> variables)
                .withTrustStore(() -> trustStore);
        ProcessEnvironments environments = with(new ProcessEnvironments(
                vertx, packages, debugPort.map(options::withFirstDebugPort).orElse(options), scratch));
        LocalLambda lambda = with(lambda(account, deployments, environments, watcher));
        // Before anybody can have an environment started.
        variables = tls
                ? secure(vertx, lambda, scratch)
                : Map.of("AWS_ENDPOINT_URL_LAMBDA", "http://" + HOST + ":" + apiPort);
        this.apiPort = with(open(
                        "--api-port",
                        apiPort,
                        () -> Door.openInvokeApi(vertx, lambda, bounds, HOST, apiPort, apiLatency)))
                .port();
        for (Deployment deployment : deployments) {
            FunctionName name = new FunctionName(deployment.name(), deployment.alias());
            Door door = with(open(
                    "--http-port",
                    deployment.httpPort(),
                    () -> Door.openHttp(
                            vertx,
                            lambda,
                            bounds,
                            name,
                            deployment.http(),
                            HOST,
                            deployment.httpPort(),
                            debugPort.isPresent()
                                    ? Optional.empty()
                                    : deployment.http().timeout())));
            httpPorts.add(door.port());
        }
        EventBridge eventBridge = with(
                new EventBridge(scheduler, lambda, InstantSource.system(), RandomGenerator.getDefault(), firing -> {}));
        started.accept(environments.limits());
        provision(lambda, deployments);
        deployments.forEach(deployment ->
                deployment.warmings().forEach(warming -> keepWarm(lambda, eventBridge, deployment.name(), warming)));
        running = Optional.of(new Running(lambda, eventBridge, deployments));
        watch = refused -> {
            for (int i = 0; i < deployments.size(); i++) {
                Redeployment redeployment = new Redeployment(deployments.get(i), lambda, environments, scratch);
                with(new PackageWatch(redeployment, written.get(i), refused));
            }
        };
    }

    /** What runs, with the targets that are in force; nothing before it was started. */
    public List<Deployment> deployments() {
        return running.map(Running::deployments).orElse(List.of());
    }

    /**
     * Ends an environment, at once or as soon as its invocation is over, as AWS may at any time.
     *
     * @return whether there was one
     */
    public boolean end(EnvironmentId environment) {
        return running.map(it -> it.lambda().end(environment, "ended by hand")).orElse(false);
    }

    /**
     * Has a function's schedules ask for so many environments from now on.
     *
     * @return whether it has a schedule that asks for a number
     */
    public synchronized boolean retarget(String function, int target) {
        List<Warming> changed = new ArrayList<>();
        running = running.map(it -> new Running(
                it.lambda(),
                it.eventBridge(),
                it.deployments().stream()
                        .map(deployment -> deployment.name().equals(function)
                                ? deployment.withWarmings(deployment.warmings().stream()
                                        .map(warming -> retargeted(warming, target, changed))
                                        .toList())
                                : deployment)
                        .toList()));
        running.ifPresent(it -> changed.forEach(
                warming -> it.eventBridge().update(warming.schedule().origin())));
        return !changed.isEmpty();
    }

    private static Warming retargeted(Warming warming, int target, List<Warming> changed) {
        if (warming.target().isEmpty()) {
            return warming;
        }
        Warming retargeted = warming.withTarget(target);
        changed.add(retargeted);
        return retargeted;
    }

    /**
     * From now on deploys each function that was started, whenever its package was written anew.
     *
     * @param refused told of a package that cannot be run, and why; the one before stays
     */
    public void watch(Consumer<String> refused) {
        watch.accept(refused);
    }

    /** Where AWS's Invoke API is served, once it was started. */
    public int apiPort() {
        return apiPort;
    }

    /** Where each function's HTTP is served, in the order of the deployments. */
    public List<Integer> httpPorts() {
        return List.copyOf(httpPorts);
    }

    /** Returns once the watcher knows what led to any answer so far. */
    public void awaitTold() {
        running.ifPresent(it -> it.lambda().awaitTold());
    }

    /** Opens the Invoke API by TLS; what has an environment go there and trust it. */
    private Map<String, String> secure(Vertx vertx, Lambda lambda, Scratch scratch) {
        SecureInvokeApi api = SecureInvokeApi.create(scratch);
        trustStore = Optional.of(api.trustStore());
        return api.variables(with(api.open(vertx, lambda, bounds, apiLatency)));
    }

    /** Without provisioned environments yet: they are started once everything that they may call is in place. */
    private static LocalLambda lambda(
            AccountSettings account,
            List<Deployment> deployments,
            ProcessEnvironments environments,
            Consumer<LambdaEvent> watcher) {
        try {
            return new LocalLambda(
                    account,
                    deployments.stream()
                            .map(deployment -> deployment.settings().withProvisionedConcurrency(0))
                            .toList(),
                    environments,
                    Time.system(),
                    RandomGenerator.getDefault(),
                    watcher);
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    private static void provision(Lambda lambda, List<Deployment> deployments) {
        try {
            deployments.stream()
                    .map(Deployment::settings)
                    .filter(settings -> settings.provisionedConcurrency() > 0)
                    .forEach(lambda::configure);
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    /** Starts the schedule. Where it is not due at once, the first cycle is sent by hand, if there is to be one. */
    private static void keepWarm(Lambda lambda, EventBridge eventBridge, String function, Warming warming) {
        if (!eventBridge.create(warming.schedule())) {
            warming.first()
                    .ifPresent(event -> lambda.enqueue(new Lambda.Request(
                            function, Optional.empty(), Payload.of(event), false, Optional.empty(), Optional.empty())));
        }
    }

    private static void requireDebuggable(String function, FunctionPackage opened, int port) {
        if (opened.runtime().debugger(port).isEmpty()) {
            throw new Refusal("--debug is for packages that AWS's Java runtime starts, and " + opened.source() + " of "
                    + function + " has a bootstrap of its own");
        }
    }

    /** Refuses before anything is started; {@link #open} refuses what was taken since. */
    private static void requireFree(int port, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new Refusal(taken(port, option) + " (" + e.getMessage() + ")", e);
        }
    }

    private static Door open(String option, int port, Supplier<Door> door) {
        try {
            return door.get();
        } catch (Refusal e) {
            throw new Refusal(taken(port, option), e);
        }
    }

    private static String taken(int port, String option) {
        return "port " + port + " is taken, perhaps by another './hearth up': end that, or choose another port with "
                + option;
    }

    /** Ends everything, what was started last first. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.error("a part of the local cloud did not end", e);
            }
        }
    }

    private <T extends AutoCloseable> T with(T part) {
        parts.push(part);
        return part;
    }
}
