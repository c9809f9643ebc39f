package dev.hearth.lab.cli;

import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import io.quarkus.arc.Unremovable;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: functions in a local Lambda, kept warm by their schedule, until somebody ends it. */
@Command(name = "up", description = "Runs the function in a local Lambda and keeps it warm.")
@Dependent
@Unremovable
final class UpCommand implements Callable<Integer> {

    /** What a warm cycle may ask for at least, so that {@code warm N} is not capped by a small {@code --target}. */
    private static final int LEAST_MAX_TARGET = 100;

    private static final int LAST_PORT = 65_535;

    @Option(names = "--package", paramLabel = "native|jvm|PATH", defaultValue = "native")
    private String packageName;

    @Option(names = "--function", paramLabel = "NAME=PACKAGE")
    private Map<String, String> functions = new LinkedHashMap<>();

    @Option(names = "--memory", paramLabel = "MB", defaultValue = "512", converter = Converters.MemoryConverter.class)
    private MemorySize memory;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Converters.DurationConverter.class)
    private Duration timeout;

    @Option(
            names = "--schedule",
            paramLabel = "EXPRESSION",
            defaultValue = "rate(5 minutes)",
            converter = Converters.WrittenExpressionConverter.class)
    private Converters.WrittenExpression schedule;

    @Option(names = "--timezone", paramLabel = "ZONE", defaultValue = "UTC", converter = Converters.ZoneConverter.class)
    private ZoneId timeZone;

    @Option(names = "--target", paramLabel = "N", defaultValue = "20")
    private int target;

    @Option(names = "--reserved-concurrency", paramLabel = "N")
    private Optional<Integer> reservedConcurrency;

    @Option(
            names = "--idle",
            paramLabel = "DURATION",
            defaultValue = "5m",
            converter = Converters.DurationConverter.class)
    private Duration idle;

    @Option(
            names = "--routing",
            paramLabel = "recent|least-recent|random",
            defaultValue = "recent",
            converter = Converters.RoutingConverter.class)
    private Routing routing;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "9000")
    private int httpPort;

    @Option(names = "--api-port", paramLabel = "PORT", defaultValue = "9001")
    private int apiPort;

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
        List<Deployment> deployments = deployments();
        Ink ink = new Ink(CommandLine.Help.Ansi.AUTO.enabled());
        PrintStream out = System.out;
        try (Shutdown.Delay delay = shutdown.delay();
                Reporter reporter =
                        new Reporter(out, new Narrator(ink, deployments.size() > 1), ZoneId.systemDefault());
                LocalCloud cloud = new LocalCloud()) {
            cloud.start(vertx, scheduler, deployments, apiPort, reporter, limits -> Banner.lines(
                            ink, deployments, apiPort, limits)
                    .forEach(out::println));
            delay.awaitRequest();
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Deployment> deployments() {
        require(
                target >= 0 && target <= AccountSettings.DEFAULT.concurrency(),
                "--target",
                target,
                "0 to " + AccountSettings.DEFAULT.concurrency() + ", an account's concurrency");
        requirePort("--http-port", httpPort);
        requirePort("--api-port", apiPort);
        Map<String, String> packages = functions.isEmpty() ? Map.of("hearth", packageName) : functions;
        Optional<Warming> warming = target == 0
                ? Optional.empty()
                : Optional.of(new Warming(schedule.text(), schedule.expression(), timeZone, target));
        List<Deployment> deployments = new ArrayList<>();
        int port = httpPort;
        for (Map.Entry<String, String> function : packages.entrySet()) {
            if (port == apiPort) {
                port++;
            }
            FunctionSettings settings = settings(function.getKey());
            deployments.add(new Deployment(settings, path(function.getValue()), port, warming));
            port++;
        }
        return deployments;
    }

    private FunctionSettings settings(String name) {
        try {
            FunctionSettings settings = FunctionSettings.named(name)
                    .withMemory(memory)
                    .withTimeout(timeout)
                    .withIdle(idle)
                    .withRouting(routing)
                    .withAsynchronous(new FunctionSettings.Asynchronous(0, Duration.ofMinutes(1)))
                    .withEnvironment(Map.of(
                            "AWS_ENDPOINT_URL_LAMBDA",
                            "http://127.0.0.1:" + apiPort,
                            "HEARTH_WARM_EXPOSE",
                            "true",
                            "HEARTH_WARM_MAX_TARGET",
                            String.valueOf(Math.max(target, LEAST_MAX_TARGET))));
            return reservedConcurrency.map(settings::withReservedConcurrency).orElse(settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The project's own packages by name, any other by path. */
    private static Path path(String packageName) {
        Path root = Path.of(System.getProperty("hearth.root", ""));
        return switch (packageName) {
            case "native" -> root.resolve("target/function.zip");
            case "jvm" -> root.resolve("target/jvm/function.zip");
            default -> Path.of(packageName);
        };
    }

    private void requirePort(String option, int port) {
        require(port >= 1 && port <= LAST_PORT, option, port, "1 to " + LAST_PORT);
    }

    private void require(boolean holds, String option, int value, String allowed) {
        if (!holds) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '" + option + "': " + value + " is not " + allowed);
        }
    }
}
