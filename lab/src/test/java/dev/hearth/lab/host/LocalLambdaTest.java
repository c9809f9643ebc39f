package dev.hearth.lab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Lambda.Reason;
import dev.hearth.lab.lambda.Lambda.Request;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalLambdaTest {

    private static final FunctionSettings HELLO =
            FunctionSettings.named("hello").withMemory(new MemorySize(512));
    private static final Request CALL =
            new Request("hello", Optional.empty(), Payload.of("{}"), false, Optional.empty(), Optional.empty());
    private static final Request CALL_WITH_LOG =
            new Request("hello", Optional.empty(), Payload.of("{}"), true, Optional.empty(), Optional.empty());

    private final VirtualTime time = new VirtualTime();
    private final ScriptedEnvironments environments = new ScriptedEnvironments();
    private final List<LambdaEvent> events = new ArrayList<>();

    @Test
    void a_first_invocation_starts_an_environment_and_gets_its_answer() {
        LocalLambda lambda = lambda(HELLO);

        Reply outcome = invoke(lambda, CALL);
        assertEquals(Duration.ofSeconds(10), environments.last().initLimit);
        assertEquals(Initialization.ON_DEMAND, environments.last().initialization);
        environments.last().ready();
        environments.last().answers("\"hi\"");

        assertEquals("\"hi\"", outcome.result());
    }

    @Test
    void an_idle_environment_serves_the_next_invocation() {
        LocalLambda lambda = lambda(HELLO);
        Scripted environment = warm(lambda);

        Reply outcome = invoke(lambda, CALL);
        environment.serves("2");

        assertEquals("2", outcome.result());
        assertEquals(1, environments.started.size());
    }

    @Test
    void an_environment_is_taken_from_the_moment_an_invocation_is_routed_to_it() {
        LocalLambda lambda = lambda(HELLO);

        IntStream.range(0, 50).forEach(n -> invoke(lambda, CALL));

        assertEquals(50, environments.started.stream().map(e -> e.id).distinct().count());
    }

    @Test
    void an_invocation_that_arrives_between_an_answer_and_the_next_request_waits_for_that_environment() {
        LocalLambda lambda = lambda(HELLO.withReservedConcurrency(1));
        Scripted environment = warm(lambda);
        invoke(lambda, CALL);
        environment.answers("1");

        Reply second = invoke(lambda, CALL);
        Reply third = invoke(lambda, CALL);
        environment.idles();
        environment.answers("2");

        assertEquals("2", second.result());
        assertEquals(Reason.RESERVED, third.throttled());
        assertEquals(1, environments.started.size());
    }

    @Test
    void the_report_follows_aws_and_tells_a_cold_start_from_a_warm_one() {
        LocalLambda lambda = lambda(HELLO);

        Reply cold = invoke(lambda, CALL_WITH_LOG);
        environments.last().ready(Duration.ofNanos(25_500_000));
        environments.last().writes("Hello, log");
        environments.last().answers("1");
        assertFalse(cold.given(), "the log is not whole before the environment is idle");
        environments.last().idles();
        Reply warm = invoke(lambda, CALL_WITH_LOG);
        environments.last().serves("2");

        String id = cold.id();
        assertEquals(
                """
                START RequestId: %1$s Version: $LATEST
                Hello, log
                END RequestId: %1$s
                REPORT RequestId: %1$s\tDuration: 1.23 ms\tBilled Duration: 27 ms\tMemory Size: 512 MB\tMax Memory Used: 44 MB\tInit Duration: 25.50 ms
                """
                        .formatted(id),
                cold.log());
        assertTrue(warm.log().endsWith("Billed Duration: 2 ms\tMemory Size: 512 MB\tMax Memory Used: 44 MB\n"));
    }

    @Test
    void a_timeout_is_answered_in_awss_words_and_resets_the_environment() {
        LocalLambda lambda = lambda(HELLO);
        Scripted environment = warm(lambda);

        Reply outcome = invoke(lambda, CALL_WITH_LOG);
        time.pass(Duration.ofSeconds(3));
        assertTrue(environment.stopped);
        environment.exits(new Failure("Runtime.ExitError", "Runtime exited with error: signal: killed"));

        String id = outcome.id();
        assertEquals(
                "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: " + id
                        + " Error: Task timed out after 3.00 seconds\"}",
                outcome.error());
        assertEquals(
                """
                START RequestId: %1$s Version: $LATEST
                2026-11-23T18:00:03Z %1$s Task timed out after 3.00 seconds
                END RequestId: %1$s
                REPORT RequestId: %1$s\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 512 MB\tMax Memory Used: 44 MB\tStatus: timeout
                """
                        .formatted(id),
                outcome.log());

        Reply next = invoke(lambda, CALL);
        assertEquals(environment.id, environments.last().id);
        assertEquals(Duration.ofSeconds(3), environments.last().initLimit);
        environments.last().ready();
        environments.last().serves("again");
        assertEquals("again", next.result());
    }

    @Test
    void an_invocation_waits_for_its_environment_as_long_as_it_takes() {
        LocalLambda lambda = lambda(HELLO);

        Reply outcome = invoke(lambda, CALL);
        time.pass(Duration.ofSeconds(30));
        environments.last().ready();

        assertEquals(
                time.now().plusSeconds(3),
                environments.last().invocations.getLast().deadline());
        environments.last().serves("1");
        assertEquals("1", outcome.result());
    }

    @Test
    void an_idle_environment_is_ended_after_its_time() {
        LocalLambda lambda = lambda(HELLO.withIdle(Duration.ofMinutes(5)));
        Scripted environment = warm(lambda);

        time.pass(Duration.ofSeconds(299));
        assertFalse(environment.stopped);
        time.pass(Duration.ofSeconds(1));

        assertTrue(environment.stopped);
        assertEquals(new LambdaEvent.Ended("hello", environment.id, "idle for 300 s"), events.getLast());
        invoke(lambda, CALL);
        assertEquals(2, environments.started.size());
    }

    @Test
    void closing_tells_whoever_waits_and_stops_every_environment() {
        LocalLambda lambda = lambda(HELLO);
        Scripted idle = warm(lambda);
        Reply running = invoke(lambda, CALL);
        Reply starting = invoke(lambda, CALL);

        lambda.close();

        assertInstanceOf(Outcome.Unavailable.class, running.outcome());
        assertInstanceOf(Outcome.Unavailable.class, starting.outcome());
        assertInstanceOf(Outcome.Unavailable.class, invoke(lambda, CALL).outcome());
        assertInstanceOf(Outcome.Unavailable.class, lambda.enqueue(CALL));
        assertTrue(idle.stopped);
        assertTrue(environments.last().stopped);
    }

    @Test
    void an_unknown_function_or_qualifier_is_not_found() {
        LocalLambda lambda = lambda(HELLO.withAliases(Set.of("live")));

        assertEquals(
                new Outcome.NotFound("arn:aws:lambda:us-east-1:000000000000:function:hello:dead"),
                invoke(lambda, qualified("dead")).outcome());
        assertFalse(invoke(lambda, qualified("live")).given());
        assertFalse(invoke(lambda, qualified("$LATEST")).given());
        environments.started.getFirst().ready();
        assertEquals(
                "arn:aws:lambda:us-east-1:000000000000:function:hello:live",
                environments.started.getFirst().invocations.getLast().functionArn());
    }

    private LocalLambda lambda(FunctionSettings... functions) {
        return new LocalLambda(
                AccountSettings.DEFAULT, List.of(functions), environments, time, new SplittableRandom(1), events::add);
    }

    private Scripted warm(LocalLambda lambda) {
        invoke(lambda, CALL);
        environments.last().ready();
        environments.last().serves("warm");
        return environments.last();
    }

    private static Reply invoke(LocalLambda lambda, Request request) {
        return new Reply(lambda.invoke(request));
    }

    private static Request qualified(String qualifier) {
        return new Request(
                "hello", Optional.of(qualifier), Payload.of("{}"), false, Optional.empty(), Optional.empty());
    }
}
