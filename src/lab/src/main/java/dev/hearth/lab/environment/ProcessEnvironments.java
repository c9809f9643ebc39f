package dev.hearth.lab.environment;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.linux.Cgroup;
import dev.hearth.lab.linux.Cgroups;
import dev.hearth.lab.linux.Limits;
import dev.hearth.lab.linux.Posix;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import dev.hearth.lab.packages.LambdaRuntime;
import dev.hearth.lab.packages.Layers;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Environments that are real processes. A few are started at a time, in the order of their requests: as many as there
 * are cores, so that none pays for its neighbours' starts. Thread-safe.
 */
public final class ProcessEnvironments implements EnvironmentFactory, AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final String WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";
    private static final Path HOSTS = Path.of("/etc/hosts");

    /**
     * How environments are started.
     *
     * @param region the value of {@code AWS_REGION}
     * @param startsAtOnce how many may initialise at the same time
     * @param boost whether init runs without the CPU limit, as on AWS
     * @param measured whether an environment says what it has used, which takes a moment each time
     * @param variables what every environment gets beside AWS's own variables, asked at each start; a function's own go before
     * @param trustStore whom Java functions trust, a file of the JDK's own kind; empty: whom their JDK trusts
     * @param firstDebugPort where the first environment of a function that is debugged listens, each further one at the next
     * @param accountId what extensions are told, if they ask
     */
    public record Options(
            String region,
            int startsAtOnce,
            boolean boost,
            boolean measured,
            Supplier<Map<String, String>> variables,
            Supplier<Optional<Path>> trustStore,
            int firstDebugPort,
            String accountId) {

        /** As debuggers for Java expect it. */
        private static final int DEBUG_PORT = 5005;

        public Options {
            if (startsAtOnce < 1) {
                throw new IllegalArgumentException("at least one environment must be started at once: " + startsAtOnce);
            }
        }

        /** With AWS's own variables alone. */
        public Options(String region, int startsAtOnce, boolean boost, boolean measured) {
            this(
                    region,
                    startsAtOnce,
                    boost,
                    measured,
                    Map::of,
                    Optional::empty,
                    DEBUG_PORT,
                    AccountSettings.DEFAULT.id());
        }

        /** As on AWS, as many at once as this machine has cores. */
        public static Options in(String region) {
            return new Options(region, Runtime.getRuntime().availableProcessors(), true, false);
        }

        public Options withVariables(Supplier<Map<String, String>> others) {
            return new Options(region, startsAtOnce, boost, measured, others, trustStore, firstDebugPort, accountId);
        }

        public Options withTrustStore(Supplier<Optional<Path>> other) {
            return new Options(region, startsAtOnce, boost, measured, variables, other, firstDebugPort, accountId);
        }

        public Options withFirstDebugPort(int port) {
            return new Options(region, startsAtOnce, boost, measured, variables, trustStore, port, accountId);
        }

        public Options withAccountId(String id) {
            return new Options(region, startsAtOnce, boost, measured, variables, trustStore, firstDebugPort, id);
        }
    }

    /** One of the codes that a function has had, by {@link FunctionSettings#code}. */
    private record Code(String function, int number) {

        static Code of(FunctionSettings function) {
            return new Code(function.name(), function.code());
        }
    }

    private final VertxInternal vertx;
    private final Map<Code, FunctionPackage> packages = new ConcurrentHashMap<>();
    private final Options options;
    private final Scratch scratch;
    private final Cgroups cgroups;
    private final ExecutorService starters;
    private final Map<ProcessEnvironment, Code> environments = new ConcurrentHashMap<>();
    private final Set<Code> superseded = ConcurrentHashMap.newKeySet();
    private final AtomicLong started = new AtomicLong();
    private final DebugPorts debugPorts;

    /** In the names of log streams: an environment that starts anew after midnight keeps its own. */
    private final LocalDate day;

    /**
     * Environments of some functions.
     *
     * @param packages each function's package, the first that it has, by the function's name
     * @throws Refusal if this machine does not run Linux, or not with as many files as a function
     *     may open
     */
    public ProcessEnvironments(Vertx vertx, Map<String, FunctionPackage> packages, Options options, Scratch scratch) {
        this(vertx, packages, options, scratch, Cgroups.find(scratch.name()), InstantSource.system());
    }

    ProcessEnvironments(
            Vertx vertx,
            Map<String, FunctionPackage> packages,
            Options options,
            Scratch scratch,
            Cgroups cgroups,
            InstantSource clock) {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new Refusal(
                    "environments are Linux processes: run the lab on Linux, not on " + System.getProperty("os.name"));
        }
        requireFiles(Posix.hardLimit(ProcessHandle.current().pid(), Posix.RLIMIT_NOFILE));
        this.vertx = (VertxInternal) vertx;
        packages.forEach((function, first) -> this.packages.put(new Code(function, 0), first));
        this.options = options;
        this.scratch = scratch;
        this.debugPorts = new DebugPorts(options.firstDebugPort());
        this.cgroups = cgroups;
        day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        starters = Executors.newFixedThreadPool(
                options.startsAtOnce(),
                Thread.ofPlatform().daemon().name("starter-", 0).factory());
    }

    /** Refuses at once what else every preparation would fail for; a negative number is no limit. */
    static void requireFiles(long hardLimit) {
        if (hardLimit >= 0 && hardLimit < Program.FILES) {
            throw new Refusal("a function may open " + Program.FILES
                    + " files on Lambda, and the limit here is " + hardLimit + ": raise it (ulimit -Hn "
                    + Program.FILES + ", as root) or start the lab from a shell that has a higher one");
        }
    }

    /** Takes the package that environments of a function start with once {@link FunctionSettings#code} has its number. */
    public void add(FunctionSettings function, FunctionPackage code) {
        packages.put(Code.of(function), code);
    }

    /** Removes what a function's former package was unpacked to, as soon as no environment runs it any more. */
    public void supersede(FunctionSettings former) {
        superseded.add(Code.of(former));
        discard(Code.of(former));
    }

    private void discard(Code code) {
        if (superseded.contains(code) && !environments.containsValue(code)) {
            Optional.ofNullable(packages.remove(code))
                    .ifPresent(old -> Thread.startVirtualThread(() -> {
                        scratch.discard(old.taskRoot());
                        old.layers().ifPresent(layers -> scratch.discard(layers.root()));
                    }));
        }
    }

    /** What this machine lets the lab impose on environments. */
    public Limits limits() {
        return cgroups.limits();
    }

    @Override
    public Environment start(
            EnvironmentId id,
            FunctionSettings function,
            Initialization initialization,
            Duration initLimit,
            Consumer<EnvironmentEvent> events) {
        long number = started.incrementAndGet();
        ProcessEnvironment environment = new ProcessEnvironment(
                id,
                function,
                initialization,
                initLimit,
                options.boost(),
                options.measured(),
                events,
                vertx,
                vertx.createEventLoopContext(),
                address(number));
        environments.put(environment, Code.of(function));
        var _ = environment.ended().thenRun(() -> {
            // One that starts anew has begun to by now.
            environments.remove(environment);
            discard(Code.of(function));
        });
        starters.execute(() -> {
            try {
                environment.start(runtimeApi -> prepare(environment, number, id, function, initialization, runtimeApi));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return environment;
    }

    /**
     * Where an environment's processes find each other, as environments share this machine's ports: an address of the
     * loopback network of its own, by the number of its start.
     */
    private static String address(long number) {
        long pid = ProcessHandle.current().pid();
        return "127." + (1 + pid % 250) + "." + ((number >> 8) & 0xff) + "." + (number & 0xff);
    }

    private ProcessEnvironment.Prepared prepare(
            ProcessEnvironment environment,
            long number,
            EnvironmentId id,
            FunctionSettings function,
            Initialization initialization,
            String runtimeApi)
            throws IOException {
        FunctionPackage functionPackage = packages.get(Code.of(function));
        if (functionPackage == null) {
            throw new IOException("there is no package for the function " + function.name());
        }
        Variables variables = new Variables(
                function,
                functionPackage.runtime(),
                functionPackage.taskRoot(),
                id,
                initialization,
                options.region(),
                day,
                options.variables().get(),
                runtimeApi);
        // An id may start anew, and come from a user: the number makes the group's name unique and a legal file name.
        Cgroup cgroup = cgroups.create(Long.toString(number), function.memory());
        if (!options.boost()) {
            limitCpu(cgroup, function);
        }
        LambdaRuntime runtime = options.trustStore()
                .get()
                .map(functionPackage.runtime()::trusting)
                .orElse(functionPackage.runtime());
        Map<String, String> told = variables.toMap();
        Launch ofRuntime =
                new Launch(command(environment, runtime, function, initialization), told, functionPackage.taskRoot());
        Sandbox.Launches launches = functionPackage.layers().isPresent()
                ? withLayers(functionPackage.layers().get(), ofRuntime, variables, hosts(number))
                : new Sandbox.Launches(ofRuntime, Map.of(), Optional.empty(), Optional.empty());
        return new ProcessEnvironment.Prepared(
                Sandbox.prepare(launches, cgroup, scratch),
                new ExtensionsApi.Function(function.name(), told.get("_HANDLER"), options.accountId()));
    }

    private Sandbox.Launches withLayers(Layers layers, Launch runtime, Variables variables, Path hosts) {
        Map<String, Launch> extensions = new LinkedHashMap<>();
        for (String name : layers.extensions()) {
            extensions.put(
                    name,
                    new Launch(
                            List.of(Layers.EXTENSIONS.resolve(name).toString()),
                            variables.ofExtensions(),
                            Path.of("/")));
        }
        Map<Path, Path> shown = Map.of(Layers.OPT, layers.root(), HOSTS, hosts);
        return new Sandbox.Launches(
                runtime, extensions, Optional.of(new Program.View(layers.mounts(), shown)), Optional.of(hosts));
    }

    /** This machine's names, and those that an environment on AWS has for itself. */
    private Path hosts(long number) throws IOException {
        Path file = scratch.newFile("hosts-");
        String known = Files.exists(HOSTS) ? Files.readString(HOSTS).stripTrailing() + "\n" : "";
        return Files.writeString(file, known + address(number) + " sandbox.localdomain sandbox\n");
    }

    private List<String> command(
            ProcessEnvironment environment,
            LambdaRuntime runtime,
            FunctionSettings function,
            Initialization initialization)
            throws IOException {
        List<String> command = new ArrayList<>(runtime.command(function.memory(), initialization));
        if (function.debugged()) {
            int port = debugPorts.take();
            var _ = environment.ended().thenRun(() -> debugPorts.giveBack(port));
            runtime.debugger(port).ifPresent(argument -> command.add(1, argument));
        }
        // Only managed runtimes heed it (Lambda developer guide, Wrapper scripts).
        if (runtime.identifier().isPresent() && function.environment().containsKey(WRAPPER)) {
            command.addFirst(function.environment().get(WRAPPER));
        }
        return command;
    }

    private static void limitCpu(Cgroup cgroup, FunctionSettings function) throws IOException {
        try {
            cgroup.limitCpu(function.memory().cpus());
        } catch (IOException e) {
            cgroup.remove();
            throw e;
        }
    }

    /** Ends all environments; returns when no process of theirs is left. */
    @Override
    public void close() {
        environments.keySet().forEach(ProcessEnvironment::stop);
        try {
            CompletableFuture.allOf(environments.keySet().stream()
                            .map(ProcessEnvironment::ended)
                            .toArray(CompletableFuture<?>[]::new))
                    .get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The next lab on this machine ends what is left.
        }
        endStarters();
        cgroups.close();
    }

    /** None may come to an event loop that has been taken away. */
    private void endStarters() {
        starters.shutdownNow();
        try {
            boolean ignored = starters.awaitTermination(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
