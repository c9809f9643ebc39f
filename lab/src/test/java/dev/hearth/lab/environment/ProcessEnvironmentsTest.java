package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent.Exited;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessEnvironmentsTest {

    private static Vertx vertx;

    @TempDir
    private Path folder;

    private Scratch scratch;
    private ProcessEnvironments environments;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() throws IOException, InvalidPackage {
        scratch = Scratch.create(folder);
        FunctionPackage scripted =
                FunctionPackage.open(ScriptedRuntime.packageIn(folder.resolve("f")), Optional.empty(), scratch);
        environments = new ProcessEnvironments(
                vertx, Map.of("f", scripted), ProcessEnvironments.Options.in("us-east-1"), scratch, Optional.empty());
    }

    @AfterEach
    void close() {
        environments.close();
        scratch.close();
    }

    @Test
    void an_environment_initialises_answers_and_is_idle_again() {
        Probe probe = start("print up");

        assertTrue(probe.ready().init().isPositive());
        assertEquals(List.of("up"), probe.written());

        probe.start("print first;answer one");
        assertEquals(
                "one",
                assertInstanceOf(Answer.Result.class, probe.answer()).payload().text());
        assertEquals(List.of("first"), probe.written());
        assertTrue(probe.idle().maximumMemoryMegabytes() > 10);
    }

    @Test
    void a_stopped_environment_ends_with_one_event() {
        Probe probe = start("");
        probe.ready();

        probe.stop();

        assertInstanceOf(Exited.class, probe.exited());
    }

    private Probe start(String script) {
        FunctionSettings function =
                FunctionSettings.named("f").withMemory(new MemorySize(256)).withEnvironment(Map.of("SCRIPT", script));
        Probe probe = new Probe();
        probe.drives(environments.start(
                new EnvironmentId("abc"), function, Initialization.ON_DEMAND, Duration.ofSeconds(10), probe::accept));
        return probe;
    }
}
