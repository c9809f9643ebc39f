package dev.hearth.lab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.attack.Attack;
import dev.hearth.lab.attack.AttackFigures;
import dev.hearth.lab.environment.ProcessEnvironments;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import dev.hearth.lab.soak.Findings;
import dev.hearth.lab.soak.Soak;
import io.quarkus.arc.Unremovable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code soak}: attacks a lab, or puts a great many requests; hidden, since it is for who works on Hearth. */
@Command(
        name = "soak",
        hidden = true,
        header = "Attacks a local Lambda for a while (--minutes), or puts many requests to environments (--requests).",
        description = {
            "For who works on Hearth. Builds first what is missing or out of date, prints figures (JSON), and exits with 1"
                    + " where something was lost, wrong or left.",
            "",
            "--minutes starts './hearth up' and does everything to it at once: users, events and warm cycles; inputs that are"
                    + " nearly valid, to both doors and as packages, plans and schedules; kill -9 and STOP of environments,"
                    + " connections left in the middle; the lab itself killed, ended and started again. Then it counts: what"
                    + " became of every request, event and cycle, what is left, what it held.",
            "",
            "--requests puts that many straight to environments and checks that each has its own answer."
        })
@Dependent
@Unremovable
final class SoakCommand implements Callable<Integer> {

    private static final String FUNCTION = "hearth";

    /** One CPU for each environment. */
    private static final MemorySize MEMORY = new MemorySize(1_769);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int DEFAULT_MINUTES = 10;
    private static final int MOST_MINUTES = 10_000;
    private static final int DEFAULT_ENVIRONMENTS = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    @Option(
            names = "--package",
            description = "Hearth's function, native (default) or for the JVM, or its package elsewhere",
            paramLabel = "native|jvm|PATH",
            defaultValue = "native")
    private String packageName;

    @Option(
            names = "--minutes",
            description = "attack for so long (default, where --requests is not given: 10)",
            paramLabel = "N")
    private Optional<Integer> minutes;

    @Option(names = "--requests", description = "put so many requests instead", paramLabel = "N")
    private Optional<Long> requests;

    @Option(
            names = "--environments",
            description = "how many environments share the requests (default: 2)",
            paramLabel = "N")
    private Optional<Integer> environments;

    @Option(
            names = "--seed",
            description = "the order of requests, faults and inputs (default: a new one, printed)",
            paramLabel = "SEED")
    private Optional<Long> seed;

    @Spec
    private CommandSpec spec;

    private final Vertx vertx;
    private final Shutdown shutdown;

    @Inject
    SoakCommand(Vertx vertx, Shutdown shutdown) {
        this.vertx = vertx;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (requests.isEmpty()) {
            return attack();
        }
        if (minutes.isPresent()) {
            throw refusal("--minutes and --requests are two soaks: give one of them");
        }
        Soak.Plan plan = plan(requests.get());
        try (Shutdown.Delay delay = shutdown.delay();
                Scratch scratch = Scratch.create();
                ProcessEnvironments processes = new ProcessEnvironments(
                        vertx,
                        Map.of(FUNCTION, open(scratch)),
                        ProcessEnvironments.Options.in(AccountSettings.DEFAULT.region()),
                        scratch)) {
            Soak soak = new Soak(
                    plan,
                    FunctionSettings.named(FUNCTION).withMemory(MEMORY).withTimeout(TIMEOUT),
                    processes,
                    System::nanoTime,
                    problem -> System.err.println("hearth: " + problem));
            soak.start();
            awaitEnd(soak, delay);
            Findings figures = soak.figures();
            System.out.println(json(figures));
            return figures.clean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Integer attack() {
        int duration = minutes.orElse(DEFAULT_MINUTES);
        if (duration < 1 || duration > MOST_MINUTES) {
            throw refusal("--minutes must be 1 to " + MOST_MINUTES + ", not " + duration);
        }
        if (environments.isPresent()) {
            throw refusal("--environments goes with --requests: an attack has as many as it takes");
        }
        try (Scratch scratch = Scratch.create()) {
            // What cannot run is refused in words, and not attacked.
            var _ = open(scratch);
        }
        var plan = new Attack.Plan(
                Duration.ofMinutes(duration), chosenSeed(), thisProgram(), OwnPackages.path(packageName));
        System.err.println("hearth: attacking for " + duration + " min, seed " + plan.seed());
        try (Interruption _ = new Interruption(PATIENCE)) {
            AttackFigures figures = new Attack(plan, problem -> System.err.println("hearth: " + problem)).run();
            System.out.println(json(figures));
            return figures.clean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (UncheckedIOException e) {
            throw new Refusal(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            throw new Refusal("the attack was ended before its time", e);
        }
    }

    /** As this process was started, the JVM's own options among it. */
    private static List<String> thisProgram() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-jar", System.getProperty("java.class.path")));
        return command;
    }

    private long chosenSeed() {
        return seed.orElseGet(() -> (long) new Random().nextInt(1_000_000));
    }

    private ParameterException refusal(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private Soak.Plan plan(long wanted) {
        try {
            return new Soak.Plan(wanted, environments.orElse(DEFAULT_ENVIRONMENTS), PATIENCE, chosenSeed());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Returns when all is answered or lost; where the program is told to end, what is under way is. */
    private static void awaitEnd(Soak soak, Shutdown.Delay delay) throws InterruptedException {
        long told = System.nanoTime();
        while (!soak.isDone()) {
            if (delay.awaitRequest(LOOK_EVERY)) {
                soak.stop();
                Thread.sleep(LOOK_EVERY);
            }
            soak.look();
            if (System.nanoTime() - told > TELL_EVERY.toNanos()) {
                told = System.nanoTime();
                Findings now = soak.figures();
                System.err.printf(
                        Locale.ROOT,
                        "%d of %d answered, %d wrong, %d lost, %.0f a second%n",
                        now.answered(),
                        now.asked(),
                        now.wrong(),
                        now.lost(),
                        now.perSecond());
            }
        }
    }

    private FunctionPackage open(Scratch scratch) {
        return FunctionPackage.open(OwnPackages.path(packageName), scratch);
    }

    private static String json(Object figures) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures are always JSON", e);
        }
    }
}
