package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.cloud.Deployment;
import dev.hearth.lab.cloud.Handler;
import dev.hearth.lab.cloud.LocalCloud;
import dev.hearth.lab.http.HttpKind;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.watch.ColdStarts;
import dev.hearth.lab.watch.Ink;
import dev.hearth.lab.watch.Journal;
import dev.hearth.lab.watch.Narrator;
import dev.hearth.lab.watch.Reporter;
import dev.hearth.lab.watch.Snapshot;
import io.quarkus.arc.Unremovable;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code host}: a function for the tests of its project, which {@code dev.hearth:hearth-junit} starts and asks; hidden. It
 * lives no longer than who started it, as it ends with its standard input.
 */
@Command(
        name = "host",
        hidden = true,
        header = "Runs a function on free ports for the tests of its project.",
        description = "Prints 'ready HTTP-PORT API-PORT' and answers each line 'pool' or 'cold-starts' of its standard"
                + " input with lines that end with '.'; what happens is told on standard error. Ends with its input.")
@Dependent
@Unremovable
final class HostCommand implements Callable<Integer> {

    private static final String FUNCTION = "function";
    private static final int ANY_FREE_PORT = 0;

    @Option(names = "--package", required = true, description = "the package", paramLabel = "PATH")
    private Path source;

    @Option(
            names = "--handler",
            description = "the value of _HANDLER (default: the package's own)",
            paramLabel = "HANDLER")
    private Optional<String> handler;

    @Option(names = "--env", description = "a variable; repeat it for several", paramLabel = "NAME=VALUE")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Mixin
    private FunctionOptions function;

    @Option(
            names = "--http",
            description = "as what HTTP is served, as up takes it (default: ${DEFAULT-VALUE})",
            paramLabel = "api|url|rest",
            defaultValue = "api",
            converter = Converters.HttpKindConverter.class)
    private HttpKind http;

    private final Vertx vertx;
    private final Scheduler scheduler;
    private final Shutdown shutdown;

    @Inject
    HostCommand(Vertx vertx, Scheduler scheduler, Shutdown shutdown) {
        this.vertx = vertx;
        this.scheduler = scheduler;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws InterruptedException {
        ColdStarts coldStarts = new ColdStarts();
        PrintStream out = System.out;
        PrintStream log = System.err;
        try (Shutdown.Delay delay = shutdown.delay();
                Journal journal = new Journal(Instant.now());
                Reporter _ = new Reporter(journal, log, new Narrator(new Ink(false), false), ZoneId.systemDefault());
                LocalCloud cloud = new LocalCloud()) {
            cloud.start(
                    vertx,
                    scheduler,
                    AccountSettings.DEFAULT,
                    List.of(deployment()),
                    ANY_FREE_PORT,
                    true,
                    Optional.empty(),
                    coldStarts.andThen(journal),
                    limits -> log.println(limits.description()));
            out.println("ready " + cloud.httpPorts().getFirst() + " " + cloud.apiPort());
            out.flush();
            Thread.ofPlatform().daemon().name("questions").start(() -> {
                answer(cloud, journal, coldStarts, out);
                delay.request();
            });
            delay.awaitRequest();
        }
        return CommandLine.ExitCode.OK;
    }

    private Deployment deployment() {
        try {
            return new Deployment(
                    function.settings(FUNCTION)
                            .withEnvironment(new GivenVariables(List.of(GivenVariables.typed(variables)))
                                    .require(Set.of(FUNCTION))
                                    .of(FUNCTION)),
                    source,
                    List.of(),
                    handler.<Handler>map(Handler.Typed::new).orElseGet(Handler.Own::new),
                    Optional.empty(),
                    http,
                    ANY_FREE_PORT,
                    List.of());
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    private static void answer(LocalCloud cloud, Journal journal, ColdStarts coldStarts, PrintStream out) {
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                cloud.awaitTold();
                switch (question) {
                    case "pool" ->
                        journal.snapshot()
                                .environments()
                                .forEach(environment -> out.println("environment "
                                        + environment.environment().value() + " " + doing(environment.doing())));
                    case "cold-starts" ->
                        coldStarts
                                .all()
                                .forEach(start -> out.println(
                                        "cold-start " + start.environment().value() + " "
                                                + (start.user() ? "user" : "warming") + " "
                                                + start.init().toNanos()));
                    default -> out.println("unknown");
                }
                out.println(".");
                out.flush();
            }
        } catch (IOException e) {
            // Who asked is gone.
        }
    }

    private static String doing(Snapshot.Doing doing) {
        return switch (doing) {
            case Snapshot.Doing.Starting _ -> "starting";
            case Snapshot.Doing.Idling _ -> "idle";
            case Snapshot.Doing.Working _ -> "busy";
        };
    }
}
