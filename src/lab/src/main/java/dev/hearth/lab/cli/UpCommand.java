package dev.hearth.lab.cli;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.cost.Rates;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.cloud.Deployment;
import dev.hearth.lab.cloud.Handler;
import dev.hearth.lab.cloud.LocalCloud;
import dev.hearth.lab.cloud.Warming;
import dev.hearth.lab.dashboard.Dashboard;
import dev.hearth.lab.http.HttpKind;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.plan.Code;
import dev.hearth.lab.plan.PlannedFunction;
import dev.hearth.lab.plan.TerraformPlan;
import dev.hearth.lab.watch.Ink;
import dev.hearth.lab.watch.InvocationRecord;
import dev.hearth.lab.watch.Journal;
import dev.hearth.lab.watch.Narrator;
import dev.hearth.lab.watch.Printable;
import dev.hearth.lab.watch.Reporter;
import io.quarkus.arc.Unremovable;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: functions in a local Lambda, kept warm by their schedule, until somebody ends it. */
@Command(
        name = "up",
        header = "Runs the function in a local Lambda, keeps it warm, shows what happens.",
        description = "One process is one environment. Builds first what is missing or out of date. Ctrl-C ends it.",
        footer =
                "%nA DURATION is a number with ms, s, m or h: 300ms, 30s, 5m, 1h. What a plan says, no option says beside it.")
@Dependent
@Unremovable
final class UpCommand implements Callable<Integer> {

    /** What a warm cycle may ask for at least, so that {@code warm N} is not capped by a small {@code --target}. */
    private static final int LEAST_MAX_TARGET = 100;

    private static final int LAST_PORT = 65_535;

    /** A client that waits longer has given up, as a rule. */
    private static final Duration LONGEST_LATENCY = Duration.ofSeconds(10);

    /** Two sources of one setting would leave open which of them was tried. */
    private static final List<String> SAID_BY_A_PLAN = List.of(
            "--memory", "--timeout", "--schedule", "--timezone", "--target", "--reserved-concurrency", "--http");

    /** What is run, in which account, and what of a plan is otherwise than on AWS. */
    private record Undertaking(AccountSettings account, List<Deployment> deployments, List<String> notHere) {}

    /** The page that shows what happens, or none. */
    private interface Page extends AutoCloseable {

        @Override
        void close();
    }

    @Option(
            names = "--plan",
            description =
                    "run what this Terraform plan deploys, as 'terraform show -json' or terraform/plan-json prints it: its functions with their settings, packages and schedules; --package and --function name other packages for them",
            paramLabel = "PLAN.json")
    private Optional<Path> plan;

    @Option(
            names = "--package",
            description =
                    "what to run: the native package (default where it can be built), the JVM package, another of the folder packages/ by its name, or any Lambda package by its PATH (a zip, or a folder)",
            paramLabel = "native|jvm|PATH")
    private Optional<String> packageName;

    @Option(
            names = "--function",
            description =
                    "run this function instead of Hearth's own; repeat it for several, the first one answers at --http-port, each further one at the next",
            paramLabel = "NAME=PACKAGE")
    private Map<String, String> functions = new LinkedHashMap<>();

    @Option(
            names = "--handler",
            description =
                    "the value of _HANDLER, such as function.handler or com.example.Orders::handle; over the plan's where there is one, which another package keeps if it is of its kind (default: the package's own)",
            paramLabel = "[NAME=]HANDLER")
    private List<String> handlers = new ArrayList<>();

    @Option(
            names = "--env",
            description =
                    "a variable of the functions, or of one of them, over the plan's where there is one; repeat it for several",
            paramLabel = "[FUNCTION:]NAME=VALUE")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--env-file",
            description =
                    "variables of the functions, a line NAME=VALUE each, as docker takes them, or JSON by function, as SAM does; --env is over them",
            paramLabel = "FILE")
    private Optional<Path> variablesFile;

    @Option(
            names = "--layer",
            description =
                    "a layer of the functions, or of one of them: a zip that stands below /opt, with extensions perhaps, which are started; repeat it for several, a later one goes over those before",
            paramLabel = "[FUNCTION:]ZIP",
            converter = Converters.LayerConverter.class)
    private List<String> layers = new ArrayList<>();

    @Mixin
    private FunctionOptions function;

    @Option(
            names = "--schedule",
            description =
                    "when to warm, as in EventBridge Scheduler: 'rate(5 minutes)' (default), 'cron(0/10 8-18 ? * MON-FRI *)' or 'at(2026-11-23T18:00:00)'",
            paramLabel = "EXPRESSION",
            defaultValue = "rate(5 minutes)",
            converter = Converters.WrittenExpressionConverter.class)
    private Converters.WrittenExpression schedule;

    @Option(
            names = "--timezone",
            description = "where cron and at count, such as Europe/Berlin (default: ${DEFAULT-VALUE})",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            converter = Converters.ZoneConverter.class)
    private ZoneId timeZone;

    @Option(
            names = "--target",
            description =
                    "how many environments to keep warm; 2-100: as many within that range as users need; 0: none (default: ${DEFAULT-VALUE})",
            paramLabel = "N",
            defaultValue = "20",
            converter = Converters.TargetConverter.class)
    private WantedTarget target;

    @Option(
            names = "--reserved-concurrency",
            description = "the most invocations that may run at once (default: no limit of its own)",
            paramLabel = "N")
    private Optional<Integer> reservedConcurrency;

    @Option(
            names = "--idle",
            description = "how long an environment may idle before it ends (default: ${DEFAULT-VALUE})",
            paramLabel = "DURATION",
            defaultValue = "5m",
            converter = Converters.DurationConverter.class)
    private Duration idle;

    @Option(
            names = "--routing",
            description = "which idle environment gets the next invocation (default: ${DEFAULT-VALUE})",
            paramLabel = "recent|least-recent|random",
            defaultValue = "recent",
            converter = Converters.RoutingConverter.class)
    private Routing routing;

    @Option(
            names = "--http",
            description =
                    "as what HTTP is served: an API Gateway HTTP API, its REST API (payload format 1.0), or a function URL, which leaves the path encoded and waits (default: ${DEFAULT-VALUE})",
            paramLabel = "api|rest|url",
            defaultValue = "api",
            converter = Converters.HttpKindConverter.class)
    private HttpKind http;

    @Option(
            names = "--http-port",
            description = "where HTTP is served (default: ${DEFAULT-VALUE})",
            paramLabel = "PORT",
            defaultValue = "9000")
    private int httpPort;

    @Option(
            names = "--api-port",
            description = "where AWS's Invoke API is served (default: ${DEFAULT-VALUE})",
            paramLabel = "PORT",
            defaultValue = "9001")
    private int apiPort;

    @Option(
            names = "--dashboard-port",
            description = "where the page is that shows what happens (default: ${DEFAULT-VALUE})",
            paramLabel = "PORT",
            defaultValue = "9002")
    private int dashboardPort;

    @Option(names = "--no-dashboard", description = "serve no such page")
    private boolean noDashboard;

    @Option(
            names = "--api-latency",
            description =
                    "how much longer each call of the Invoke API takes, as on AWS; up to 10s (default: not at all)",
            paramLabel = "DURATION",
            converter = Converters.DurationConverter.class)
    private Optional<Duration> apiLatency;

    @Option(
            names = "--no-tls",
            description = "environments call the Invoke API by plain HTTP, and not by TLS as on AWS")
    private boolean plain;

    @Option(
            names = "--debug",
            description =
                    "have Java packages listen for a debugger: the first environment at this port, each further one at the next that is free. Nothing is limited in time, frozen or ended for idling, and nothing kept warm unless --target or a plan says so",
            paramLabel = "PORT")
    private Optional<Integer> debugPort;

    @Option(
            names = "--watch",
            description =
                    "deploy a package anew as soon as it was written: its environments end when they are free, and the next ones start with the new one")
    private boolean watched;

    @Option(
            names = "--record",
            hidden = true,
            description = "write what became of each invocation and each event to this file, for who works on Hearth",
            paramLabel = "FILE")
    private Optional<Path> recordFile;

    private GivenVariables given = new GivenVariables();
    private GivenLayers givenLayers = new GivenLayers(List.of());

    @Spec
    private CommandSpec spec;

    private final Vertx vertx;
    private final Scheduler scheduler;
    private final Shutdown shutdown;

    @Inject
    UpCommand(Vertx vertx, Scheduler scheduler, Shutdown shutdown) {
        this.vertx = vertx;
        this.shutdown = shutdown;
        this.scheduler = scheduler;
    }

    @Override
    public Integer call() throws InterruptedException {
        requirePort("--http-port", httpPort);
        requirePort("--api-port", apiPort);
        if (!noDashboard) {
            requirePort("--dashboard-port", dashboardPort);
            require(
                    dashboardPort != httpPort && dashboardPort != apiPort,
                    "--dashboard-port",
                    dashboardPort,
                    "free: it is the one of " + (dashboardPort == httpPort ? "--http-port" : "--api-port")
                            + "; choose another, or --no-dashboard");
        }
        apiLatency.filter(latency -> latency.compareTo(LONGEST_LATENCY) > 0).ifPresent(latency -> {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--api-latency': " + latency.toMillis() + " ms is more than "
                            + LONGEST_LATENCY.toSeconds() + " s");
        });
        debugPort.ifPresent(port -> requirePort("--debug", port));
        if (debugPort.isPresent() && !spec.commandLine().getParseResult().hasMatchedOption("--target")) {
            target = WantedTarget.NONE;
        }
        Undertaking undertaking = undertaking();
        List<Deployment> deployments = undertaking.deployments();
        Ink ink = new Ink(CommandLine.Help.Ansi.AUTO.enabled());
        PrintStream out = System.out;
        try (Shutdown.Delay delay = shutdown.delay();
                InvocationRecord recorded = recordFile.map(InvocationRecord::to).orElseGet(InvocationRecord::none);
                Journal journal = new Journal(Instant.now());
                Reporter reporter =
                        new Reporter(journal, out, new Narrator(ink, deployments.size() > 1), ZoneId.systemDefault());
                LocalCloud cloud = new LocalCloud(apiLatency.orElse(Duration.ZERO));
                Page _ = dashboard(journal, undertaking.account(), cloud)) {
            try {
                if (!delay.isRequested()) {
                    cloud.start(
                            vertx,
                            scheduler,
                            undertaking.account(),
                            deployments,
                            apiPort,
                            !plain,
                            debugPort,
                            recorded.andThen(journal),
                            limits -> Banner.lines(
                                            ink,
                                            deployments,
                                            undertaking.notHere(),
                                            apiPort,
                                            noDashboard ? OptionalInt.empty() : OptionalInt.of(dashboardPort),
                                            limits,
                                            Instant.now())
                                    .forEach(out::println));
                    if (watched) {
                        cloud.watch(
                                why -> reporter.say(Instant.now(), ink.notable("not deployed ") + Printable.text(why)));
                    }
                }
            } catch (RuntimeException e) {
                // What it needs is being taken down, where it was told to end meanwhile.
                if (!delay.isRequested()) {
                    throw e;
                }
            }
            delay.awaitRequest();
        }
        return CommandLine.ExitCode.OK;
    }

    /** Serves the page, which finds nothing there before the cloud has started. */
    private Page dashboard(Journal journal, AccountSettings account, LocalCloud cloud) {
        if (noDashboard) {
            return () -> {};
        }
        PriceTable prices = PriceTable.current();
        Rates rates = prices.rates(account.region(), Architecture.X86)
                .or(() -> prices.rates(PriceTable.FALLBACK_REGION, Architecture.X86))
                .orElseThrow();
        return Dashboard.open(vertx, journal, rates, new CloudControls(cloud), dashboardPort, apiPort)::close;
    }

    /** Whatever of a setting cannot be is the user's mistake, be it typed or planned; found before a package is built. */
    private Undertaking undertaking() {
        try {
            given = given();
            return plan.map(this::planned)
                    .orElseGet(() -> new Undertaking(AccountSettings.DEFAULT, typed(), List.of()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** What the options say. */
    private List<Deployment> typed() {
        if (packageName.isPresent() && !functions.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--package and --function both say what to run: leave --package out, or add it as --function"
                            + " NAME=" + packageName.get());
        }
        require(
                target.most() <= AccountSettings.DEFAULT.concurrency(),
                "--target",
                target,
                "0 to " + AccountSettings.DEFAULT.concurrency() + ", an account's concurrency");
        // What cannot be is found before a package is built for it.
        Set<String> names = functions.isEmpty() ? Set.of("hearth") : functions.keySet();
        given = given.require(names);
        givenLayers = GivenLayers.typed(layers, names);
        Map<String, FunctionSettings> named = new LinkedHashMap<>();
        Map<String, List<Warming>> warmings = new HashMap<>();
        for (String name : names) {
            named.put(name, settings(name));
            warmings.put(
                    name,
                    target.environments().stream()
                            .map(environments ->
                                    Warming.typed(name, schedule.text(), schedule.expression(), timeZone, environments))
                            .toList());
        }
        Map<String, Handler> typedHandlers = typedHandlers(names);
        List<Deployment> deployments = new ArrayList<>();
        named.forEach((name, settings) -> {
            String source = functions.isEmpty() ? packageName.orElseGet(OwnPackages::preferred) : functions.get(name);
            deployments.add(new Deployment(
                    settings,
                    OwnPackages.path(source),
                    givenLayers.of(name),
                    typedHandlers.getOrDefault(name, new Handler.Own()),
                    Optional.empty(),
                    http,
                    httpPort(deployments.size()),
                    warmings.get(name)));
        });
        return deployments;
    }

    private FunctionSettings settings(String name) {
        FunctionSettings settings = here(function.settings(name)
                .withEnvironment(Map.of(
                        "HEARTH_WARM_EXPOSE",
                        "true",
                        "HEARTH_WARM_MAX_TARGET",
                        String.valueOf(Math.max(target.most(), LEAST_MAX_TARGET)))));
        return reservedConcurrency.map(settings::withReservedConcurrency).orElse(settings);
    }

    /** What a Terraform plan says. */
    private Undertaking planned(Path file) {
        SAID_BY_A_PLAN.stream()
                .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                .findFirst()
                .ifPresent(option -> {
                    throw new ParameterException(
                            spec.commandLine(),
                            option + " does not go with --plan, which says it: change the deployment and plan anew");
                });
        TerraformPlan read = TerraformPlan.read(file);
        Set<String> names = read.functions().stream()
                .map(function -> function.settings().name())
                .collect(Collectors.toSet());
        given = given.require(names);
        givenLayers = GivenLayers.typed(layers, names);
        Map<String, Handler> typedHandlers = typedHandlers(names);
        Map<String, Path> replaced = replaced(file, read);
        List<Deployment> deployments = new ArrayList<>();
        List<String> notHere = new ArrayList<>(read.notHere());
        for (PlannedFunction function : read.functions()) {
            String name = function.settings().name();
            Optional<Path> source = Optional.ofNullable(replaced.get(name));
            Handler handler = typedHandlers.getOrDefault(
                    name,
                    function.handler()
                            .<Handler>map(planned -> new Handler.Planned(planned, function.managed()))
                            .orElseGet(Handler.Own::new));
            source.or(() -> ofPlan(file, name, function.code(), notHere))
                    .ifPresent(path -> deployments.add(new Deployment(
                            here(function.settings()),
                            path,
                            givenLayers.of(name),
                            handler,
                            function.alias(),
                            switch (function.front()) {
                                case HTTP_API -> HttpKind.API;
                                case REST_API -> HttpKind.REST;
                                case FUNCTION_URL -> HttpKind.URL;
                            },
                            httpPort(deployments.size()),
                            function.schedules().stream().map(Warming::planned).toList())));
        }
        if (deployments.isEmpty()) {
            throw new Refusal("nothing of the plan " + file + " can run here:\n  " + String.join("\n  ", notHere));
        }
        AccountSettings account =
                read.region().map(AccountSettings.DEFAULT::withRegion).orElse(AccountSettings.DEFAULT);
        return new Undertaking(read.account().map(account::withId).orElse(account), deployments, notHere);
    }

    /** What {@code --handler} says, by function. */
    private Map<String, Handler> typedHandlers(Set<String> names) {
        Map<String, Handler> typed = new HashMap<>();
        for (String text : handlers) {
            String[] parts = text.split("=", 2);
            if (parts.length == 1 && names.size() > 1) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--handler " + text + " could be that of " + String.join(", ", new TreeSet<>(names))
                                + ": write --handler NAME=" + text);
            }
            String name = parts.length == 1 ? names.iterator().next() : parts[0];
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--handler " + text + ": there is no function " + name + ", but "
                                + String.join(", ", new TreeSet<>(names)));
            }
            typed.put(name, new Handler.Typed(parts[parts.length - 1]));
        }
        return typed;
    }

    /** The packages that stand in for the plan's, by function. */
    private Map<String, Path> replaced(Path file, TerraformPlan read) {
        List<String> names = read.functions().stream()
                .map(function -> function.settings().name())
                .toList();
        Map<String, Path> replaced = new HashMap<>();
        packageName.ifPresent(name -> {
            if (names.size() > 1) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the plan " + file + " has several functions (" + String.join(", ", names)
                                + "): instead of --package, name one with --function NAME=PACKAGE");
            }
            replaced.put(names.getFirst(), OwnPackages.path(name));
        });
        functions.forEach((name, source) -> {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the plan " + file + " has no function " + name + "; it has " + String.join(", ", names));
            }
            replaced.put(name, OwnPackages.path(source));
        });
        return replaced;
    }

    private static Optional<Path> ofPlan(Path file, String function, Code code, List<String> notHere) {
        return switch (code) {
            case Code.Zip zip -> {
                PlannedPackage found = PlannedPackage.find(function, zip, file, OwnPackages.root());
                if (!found.asPlanned()) {
                    notHere.add("the package of " + function + " as it was planned: the file has changed since");
                }
                yield Optional.of(found.path());
            }
            case Code.Elsewhere elsewhere -> {
                notHere.add("the function " + function + ": its code " + elsewhere.where()
                        + "; name a package with --function " + function + "=PATH");
                yield Optional.empty();
            }
        };
    }

    /** What this machine and its user add, whoever says the rest. */
    private FunctionSettings here(FunctionSettings settings) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.putAll(given.of(settings.name()));
        FunctionSettings here = debugPort.isPresent() ? settings.withDebugger() : settings;
        return here.withIdle(idle).withRouting(routing).withEnvironment(environment);
    }

    /** The variables that the user gives. */
    private GivenVariables given() {
        return new GivenVariables(Stream.concat(
                        variablesFile.map(VariablesFile::read).stream(), Stream.of(GivenVariables.typed(variables)))
                .toList());
    }

    /** One after the other, but neither the Invoke API's nor the page's. */
    private int httpPort(int index) {
        return IntStream.iterate(httpPort, port -> port + 1)
                .filter(port -> port != apiPort && (noDashboard || port != dashboardPort))
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    private void requirePort(String option, int port) {
        require(port >= 1 && port <= LAST_PORT, option, port, "1 to " + LAST_PORT);
    }

    private void require(boolean holds, String option, Object value, String allowed) {
        if (!holds) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '" + option + "': " + value + " is not " + allowed);
        }
    }
}
