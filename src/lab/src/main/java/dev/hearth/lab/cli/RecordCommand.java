package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.environment.Rehearsal;
import dev.hearth.lab.http.HttpApiEvent;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.record.Executable;
import dev.hearth.lab.record.Places;
import dev.hearth.lab.record.Trace;
import dev.hearth.lab.watch.Event;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code record}: what a start touches; hidden, since {@code tools/native-image/record-start} builds what it takes. */
@Command(
        name = "record",
        hidden = true,
        header = "Writes which methods and objects a native executable's start and first responses touch.",
        description = "Runs it under valgrind. tools/native-image/record-start builds the executable and calls this.")
@Dependent
@Unremovable
final class RecordCommand implements Callable<Integer> {

    private static final int RESPONSES = 3;
    private static final int HTTP_OK = 200;
    private static final MemorySize MEMORY = new MemorySize(1_769);

    /** Under valgrind everything takes a hundred times as long. */
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    @Parameters(index = "0", paramLabel = "EXECUTABLE", description = "with its symbols")
    private Path executable;

    @Parameters(index = "1", paramLabel = "MAP", description = "of its image heap, as its build wrote it")
    private Path map;

    @Parameters(
            index = "2",
            paramLabel = "FOLDER",
            description = "for the two lists",
            converter = Converters.FolderConverter.class)
    private Path folder;

    @Option(
            names = "--path",
            description = "what it is asked for: GET PATH, as an HTTP API sends it (default: ${DEFAULT-VALUE})",
            paramLabel = "PATH",
            defaultValue = "/hello")
    private String path;

    @Option(names = "--event", description = "the event that it is invoked with instead", paramLabel = "FILE")
    private Optional<Path> event;

    @Option(names = "--env", description = "a variable that it needs; repeat it for several", paramLabel = "NAME=VALUE")
    private Map<String, String> variables = new LinkedHashMap<>();

    private final Vertx vertx;

    @Inject
    RecordCommand(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Integer call() throws InterruptedException {
        ProcessBuilder valgrind = new ProcessBuilder(
                        "valgrind",
                        "--tool=lackey",
                        "--trace-mem=yes",
                        "--vex-guest-max-insns=60",
                        executable.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        FunctionSettings function = FunctionSettings.named("hearth")
                .withMemory(MEMORY)
                .withTimeout(TIMEOUT)
                .withEnvironment(GivenVariables.onlyTyped(variables));
        Payload asked = asked();
        if (!Files.isRegularFile(executable) || !Files.isExecutable(executable)) {
            throw new Refusal(executable + " is no executable file: name what native-image built");
        }
        if (!Files.isRegularFile(map)) {
            throw new Refusal(map + " is no file: name the map that native-image wrote of the image heap");
        }
        try {
            Executable recorded = new Executable(executable);
            CompletableFuture<Trace> trace;
            Places objects;
            try (Rehearsal rehearsal = new Rehearsal(vertx, function, valgrind, executable)) {
                trace = CompletableFuture.supplyAsync(
                        () -> Trace.read(rehearsal.process().errorReader()));
                try {
                    for (int response = 0; response < RESPONSES; response++) {
                        require(rehearsal.ask(asked));
                    }
                } catch (Rehearsal.EndedEarly e) {
                    throw new Refusal(
                            "nothing was recorded: " + e.getMessage() + "\n"
                                    + trace.join().otherOutput(),
                            e);
                }
                objects = recorded.objects(map, rehearsal.process().pid());
            }
            write(recorded.methods().touchedIn(trace.join()), objects.touchedIn(trace.join()));
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            throw new Refusal("nothing was recorded: " + e.getMessage(), e);
        }
    }

    private Payload asked() {
        return event.isPresent()
                ? read(event.get())
                : HttpApiEvent.get(path, Clock.systemUTC().instant()).toPayload();
    }

    private static Payload read(Path file) {
        try {
            return Payload.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Refusal("cannot read --event " + file + ": " + e, e);
        }
    }

    private void require(Answer answer) {
        boolean asWanted =
                answer instanceof Answer.Result && (event.isPresent() || Event.status(answer.payload()) == HTTP_OK);
        if (!asWanted) {
            throw new Refusal("nothing was recorded: the function answered " + answer.payload());
        }
    }

    private void write(SortedSet<String> methods, SortedSet<String> objects) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("start-methods.txt"), methods);
        Files.write(folder.resolve("start-objects.txt"), objects);
        System.out.printf(
                Locale.ROOT, "%,d methods and %,d objects are touched: %s%n", methods.size(), objects.size(), folder);
    }
}
