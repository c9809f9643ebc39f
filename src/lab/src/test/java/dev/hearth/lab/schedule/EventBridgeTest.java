package dev.hearth.lab.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.lab.lambda.Configuration;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EventBridgeTest {

    private static final Instant CREATED = Instant.parse("2026-11-23T18:00:30.250Z");

    private final RecordingLambda lambda = new RecordingLambda();
    private final FakeScheduler scheduler = new FakeScheduler();
    private final List<Firing> firings = new ArrayList<>();
    private Instant now = CREATED;
    private final EventBridge eventBridge =
            new EventBridge(scheduler, lambda, () -> now, () -> 0x1234_5678_9abc_def0L, firings::add);

    @Test
    void a_rate_fires_at_once_and_then_at_its_distance() {
        eventBridge.create(schedule("warm", "rate(5 minutes)", "{}"));
        passes(Duration.ofMinutes(11));
        assertEquals(
                List.of(CREATED, CREATED.plusSeconds(300), CREATED.plusSeconds(600)),
                firings.stream().map(Firing::scheduledAt).toList());
        assertEquals(3, lambda.requests.size());
    }

    @Test
    void cron_fires_within_a_second_of_its_minute_and_once() {
        eventBridge.create(schedule("warm", "cron(0/2 * * * ? *)", "{}"));
        passes(Duration.ofMinutes(4));
        assertEquals(
                List.of(Instant.parse("2026-11-23T18:02:00Z"), Instant.parse("2026-11-23T18:04:00Z")),
                firings.stream().map(Firing::scheduledAt).toList());
    }

    @Test
    void of_occurrences_that_a_sleeping_machine_missed_only_the_last_fires() {
        eventBridge.create(schedule("warm", "rate(5 minutes)", "{}"));
        now = CREATED.plus(Duration.ofHours(8)).plusSeconds(7);
        scheduler.tick();
        assertEquals(
                List.of(CREATED, CREATED.plus(Duration.ofHours(8))),
                firings.stream().map(Firing::scheduledAt).toList());
    }

    @Test
    void placeholders_are_replaced_as_by_aws() {
        eventBridge.create(
                schedule(
                        "warm",
                        "rate(5 minutes)",
                        """
                        {"at": "<aws.scheduler.scheduled-time>", "arn": "<aws.scheduler.schedule-arn>",
                         "id": "<aws.scheduler.execution-id>", "attempt": "<aws.scheduler.attempt-number>"}"""));
        assertEquals(
                """
                {"at": "2026-11-23T18:00:30Z", "arn": "arn:aws:scheduler:eu-central-1:123456789012:schedule/office/warm",
                 "id": "123456789abcdef0", "attempt": "1"}""",
                lambda.requests.getFirst().payload().text());
    }

    @Test
    void a_schedule_that_is_updated_is_as_often_due_and_sends_what_it_says_now() {
        Schedule schedule = schedule("warm", "rate(5 minutes)", "{\"n\":1}");
        eventBridge.create(schedule);
        eventBridge.update(schedule.origin().withInput("{\"n\":2}"));
        passes(Duration.ofMinutes(5));
        assertEquals(
                List.of("{\"n\":1}", "{\"n\":2}"),
                lambda.requests.stream()
                        .map(request -> request.payload().text())
                        .toList());
        assertThrows(
                IllegalArgumentException.class,
                () -> eventBridge.update(
                        schedule("other", "rate(5 minutes)", "{}").origin()));
    }

    @Test
    void a_rule_s_input_is_sent_as_it_is() {
        eventBridge.create(rule("every-minute", Optional.of("{\"at\": \"<aws.scheduler.scheduled-time>\"}")));
        assertEquals(
                "{\"at\": \"<aws.scheduler.scheduled-time>\"}",
                lambda.requests.getFirst().payload().text());
    }

    @Test
    void a_rule_without_an_input_sends_aws_s_scheduled_event() {
        eventBridge.create(rule("every-minute", Optional.empty()));
        assertEquals(
                """
                {"version":"0","id":"12345678-9abc-def0-1234-56789abcdef0","detail-type":"Scheduled Event",\
                "source":"aws.events","account":"123456789012","time":"2026-11-23T18:00:30Z","region":"eu-central-1",\
                "resources":["arn:aws:events:eu-central-1:123456789012:rule/every-minute"],"detail":{}}""",
                lambda.requests.getFirst().payload().text());
    }

    @Test
    void two_targets_of_a_rule_are_no_two_schedules_of_one_name() {
        eventBridge.create(rule("every-minute", "a", Optional.empty()));
        eventBridge.create(rule("every-minute", "b", Optional.empty()));
        assertEquals(2, firings.size());
    }

    @Test
    void the_event_goes_to_the_function_and_qualifier_that_the_schedule_names() {
        eventBridge.create(schedule("warm", "rate(5 minutes)", "{}"));
        Lambda.Request request = lambda.requests.getFirst();
        assertEquals("hearth", request.function());
        assertEquals(Optional.of("live"), request.qualifier());
    }

    @Test
    void nothing_fires_once_it_is_closed() {
        eventBridge.create(schedule("warm", "rate(1 minute)", "{}"));
        eventBridge.close();
        passes(Duration.ofMinutes(3));
        assertEquals(1, firings.size());
    }

    @Test
    void tells_when_a_schedule_is_due_next() {
        Schedule schedule = schedule("warm", "cron(0 19 * * ? 2026)", "{}");
        eventBridge.create(schedule);
        assertEquals(Optional.of(Instant.parse("2026-11-23T19:00:00Z")), eventBridge.next(schedule));
        now = Instant.parse("2027-01-01T00:00:00Z");
        scheduler.tick();
        assertEquals(Optional.empty(), eventBridge.next(schedule));
    }

    @Test
    void two_schedules_of_one_name_are_refused() {
        eventBridge.create(schedule("warm", "rate(1 minute)", "{}"));
        assertThrows(
                IllegalArgumentException.class, () -> eventBridge.create(schedule("warm", "rate(2 minutes)", "{}")));
    }

    private void passes(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            now = now.plusSeconds(1);
            scheduler.tick();
        }
    }

    private static Schedule rule(String name, Optional<String> input) {
        return rule(name, "target", input);
    }

    private static Schedule rule(String name, String target, Optional<String> input) {
        return new Schedule(
                new Origin.Rule(name, target, input),
                Expression.parseRule("rate(1 minute)"),
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty(),
                new FunctionName("hearth", Optional.empty()));
    }

    private static Schedule schedule(String name, String expression, String input) {
        return new Schedule(
                new Origin.Scheduler("office", name, input),
                Expression.parse(expression),
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty(),
                new FunctionName("hearth", Optional.of("live")));
    }

    private static final class RecordingLambda implements Lambda {

        private final List<Request> requests = new ArrayList<>();

        @Override
        public List<FunctionSettings> functions() {
            return List.of();
        }

        @Override
        public String arn(String function) {
            return "arn:aws:lambda:eu-central-1:123456789012:function:" + function;
        }

        @Override
        public CompletionStage<Outcome> invoke(Request request) {
            throw new UnsupportedOperationException("a schedule's event goes to the queue");
        }

        @Override
        public Outcome enqueue(Request request) {
            requests.add(request);
            return new Outcome.Accepted("request-" + requests.size());
        }

        @Override
        public Configuration configuration(String function) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Configuration reconfigure(String function, Function<Configuration, FunctionSettings> change) {
            throw new UnsupportedOperationException();
        }
    }
}
