package dev.hearth.lab.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SoakTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Runtimes runtimes = new Runtimes();
    private final List<String> problems = new ArrayList<>();
    private long nanos;

    @Test
    void each_request_is_put_once_and_has_its_own_answer() {
        Soak soak = soak(200, 3);
        runtimes.serveAll();
        Findings figures = soak.figures();
        assertTrue(soak.isDone());
        assertTrue(figures.clean());
        assertEquals(200, figures.sent());
        assertEquals(200, figures.answered());
        assertEquals(3, figures.started());
        assertEquals(200, runtimes.seen.stream().distinct().count());
    }

    @Test
    void the_same_seed_asks_the_same() {
        soak(50, 1);
        runtimes.serveAll();
        List<String> first = List.copyOf(runtimes.asked);
        runtimes.asked.clear();
        soak(50, 1);
        runtimes.serveAll();
        assertEquals(first, runtimes.asked);
        assertTrue(first.stream().distinct().count() > 1);
    }

    @Test
    void another_requests_answer_is_wrong() {
        Soak soak = soak(100, 1);
        runtimes.serve(
                100, runtime -> runtime.answer("{\"asked\":{\"memory\":1,\"concurrency\":1}, \"message\":\"\"}"));
        Findings figures = soak.figures();
        assertFalse(figures.clean());
        long costs =
                runtimes.asked.stream().filter(event -> event.contains("/cost")).count();
        assertEquals(costs, figures.wrong());
        assertEquals(100, figures.sent());
        assertTrue(problems.getFirst().contains("another request's question"), problems::toString);
    }

    @Test
    void a_request_without_answer_is_named_once_and_its_environment_replaced() {
        Soak soak = soak(3, 1);
        nanos += PATIENCE.toNanos();
        soak.look();
        assertEquals(0, soak.figures().lost());
        nanos++;
        soak.look();
        soak.look();
        assertEquals(1, problems.size());
        assertTrue(
                problems.getFirst().startsWith("request 1 (")
                        && problems.getFirst().contains("no answer after 5 s"),
                problems::toString);
        assertTrue(runtimes.all.getFirst().stopped);
        assertFalse(soak.isDone());

        runtimes.all.getFirst().exit();
        runtimes.serveAll();
        Findings figures = soak.figures();
        assertTrue(soak.isDone());
        assertEquals(1, figures.lost());
        assertEquals(2, figures.answered());
        assertEquals(3, figures.sent());
        assertEquals(2, figures.started());
    }

    @Test
    void an_answer_that_comes_after_its_request_was_given_up_is_not_counted() {
        Soak soak = soak(1, 1);
        nanos += PATIENCE.toNanos() + 1;
        soak.look();
        runtimes.all.getFirst().greet();
        Findings figures = soak.figures();
        assertEquals(0, figures.answered());
        assertEquals(1, figures.lost());
        assertEquals(1, figures.sent());
    }

    @Test
    void an_environment_that_ends_loses_the_request_that_it_had() {
        Soak soak = soak(2, 1);
        runtimes.all.getFirst().exit();
        runtimes.serveAll();
        assertEquals(1, soak.figures().lost());
        assertEquals(1, soak.figures().answered());
        assertTrue(problems.getFirst().contains("when the environment ended: killed"), problems::toString);
    }

    @Test
    void an_environment_that_answers_and_asks_for_no_more_is_replaced_and_its_answer_counts() {
        Soak soak = soak(2, 1);
        runtimes.all.getFirst().onlyGreet();
        nanos += PATIENCE.toNanos() + 1;
        soak.look();
        runtimes.all.getFirst().exit();
        runtimes.serveAll();
        assertEquals(0, soak.figures().lost());
        assertEquals(2, soak.figures().answered());
        assertTrue(problems.getFirst().contains("asked for no further one"), problems::toString);
    }

    @Test
    void an_environment_that_does_not_start_ends_its_part() {
        runtimes.startable = false;
        Soak soak = soak(2, 2);
        assertTrue(soak.isDone());
        assertFalse(soak.figures().clean());
        assertEquals(0, soak.figures().sent());
        assertEquals(2, problems.size());
    }

    @Test
    void a_stop_puts_no_further_request_and_waits_for_those_under_way() {
        Soak soak = soak(100, 1);
        soak.stop();
        assertFalse(soak.isDone());
        runtimes.serveAll();
        assertTrue(soak.isDone());
        assertTrue(soak.figures().clean());
        assertEquals(1, soak.figures().sent());
    }

    @Test
    void the_longest_wait_and_the_rate_are_told() {
        Soak soak = soak(2, 1);
        nanos += 3_000_000;
        runtimes.serve(1, Scripted::greet);
        nanos += 1_000_000;
        runtimes.serve(1, Scripted::greet);
        assertEquals(3.0, soak.figures().longestMs());
        assertEquals(500.0, soak.figures().perSecond());
    }

    private Soak soak(long requests, int environments) {
        runtimes.all.clear();
        runtimes.waiting.clear();
        Soak soak = new Soak(
                new Soak.Plan(requests, environments, PATIENCE, 7),
                FunctionSettings.named("hearth"),
                runtimes,
                () -> nanos,
                problems::add);
        soak.start();
        runtimes.begin();
        return soak;
    }

    /** Environments that do what a test tells them, one thing at a time. */
    private static final class Runtimes implements EnvironmentFactory {

        private final List<Scripted> all = new ArrayList<>();
        private final Deque<Scripted> waiting = new ArrayDeque<>();
        private final List<String> seen = new ArrayList<>();
        private final List<String> asked = new ArrayList<>();
        private boolean startable = true;

        @Override
        public Environment start(
                EnvironmentId id,
                FunctionSettings function,
                Initialization initialization,
                Duration initLimit,
                Consumer<EnvironmentEvent> events) {
            Scripted runtime = new Scripted(this, events);
            all.add(runtime);
            waiting.add(runtime);
            return runtime;
        }

        void begin() {
            while (!waiting.isEmpty()) {
                waiting.poll()
                        .events
                        .accept(
                                startable
                                        ? new EnvironmentEvent.Ready(Duration.ZERO, Duration.ZERO, Optional.empty())
                                        : new EnvironmentEvent.InitFailed(
                                                Duration.ZERO,
                                                Duration.ZERO,
                                                new EnvironmentEvent.Failure("Runtime.ExitError", "exit status 1"),
                                                Optional.empty(),
                                                1));
            }
        }

        void serveAll() {
            serve(Integer.MAX_VALUE, Scripted::greet);
        }

        void serve(int most, Consumer<Scripted> how) {
            int served = 0;
            begin();
            Optional<Scripted> busy = busy();
            while (busy.isPresent() && served < most) {
                how.accept(busy.get());
                served++;
                begin();
                busy = busy();
            }
        }

        private Optional<Scripted> busy() {
            return all.stream().filter(runtime -> runtime.has.isPresent()).findFirst();
        }
    }

    private static final class Scripted implements Environment {

        private final Runtimes runtimes;
        private final Consumer<EnvironmentEvent> events;
        private Optional<Invocation> has = Optional.empty();
        private boolean stopped;

        Scripted(Runtimes runtimes, Consumer<EnvironmentEvent> events) {
            this.runtimes = runtimes;
            this.events = events;
        }

        @Override
        public void invoke(Invocation invocation) {
            runtimes.seen.add(invocation.requestId());
            runtimes.asked.add(invocation.payload().text());
            has = Optional.of(invocation);
        }

        @Override
        public void stop() {
            stopped = true;
        }

        void exit() {
            has = Optional.empty();
            events.accept(new EnvironmentEvent.Exited(new EnvironmentEvent.Failure("Runtime.ExitError", "killed"), 1));
        }

        /** Answers as Hearth's function does, and asks for more. */
        void greet() {
            answer(own());
        }

        void onlyGreet() {
            onlyAnswer(own());
        }

        private String own() {
            JsonObject event = new JsonObject(has.orElseThrow().payload().text());
            JsonObject asked = new JsonObject();
            for (String parameter : event.getString("rawQueryString").split("&", -1)) {
                String[] parts = parameter.split("=", 2);
                if (parts.length == 2) {
                    asked.put(parts[0], Integer.parseInt(parts[1]));
                }
            }
            return (asked.isEmpty() ? new JsonObject().put("message", "Hello") : new JsonObject().put("asked", asked))
                    .encode();
        }

        void answer(String body) {
            String requestId = onlyAnswer(body);
            events.accept(new EnvironmentEvent.Idle(requestId, Duration.ofMillis(1), 1, Optional.empty()));
        }

        private String onlyAnswer(String body) {
            String requestId = has.orElseThrow().requestId();
            has = Optional.empty();
            JsonObject response = new JsonObject().put("statusCode", 200).put("body", body);
            events.accept(new EnvironmentEvent.Answered(requestId, new Answer.Result(Payload.of(response.encode()))));
            return requestId;
        }
    }
}
