package dev.hearth.lab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Duration;
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

/** {@code soak}: a great many requests straight to environments; hidden, since it is for who works on Hearth. */
@Command(
        name = "soak",
        hidden = true,
        header = "Puts many requests straight to environments of the function and checks each answer.",
        description =
                "For who works on Hearth. Prints figures (JSON) and exits with 1 unless every request had its own answer."
                        + " Builds first what is missing or out of date.")
@Dependent
@Unremovable
final class SoakCommand implements Callable<Integer> {

    private static final String FUNCTION = "hearth";

    /** One CPU for each environment. */
    private static final MemorySize MEMORY = new MemorySize(1_769);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LOOK_EVERY_MILLIS = 100;
    private static final int TELL_EVERY_SECONDS = 10;

    @Option(
            names = "--package",
            description = "Hearth's function, native (default) or for the JVM, or its package elsewhere",
            paramLabel = "native|jvm|PATH",
            defaultValue = "native")
    private String packageName;

    @Option(
            names = "--requests",
            description = "how many requests (default: ${DEFAULT-VALUE})",
            paramLabel = "N",
            defaultValue = "200000")
    private long requests;

    @Option(
            names = "--minutes",
            description = "put no further request after this time (default: ${DEFAULT-VALUE})",
            paramLabel = "M",
            defaultValue = "60")
    private int minutes;

    @Option(
            names = "--environments",
            description = "how many environments share them (default: ${DEFAULT-VALUE})",
            paramLabel = "N",
            defaultValue = "2")
    private int environments;

    @Option(
            names = "--seed",
            description = "the order of the requests (default: a new one, printed)",
            paramLabel = "SEED")
    private Optional<Long> seed;

    @Spec
    private CommandSpec spec;

    private final Vertx vertx;

    @Inject
    SoakCommand(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Integer call() {
        Soak.Plan plan = plan();
        try (Interruption _ = new Interruption(PATIENCE);
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
            awaitEnd(soak);
            Findings figures = soak.figures();
            System.out.println(json(figures));
            return figures.clean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Soak.Plan plan() {
        if (minutes < 1) {
            throw new ParameterException(spec.commandLine(), "--minutes must be at least 1, not " + minutes);
        }
        try {
            return new Soak.Plan(
                    requests, environments, PATIENCE, seed.orElseGet(() -> (long) new Random().nextInt(1_000_000)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Returns when all is answered or lost, or the time is up, or Ctrl-C is pressed. */
    private void awaitEnd(Soak soak) {
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        long told = System.nanoTime();
        try {
            while (!soak.isDone()) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                soak.look();
                if (System.nanoTime() > end) {
                    soak.stop();
                }
                if (System.nanoTime() - told
                        > Duration.ofSeconds(TELL_EVERY_SECONDS).toNanos()) {
                    told = System.nanoTime();
                    Findings now = soak.figures();
                    System.err.printf(
                            "%d of %d answered, %d wrong, %d lost, %.0f a second%n",
                            now.answered(), now.asked(), now.wrong(), now.lost(), now.perSecond());
                }
            }
        } catch (InterruptedException e) {
            soak.stop();
        }
    }

    private FunctionPackage open(Scratch scratch) {
        return FunctionPackage.open(OwnPackages.path(packageName), scratch);
    }

    private static String json(Findings figures) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures are always JSON", e);
        }
    }
}
