package dev.hearth.lab.host;

import static dev.hearth.lab.host.Stage.HELLO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Time-outs, crashes and failed inits: what the caller is told, and what becomes of the environment. */
class FailureTest {

    private static final Failure KILLED = new Failure("Runtime.ExitError", "Runtime exited with error: signal: killed");

    @Test
    void a_timeout_is_answered_at_once_in_awss_words() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        Reply reply = stage.invoke();
        stage.pass(Duration.ofMillis(2_999));
        assertFalse(reply.given());
        stage.pass(Duration.ofMillis(1));

        assertEquals(
                "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: " + reply.id()
                        + " Error: Task timed out after 3.00 seconds\"}",
                reply.error());
        assertTrue(environment.stopped);
    }

    @Test
    void the_log_of_a_timeout_has_what_was_written_until_then_and_the_memory() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        Reply reply = stage.invokeWithLog();
        environment.writes("still here");
        stage.pass(Duration.ofSeconds(3));
        environment.exits(KILLED);

        assertEquals(
                """
                START RequestId: %1$s Version: $LATEST
                still here
                2026-11-23T18:00:03.000Z %1$s Task timed out after 3.00 seconds
                END RequestId: %1$s
                REPORT RequestId: %1$s\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 512 MB\tMax Memory Used: 44 MB\tStatus: timeout
                """
                        .formatted(reply.id()),
                reply.log());
    }

    @Test
    void a_watcher_hears_that_an_environment_timed_out_and_not_how_it_was_killed() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();
        stage.invoke();
        stage.pass(Duration.ofSeconds(3));

        environment.exits(KILLED);

        assertEquals(
                List.of(new LambdaEvent.Ended(
                        stage.time.now(), "hello", environment.id, "Task timed out after 3.00 seconds")),
                stage.events(LambdaEvent.Ended.class));
    }

    @Test
    void an_environment_that_timed_out_is_started_anew_inside_the_next_invocation() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();
        stage.invoke();
        stage.pass(Duration.ofSeconds(3));
        environment.exits(KILLED);

        Reply next = stage.invokeWithLog();
        Scripted anew = stage.environments.last();
        assertEquals(environment.id, anew.id);
        assertEquals(Duration.ofSeconds(3), anew.initLimit);
        stage.pass(Duration.ofMillis(500));
        anew.ready(Duration.ofMillis(500));
        assertEquals(Duration.ofMillis(2_500), anew.invocations.getLast().left());
        anew.serves("again");

        assertEquals("again", next.result());
        assertTrue(next.log().contains("\tDuration: 501.23 ms\tBilled Duration: 502 ms\t"), next::log);
        assertFalse(next.log().contains("Init Duration"), next::log);
    }

    @Test
    void an_invocation_that_arrives_while_a_timed_out_environment_ends_waits_for_it() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(1));
        Scripted environment = stage.warm();
        stage.invoke();
        stage.pass(Duration.ofSeconds(3));

        Reply next = stage.invoke();
        environment.exits(KILLED);
        stage.environments.last().ready();
        stage.environments.last().serves("again");

        assertEquals("again", next.result());
        assertEquals(2, stage.environments.started.size());
    }

    @Test
    void an_answer_that_comes_in_the_instant_of_the_timeout_is_too_late() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();
        Reply reply = stage.invoke();
        stage.pass(Duration.ofSeconds(3));

        environment.serves("late");
        environment.exits(KILLED);

        assertTrue(reply.error().contains("Task timed out after 3.00 seconds"), reply::error);
    }

    @Test
    void an_environment_that_answers_but_never_asks_for_more_times_out_without_harm_to_the_answer() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();
        Reply reply = stage.invoke();
        environment.answers("1");

        stage.pass(Duration.ofSeconds(3));
        environment.exits(KILLED);

        assertEquals("1", reply.result());
        assertTrue(environment.stopped);
        LambdaEvent.Invoked invoked = stage.events(LambdaEvent.Invoked.class).getLast();
        assertTrue(invoked.report().line().endsWith("\tStatus: timeout"), () -> invoked.report()
                .line());
    }

    @Test
    void a_crash_is_answered_with_the_exit_status_and_the_environment_is_replaced_under_its_name() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        Reply reply = stage.invokeWithLog();
        stage.pass(Duration.ofMillis(10));
        environment.exits();

        assertEquals(
                "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: " + reply.id()
                        + " Error: Runtime exited with error: exit status 1\"}",
                reply.error());
        assertEquals(
                """
                START RequestId: %1$s Version: $LATEST
                RequestId: %1$s Error: Runtime exited with error: exit status 1
                Runtime.ExitError
                END RequestId: %1$s
                REPORT RequestId: %1$s\tDuration: 10.00 ms\tBilled Duration: 10 ms\tMemory Size: 512 MB\tMax Memory Used: 44 MB\tStatus: error\tError Type: Runtime.ExitError
                """
                        .formatted(reply.id()),
                reply.log());
        Reply next = stage.invoke();
        assertEquals(environment.id, stage.environments.last().id);
        stage.environments.last().ready();
        stage.environments.last().serves("again");
        assertEquals("again", next.result());
    }

    @Test
    void an_environment_that_is_killed_while_idle_is_started_anew_for_the_next_invocation() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        environment.exits(KILLED);
        assertEquals(
                new LambdaEvent.Ended(
                        stage.time.now(), "hello", environment.id, "Runtime exited with error: signal: killed"),
                stage.events.getLast());
        Reply reply = stage.invoke();
        stage.environments.last().ready();
        stage.environments.last().serves("again");

        assertEquals("again", reply.result());
    }

    @Test
    void an_environment_without_a_process_is_forgotten_after_the_idle_time() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();
        environment.exits(KILLED);

        stage.pass(Duration.ofMinutes(5));
        stage.invoke();

        assertFalse(environment.stopped, "there is nothing to stop");
        assertFalse(environment.id.equals(stage.environments.last().id));
    }

    @Test
    void an_idle_environment_is_preferred_to_one_that_has_to_be_started_anew() {
        Stage stage = new Stage(HELLO);
        List<Scripted> warm = stage.warm(2);
        warm.get(1).exits(KILLED);

        stage.invoke();

        assertEquals(2, warm.get(0).invocations.size());
    }

    @Test
    void a_failed_init_is_tried_again_inside_the_invocation_under_the_functions_timeout() {
        Stage stage = new Stage(HELLO);

        Reply reply = stage.invokeWithLog();
        stage.pass(Duration.ofSeconds(10));
        stage.environments.last().initFails(Duration.ofSeconds(10), Failure.timedOut(Duration.ofSeconds(10)));
        assertEquals(2, stage.environments.started.size());
        assertEquals(Duration.ofSeconds(3), stage.environments.last().initLimit);
        stage.pass(Duration.ofSeconds(1));
        stage.environments.last().ready(Duration.ofSeconds(1));
        stage.environments.last().serves("at last");

        assertEquals("at last", reply.result());
        assertTrue(
                reply.log().startsWith("INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\n"),
                reply::log);
        assertTrue(reply.log().contains("\tDuration: 1001.23 ms\tBilled Duration: 1002 ms\t"), reply::log);
    }

    @Test
    void an_init_that_fails_twice_is_the_answer() {
        Stage stage = new Stage(HELLO);

        Reply reply = stage.invokeWithLog();
        stage.environments.last().initFails(Duration.ofMillis(20), ScriptedEnvironments.Scripted.EXIT);
        stage.environments.last().initFails(Duration.ofMillis(30), ScriptedEnvironments.Scripted.EXIT);

        assertEquals(
                """
                INIT_REPORT Init Duration: 20.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError
                INIT_REPORT Init Duration: 30.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError
                START RequestId: %1$s Version: $LATEST
                RequestId: %1$s Error: Runtime exited with error: exit status 1
                Runtime.ExitError
                END RequestId: %1$s
                REPORT RequestId: %1$s\tDuration: 30.00 ms\tBilled Duration: 30 ms\tMemory Size: 512 MB\tMax Memory Used: 40 MB\tStatus: error\tError Type: Runtime.ExitError
                """
                        .formatted(reply.id()),
                reply.log());
        assertEquals(
                "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: " + reply.id()
                        + " Error: Runtime exited with error: exit status 1\"}",
                reply.error());
    }

    @Test
    void the_document_that_the_runtime_posted_about_its_init_is_the_answer() {
        Stage stage = new Stage(HELLO);
        Payload document = Payload.of("{\"errorType\":\"Boom\",\"errorMessage\":\"no database\"}");

        Reply reply = stage.invoke();
        stage.environments.last().initFails(document);
        stage.environments.last().initFails(document);

        assertEquals(document.text(), reply.error());
    }

    @Test
    void a_message_with_quotes_makes_no_malformed_document() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        Reply reply = stage.invoke();
        environment.exits(new Failure("Runtime.ExitError", "said \"no\"\n"));

        assertTrue(reply.error().endsWith("Error: said \\\"no\\\"\\n\"}"), reply::error);
    }

    @Test
    void an_environment_that_throws_ends_its_invocation_with_an_error_and_hinders_no_other() {
        Environment broken = new Environment() {
            @Override
            public void invoke(Invocation invocation) {
                throw new IllegalArgumentException("no such header");
            }

            @Override
            public void stop() {
                throw new IllegalStateException("nor this");
            }
        };
        List<Consumer<EnvironmentEvent>> listeners = new ArrayList<>();
        LocalLambda lambda = new LocalLambda(
                AccountSettings.DEFAULT,
                List.of(HELLO.withReservedConcurrency(1)),
                (id, function, initialization, limit, events) -> {
                    listeners.add(events);
                    return broken;
                },
                new VirtualTime(),
                new SplittableRandom(1),
                event -> {
                    throw new IllegalStateException("a watcher that throws");
                });

        Reply first = new Reply(lambda.invoke(Stage.CALL));
        listeners.getLast().accept(new EnvironmentEvent.Ready(Duration.ZERO, Duration.ZERO, Optional.empty()));
        Reply second = new Reply(lambda.invoke(Stage.CALL));
        listeners.getLast().accept(new EnvironmentEvent.Ready(Duration.ZERO, Duration.ZERO, Optional.empty()));

        assertTrue(first.error().contains("no such header"));
        assertTrue(second.error().contains("no such header"));
        assertEquals(2, listeners.size());
    }

    @Test
    void an_environment_that_cannot_be_started_for_an_exception_is_tried_once_more_and_then_answered_for() {
        LocalLambda lambda = new LocalLambda(
                AccountSettings.DEFAULT,
                List.of(HELLO),
                (id, function, initialization, limit, events) -> {
                    throw new IllegalStateException("no room");
                },
                new VirtualTime(),
                new SplittableRandom(1),
                event -> {});

        assertTrue(new Reply(lambda.invoke(Stage.CALL)).error().contains("no room"));
    }
}
