package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.environment.Rehearsal;
import dev.hearth.lab.http.HttpApiEvent;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.MemorySize;
import io.quarkus.arc.Unremovable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train}: a run of the function that its JDK records; hidden, since {@code packages/jvm-aot/build} calls it. */
@Command(
        name = "train",
        hidden = true,
        header = "Has the function answer a few requests, each several times, and ends it in order.",
        description = "For packages/jvm-aot/build, whose JDK writes its cache at the end. Exits with 1 where a request"
                + " has no answer.")
@Dependent
@Unremovable
final class TrainCommand implements Callable<Integer> {

    private static final List<String> PATHS = List.of("/hello", "/cost", "/warm", "/nowhere");
    private static final int ROUNDS = 25;
    private static final MemorySize MEMORY = new MemorySize(512);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The JDK sorts and writes what it has recorded at its end. */
    private static final Duration END = Duration.ofMinutes(3);

    @Parameters(index = "0", paramLabel = "BOOTSTRAP", description = "of the unpacked package")
    private Path bootstrap;

    @Option(names = "--env", description = "a variable that it needs; repeat it for several", paramLabel = "NAME=VALUE")
    private Map<String, String> variables = new LinkedHashMap<>();

    private final Vertx vertx;

    @Inject
    TrainCommand(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Integer call() throws InterruptedException {
        FunctionSettings function = FunctionSettings.named("training")
                .withMemory(MEMORY)
                .withTimeout(TIMEOUT)
                .withEnvironment(GivenVariables.onlyTyped(variables));
        if (!Files.isRegularFile(bootstrap) || !Files.isExecutable(bootstrap)) {
            throw new Refusal(bootstrap + " is no executable file: name the bootstrap of an unpacked package");
        }
        ProcessBuilder command = new ProcessBuilder(bootstrap.toString()).inheritIO();
        try (Rehearsal rehearsal = new Rehearsal(vertx, function, command, bootstrap)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : PATHS) {
                    Answer answer = rehearsal.ask(
                            HttpApiEvent.get(path, Clock.systemUTC().instant()).toPayload());
                    if (answer instanceof Answer.FunctionError error) {
                        throw new Refusal("GET " + path + " was answered with " + error.payload());
                    }
                }
            }
            if (!rehearsal.end(END)) {
                throw new Refusal("the function did not end within " + END.toMinutes() + " minutes");
            }
            return CommandLine.ExitCode.OK;
        } catch (Rehearsal.EndedEarly | IOException e) {
            throw new Refusal("the function could not be trained: " + e.getMessage(), e);
        }
    }
}
