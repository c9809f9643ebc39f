package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

    private static Vertx vertx;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Rehearsal rehearsal(String script) throws Exception {
        Path bootstrap = ScriptedRuntime.packageIn(folder.resolve("f")).resolve("bootstrap");
        FunctionSettings function = FunctionSettings.named("f").withEnvironment(Map.of("SCRIPT", script));
        return new Rehearsal(vertx, function, quiet(bootstrap), bootstrap);
    }

    private static ProcessBuilder quiet(Path bootstrap) {
        return new ProcessBuilder(bootstrap.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    @Test
    void a_function_answers_one_event_after_another_and_ends_when_it_is_asked_to() throws Exception {
        try (Rehearsal rehearsal = rehearsal("")) {
            assertEquals(
                    "one", rehearsal.ask(Payload.of("answer one")).payload().text());
            assertEquals(
                    "two", rehearsal.ask(Payload.of("answer two")).payload().text());
            assertTrue(rehearsal.end(Duration.ofSeconds(30)));
        }
    }

    @Test
    void an_error_is_its_answer() throws Exception {
        try (Rehearsal rehearsal = rehearsal("")) {
            assertInstanceOf(Answer.FunctionError.class, rehearsal.ask(Payload.of("error {}")));
        }
    }

    @Test
    void a_function_has_lambdas_variables_and_its_own() throws Exception {
        try (Rehearsal rehearsal = rehearsal("print started")) {
            String variables = rehearsal.ask(Payload.of("variables")).payload().text();
            assertTrue(variables.contains("\nSCRIPT=print started\n"), variables);
            assertTrue(variables.contains("AWS_LAMBDA_FUNCTION_NAME=f\n"), variables);
            assertTrue(variables.contains("LAMBDA_TASK_ROOT=" + folder.resolve("f")), variables);
        }
    }

    @Test
    void an_end_before_the_first_event_or_before_an_answer_is_told() throws Exception {
        try (Rehearsal rehearsal = rehearsal("exit 3")) {
            assertEquals(
                    "it ended with exit status 3",
                    assertThrows(Rehearsal.EndedEarly.class, () -> rehearsal.ask(Payload.of("answer one")))
                            .getMessage());
        }
        try (Rehearsal rehearsal = rehearsal("")) {
            assertThrows(Rehearsal.EndedEarly.class, () -> rehearsal.ask(Payload.of("exit 4")));
        }
    }

    @Test
    void a_start_that_failed_is_told_in_the_functions_words() throws Exception {
        try (Rehearsal rehearsal =
                rehearsal("init-error {\"errorType\":\"no.Such\",\"errorMessage\":\"nothing there\"}")) {
            assertEquals(
                    "its start failed: no.Such: nothing there",
                    assertThrows(Rehearsal.EndedEarly.class, () -> rehearsal.ask(Payload.of("{}")))
                            .getMessage());
        }
    }
}
