package dev.hearth.lab.host;

import static dev.hearth.lab.host.Stage.HELLO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.host.ScriptedEnvironments.Phase;
import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Lambda.Reason;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Placement, hand-over, answers and the end of idle environments. */
class LocalLambdaTest {

    @Test
    void a_first_invocation_starts_an_environment_and_gets_its_answer() {
        Stage stage = new Stage(HELLO);

        Reply reply = stage.invoke();
        Scripted environment = stage.environments.last();
        assertEquals(Duration.ofSeconds(10), environment.initLimit);
        assertEquals(Initialization.ON_DEMAND, environment.initialization);
        environment.ready();
        environment.answers("\"hi\"");

        assertEquals("\"hi\"", reply.result());
    }

    @Test
    void an_idle_environment_serves_the_next_invocation() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        Reply reply = stage.invoke();
        environment.serves("2");

        assertEquals("2", reply.result());
        assertEquals(1, stage.environments.started.size());
    }

    @Test
    void an_environment_is_taken_from_the_moment_an_invocation_is_routed_to_it() {
        Stage stage = new Stage(HELLO);

        IntStream.range(0, 50).forEach(n -> stage.invoke());

        assertEquals(
                50,
                stage.environments.started.stream().map(e -> e.id).distinct().count());
    }

    @Test
    void a_burst_takes_every_idle_environment_once_before_it_starts_any() {
        Stage stage = new Stage(HELLO);
        List<Scripted> warm = stage.warm(20);

        IntStream.range(0, 21).forEach(n -> stage.invoke());

        warm.forEach(environment -> assertEquals(2, environment.invocations.size()));
        assertEquals(21, stage.environments.started.size());
    }

    @Test
    void an_invocation_that_arrives_between_an_answer_and_the_next_request_waits_for_that_environment() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(1));
        Scripted environment = stage.warm();
        stage.invoke();
        environment.answers("1");

        Reply second = stage.invoke();
        Reply third = stage.invoke();
        environment.idles();
        environment.answers("2");

        assertEquals("2", second.result());
        assertEquals(Reason.RESERVED, third.throttled());
        assertEquals(1, stage.environments.started.size());
    }

    @Test
    void the_environment_that_was_idle_last_goes_first_when_routed_by_recency() {
        Stage stage = new Stage(HELLO.withRouting(Routing.RECENT));
        List<Scripted> warm = stage.warm(3);

        stage.invoke();

        assertEquals(2, warm.get(2).invocations.size());
    }

    @Test
    void the_environment_that_has_been_idle_longest_goes_first_when_routed_the_other_way() {
        Stage stage = new Stage(HELLO.withRouting(Routing.LEAST_RECENT));
        List<Scripted> warm = stage.warm(3);

        stage.invoke();

        assertEquals(2, warm.get(0).invocations.size());
    }

    @Test
    void random_routing_reaches_every_environment_and_is_the_same_for_the_same_seed() {
        List<Integer> once = shares();

        once.forEach(share -> assertTrue(share > 1, () -> "an environment was never chosen: " + once));
        assertEquals(once, shares());
    }

    private static List<Integer> shares() {
        Stage stage = new Stage(HELLO.withRouting(Routing.RANDOM));
        List<Scripted> warm = stage.warm(5);
        for (int n = 0; n < 100; n++) {
            stage.invoke();
            warm.stream()
                    .filter(environment -> environment.phase == Phase.BUSY)
                    .findAny()
                    .orElseThrow()
                    .serves("");
        }
        return warm.stream().map(environment -> environment.invocations.size()).toList();
    }

    @Test
    void the_log_names_each_extension_before_the_first_invocation_as_awss_does() {
        Stage stage = new Stage(HELLO);
        ExtensionReport logs = new ExtensionReport(
                "logs",
                "Ready",
                Optional.empty(),
                List.of("INVOKE", "SHUTDOWN"),
                Optional.of(Duration.ofMillis(3)),
                Optional.of(Duration.ofMillis(9)),
                Optional.empty());

        Reply cold = stage.invokeWithLog();
        Scripted environment = stage.environments.last();
        environment.extended(logs);
        environment.ready();
        environment.serves("1");

        assertTrue(
                cold.log()
                        .startsWith("EXTENSION\tName: logs\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\nSTART RequestId"),
                cold::log);
        assertEquals(
                List.of(logs),
                stage.events(LambdaEvent.Extended.class).getFirst().extensions());
    }

    @Test
    void the_log_is_awss_and_tells_a_cold_start_from_a_warm_one() {
        Stage stage = new Stage(HELLO);

        Reply cold = stage.invokeWithLog();
        Scripted environment = stage.environments.last();
        environment.ready(Duration.ofNanos(25_500_000));
        environment.writes("Hello, log");
        environment.answers("1");
        assertFalse(cold.given(), "the log is not whole before the environment is idle");
        environment.idles();
        Reply warm = stage.invokeWithLog();
        environment.serves("2");

        assertEquals(
                """
                START RequestId: %1$s Version: $LATEST
                Hello, log
                END RequestId: %1$s
                REPORT RequestId: %1$s\tDuration: 1.23 ms\tBilled Duration: 27 ms\tMemory Size: 512 MB\tMax Memory Used: 44 MB\tInit Duration: 25.50 ms
                """
                        .formatted(cold.id()),
                cold.log());
        assertTrue(
                warm.log().endsWith("Billed Duration: 2 ms\tMemory Size: 512 MB\tMax Memory Used: 44 MB\n"), warm::log);
        List<LambdaEvent.Invoked> invoked = stage.events(LambdaEvent.Invoked.class);
        assertEquals(
                List.of(true, false),
                invoked.stream().map(LambdaEvent.Invoked::cold).toList());
    }

    @Test
    void what_a_function_writes_is_seen_at_once() {
        Stage stage = new Stage(HELLO);
        stage.invoke();
        stage.environments.last().ready();

        stage.environments.last().writes("busy");

        assertEquals(
                new LambdaEvent.Logged(stage.time.now(), "hello", stage.environments.last().id, "busy"),
                stage.events.getLast());
    }

    @Test
    void an_invocation_waits_for_its_environment_as_long_as_it_takes() {
        Stage stage = new Stage(HELLO);

        Reply reply = stage.invoke();
        stage.pass(Duration.ofSeconds(30));
        Scripted environment = stage.environments.last();
        environment.ready();

        assertEquals(Duration.ofSeconds(3), environment.invocations.getLast().left());
        environment.serves("1");
        assertEquals("1", reply.result());
    }

    @Test
    void an_idle_environment_is_ended_after_its_time() {
        Stage stage = new Stage(HELLO.withIdle(Duration.ofMinutes(5)));
        Scripted environment = stage.warm();

        stage.pass(Duration.ofSeconds(299));
        assertFalse(environment.stopped);
        stage.pass(Duration.ofSeconds(1));

        assertTrue(environment.stopped);
        assertEquals(
                new LambdaEvent.Ended(stage.time.now(), "hello", environment.id, "idle for 300 s"),
                stage.events.getLast());
        stage.invoke();
        assertNotEquals(environment.id, stage.environments.last().id);
    }

    @Test
    void each_invocation_starts_the_idle_time_anew() {
        Stage stage = new Stage(HELLO.withIdle(Duration.ofMinutes(5)));
        Scripted environment = stage.warm();

        stage.pass(Duration.ofMinutes(4));
        stage.invoke();
        environment.serves("2");
        stage.pass(Duration.ofMinutes(4));

        assertFalse(environment.stopped);
    }

    @Test
    void idle_environments_are_retired_on_request_and_busy_ones_are_not() {
        Stage stage = new Stage(HELLO.withRouting(Routing.LEAST_RECENT));
        List<Scripted> warm = stage.warm(2);
        stage.invoke();

        stage.lambda.retireIdle("hello");

        assertFalse(warm.get(0).stopped);
        assertTrue(warm.get(1).stopped);
    }

    @Test
    void there_is_never_more_than_one_alarm() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        for (int n = 0; n < 1_000; n++) {
            stage.invoke();
            environment.serves("");
            stage.pass(Duration.ofSeconds(1));
        }

        assertTrue(stage.time.pending() <= 1, () -> "alarms: " + stage.time.pending());
    }

    @Test
    void closing_tells_whoever_waits_and_stops_every_environment() {
        Stage stage = new Stage(HELLO);
        stage.warm();
        Reply running = stage.invoke();
        Reply starting = stage.invoke();

        stage.lambda.close();

        assertInstanceOf(Outcome.Unavailable.class, running.outcome());
        assertInstanceOf(Outcome.Unavailable.class, starting.outcome());
        assertInstanceOf(Outcome.Unavailable.class, stage.invoke().outcome());
        assertInstanceOf(Outcome.Unavailable.class, stage.lambda.enqueue(Stage.CALL));
        stage.environments.started.forEach(environment -> assertTrue(environment.stopped));
    }

    @Test
    void an_unknown_function_or_qualifier_is_not_found() {
        Stage stage = new Stage(HELLO.withAliases(Set.of("live")));

        assertEquals(
                new Outcome.NotFound("arn:aws:lambda:us-east-1:000000000000:function:hello:dead"),
                stage.invoke(Stage.request("hello", false, Optional.of("dead"))).outcome());
        assertEquals(
                new Outcome.NotFound("arn:aws:lambda:us-east-1:000000000000:function:bye"),
                stage.lambda.enqueue(Stage.request("bye", false, Optional.empty())));
        assertEquals(0, stage.environments.started.size());
    }

    @Test
    void the_function_sees_the_arn_that_was_invoked() {
        Stage stage = new Stage(HELLO.withAliases(Set.of("live")));

        Reply latest = stage.invoke(Stage.request("hello", false, Optional.of("$LATEST")));
        stage.environments.last().ready();
        stage.environments.last().serves("");
        stage.invoke(Stage.request("hello", false, Optional.of("live")));

        assertEquals("$LATEST", latest.completed().executedVersion());
        assertEquals(
                List.of(
                        "arn:aws:lambda:us-east-1:000000000000:function:hello:$LATEST",
                        "arn:aws:lambda:us-east-1:000000000000:function:hello:live"),
                stage.environments.last().invocations.stream()
                        .map(invocation -> invocation.functionArn())
                        .toList());
    }

    @Test
    void a_function_that_invokes_itself_is_stopped_after_sixteen_times() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();
        String trace = "";
        for (int n = 1; n <= 16; n++) {
            Reply reply = stage.invoke(Stage.traced(trace));
            environment.serves("");
            assertEquals("", reply.result());
            trace = environment.invocations.getLast().traceId();
        }

        assertInstanceOf(
                Outcome.Recursive.class, stage.invoke(Stage.traced(trace)).outcome());
        assertInstanceOf(Outcome.Accepted.class, stage.lambda.enqueue(Stage.traced(trace)));
        LambdaEvent.EventDropped dropped = assertInstanceOf(LambdaEvent.EventDropped.class, stage.events.getLast());
        assertEquals("the function invoked itself more than 16 times in one chain", dropped.reason());
    }
}
