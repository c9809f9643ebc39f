package dev.hearth.lab.host;

import static dev.hearth.lab.host.Stage.HELLO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import dev.hearth.lab.lambda.FunctionSettings.Asynchronous;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Lambda.Reason;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.LambdaEvent.EventDropped;
import dev.hearth.lab.lambda.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AsynchronousTest {

    @Test
    void an_event_runs_at_once_under_the_id_that_was_accepted() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        String id = stage.enqueue();

        assertEquals(id, environment.requestId());
        environment.serves("");
        stage.pass(Duration.ofHours(7));
        assertEquals(2, environment.invocations.size());
        assertEquals(List.of(), stage.events(EventDropped.class));
    }

    @Test
    void a_failed_event_is_tried_again_after_one_and_two_minutes_and_then_dropped_with_its_id() {
        Stage stage = new Stage(HELLO.withIdle(Duration.ofHours(1)));
        Scripted environment = stage.warm();

        String id = stage.enqueue();
        fail(environment);
        stage.pass(Duration.ofSeconds(59));
        assertEquals(2, environment.invocations.size());
        stage.pass(Duration.ofSeconds(1));
        assertEquals(3, environment.invocations.size());
        fail(environment);
        stage.pass(Duration.ofSeconds(119));
        assertEquals(3, environment.invocations.size());
        stage.pass(Duration.ofSeconds(1));
        assertEquals(4, environment.invocations.size());
        environment.invocations.stream().skip(1).forEach(attempt -> assertEquals(id, attempt.requestId()));
        fail(environment);

        assertEquals(
                List.of(new EventDropped(stage.time.now(), "hello", id, "the function failed 3 times")),
                stage.events(EventDropped.class));
    }

    @Test
    void without_retries_one_failure_drops_the_event() {
        Stage stage = new Stage(HELLO.withAsynchronous(new Asynchronous(0, Duration.ofMinutes(1))));
        Scripted environment = stage.warm();

        String id = stage.enqueue();
        environment.exits();

        assertEquals(
                List.of(new EventDropped(stage.time.now(), "hello", id, "the function failed 1 time")),
                stage.events(EventDropped.class));
    }

    @Test
    void a_throttled_event_goes_back_to_the_queue_for_longer_each_time_up_to_five_minutes() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(0));
        List<Instant> refused = new ArrayList<>();
        stage.enqueue();
        for (int known = 0; stage.time.now().isBefore(Instant.parse("2026-11-23T18:30:00Z")); ) {
            int now = stage.events(LambdaEvent.Throttled.class).size();
            if (now > known) {
                refused.add(stage.time.now());
                known = now;
            }
            stage.pass(Duration.ofSeconds(1));
        }

        List<Long> pauses = new ArrayList<>();
        for (int n = 1; n < refused.size(); n++) {
            pauses.add(Duration.between(refused.get(n - 1), refused.get(n)).toSeconds());
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L, 300L), pauses);
    }

    @Test
    void a_throttled_event_runs_once_there_is_room() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(1).withTimeout(Duration.ofMinutes(1)));
        Scripted environment = stage.warm();
        stage.invoke();

        String id = stage.enqueue();
        environment.serves("");
        stage.pass(Duration.ofSeconds(1));

        assertEquals(id, environment.requestId());
    }

    @Test
    void an_event_that_is_too_old_is_dropped() {
        Stage stage = new Stage(
                HELLO.withReservedConcurrency(0).withAsynchronous(new Asynchronous(2, Duration.ofMinutes(1))));

        String id = stage.enqueue();
        stage.pass(Duration.ofSeconds(59));
        assertEquals(List.of(), stage.events(EventDropped.class));
        stage.pass(Duration.ofSeconds(1));

        assertEquals(
                List.of(new EventDropped(stage.time.now(), "hello", id, "older than 60 s")),
                stage.events(EventDropped.class));
    }

    @Test
    void events_that_still_wait_when_the_service_goes_down_are_named() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();
        String running = stage.enqueue();
        environment.answersError("{}");
        String retried = running;
        environment.idles();
        String busy = stage.enqueue();

        stage.lambda.close();

        assertEquals(
                List.of(busy, retried),
                stage.events(EventDropped.class).stream()
                        .map(EventDropped::requestId)
                        .toList());
    }

    @Test
    void a_throttled_invocation_that_is_not_queued_is_not_tried_again() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(0));

        stage.invoke();
        stage.pass(Duration.ofHours(1));

        assertEquals(1, stage.events(LambdaEvent.Throttled.class).size());
        assertTrue(stage.environments.started.isEmpty());
    }

    @Test
    void a_timeout_counts_as_a_failure() {
        Stage stage = new Stage(HELLO.withAsynchronous(new Asynchronous(0, Duration.ofMinutes(1))));
        stage.warm();

        stage.enqueue();
        stage.pass(Duration.ofSeconds(3));

        assertInstanceOf(EventDropped.class, stage.events.getLast());
    }

    private static void fail(Scripted environment) {
        environment.answersError("{\"errorType\":\"Boom\"}");
        environment.idles();
    }

    @Test
    void the_queue_takes_48_mb_of_events_and_refuses_more_until_there_is_room_again() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(1));
        Payload megabyte = Payload.of(new byte[1 << 20]);
        Lambda.Request large =
                new Lambda.Request("hello", Optional.empty(), megabyte, false, Optional.empty(), Optional.empty());
        for (int n = 0; n < 48; n++) {
            assertInstanceOf(Outcome.Accepted.class, stage.lambda.enqueue(large));
        }

        Outcome.Throttled refusal = assertInstanceOf(Outcome.Throttled.class, stage.lambda.enqueue(large));
        assertEquals(Reason.QUEUE, refusal.reason());
        assertTrue(stage.events.stream()
                .anyMatch(event -> event instanceof LambdaEvent.Throttled throttled
                        && throttled.requestId().equals(refusal.requestId())
                        && throttled.reason() == Reason.QUEUE));
        stage.environments.last().ready();
        stage.environments.last().serves("{}");

        assertInstanceOf(Outcome.Accepted.class, stage.lambda.enqueue(large));
        assertInstanceOf(Outcome.Throttled.class, stage.lambda.enqueue(large));
    }

    @Test
    void the_queue_takes_50_000_events_however_small() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(0));
        for (int n = 0; n < 50_000; n++) {
            assertInstanceOf(Outcome.Accepted.class, stage.lambda.enqueue(Stage.CALL));
        }
        assertInstanceOf(Outcome.Throttled.class, stage.lambda.enqueue(Stage.CALL));
    }
}
