package dev.hearth.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Lambda.Reason;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NarratorTest {

    private static final Instant AT = Instant.parse("2026-11-23T18:00:30Z");
    private static final EnvironmentId ENVIRONMENT = new EnvironmentId("0123456789abcdef");
    private static final String HTTP = "{\"version\":\"2.0\",\"rawPath\":\"/hello\"}";
    private static final String CYCLE = "{\"hearth\":{\"cycle\":{\"target\":20}}}";
    private static final String REPORT =
            """
            {"cycleId":"c","target":20,"reached":20,"cold":3,"rounds":1,"windowMs":100,"spreadMs":12,"throttled":0,
             "failed":0,"billedGbSeconds":1.23456,"costUsd":0.000024512}""";

    private final Narrator narrator = new Narrator(new Ink(false), false);

    @Test
    void tells_a_cold_start_with_its_init() {
        assertEquals(List.of("cold start   01234567  init 31 ms"), narrator.tell(coldStart(0)));
    }

    @Test
    void tells_what_an_extension_has_of_init_and_what_became_of_one_that_failed() {
        assertEquals(
                List.of(
                        "extension    01234567  logs: registered after 3.1 ms, ready after 44 ms of init, 13 MB",
                        "extension    01234567  traces: registered after 3.1 ms, Fatal.Connect, not ready: InitError"),
                narrator.tell(new LambdaEvent.Extended(
                        AT,
                        "hearth",
                        ENVIRONMENT,
                        List.of(
                                new ExtensionReport(
                                        "logs",
                                        "Ready",
                                        Optional.empty(),
                                        List.of("INVOKE"),
                                        Optional.of(Duration.ofNanos(3_100_000)),
                                        Optional.of(Duration.ofMillis(44)),
                                        Optional.of((12L << 20) + 1)),
                                new ExtensionReport(
                                        "traces",
                                        "InitError",
                                        Optional.of("Fatal.Connect"),
                                        List.of(),
                                        Optional.of(Duration.ofNanos(3_100_000)),
                                        Optional.empty(),
                                        Optional.empty())))));
    }

    @Test
    void tells_a_provisioned_environment_from_one_that_somebody_waited_for() {
        assertEquals(
                List.of("provisioned  01234567  init 31 ms"),
                narrator.tell(new LambdaEvent.Started(
                        AT,
                        "hearth",
                        ENVIRONMENT,
                        Initialization.PROVISIONED_CONCURRENCY,
                        Duration.ZERO,
                        Duration.ofMillis(31))));
    }

    @Test
    void tells_how_long_an_environment_waited_for_its_turn_to_start() {
        assertEquals(
                List.of("cold start   01234567  init 31 ms, after 1.2 s for its turn to start"),
                narrator.tell(coldStart(1_200)));
    }

    @Test
    void tells_a_cycle_with_what_it_reached_and_cost() {
        assertEquals(
                List.of("cycle        20 of 20 warm, 3 of them cold, 1 round, window 100 ms, spread 12 ms,"
                        + " billed 1.23 GB-s, $0.0000245"),
                narrator.tell(result(CYCLE, REPORT, false)));
    }

    @Test
    void tells_with_a_cycle_how_users_fared_since_the_last_one() {
        narrator.tell(result(HTTP, "{\"statusCode\":200}", true));
        narrator.tell(result(HTTP, "{\"statusCode\":200}", false));
        String line = narrator.tell(result(CYCLE, REPORT, false)).getFirst();
        assertEquals(
                "; users since the last one: 2 requests, 1 met a cold start, 0 failed;"
                        + " billed since: warming 0.0015 GB-s, users 0.0230 GB-s",
                line.substring(line.indexOf(';')));
        assertEquals(-1, narrator.tell(result(CYCLE, REPORT, false)).getFirst().indexOf(';'));
    }

    @Test
    void what_a_caller_sends_neither_steers_the_terminal_nor_forges_a_line() {
        assertEquals(
                List.of("user waited  /\\u001b[2J\\u000aFORGED\\u009b met a cold start: init 40 ms, then 2.5 ms"),
                narrator.tell(result(
                        "{\"version\":\"2.0\",\"rawPath\":\"/\\u001b[2J\\nFORGED\\u009b\"}",
                        "{\"statusCode\":200}",
                        true)));
    }

    @Test
    void tells_when_a_user_waited_for_a_cold_start() {
        assertEquals(
                List.of("user waited  /hello met a cold start: init 40 ms, then 2.5 ms"),
                narrator.tell(result(HTTP, "{\"statusCode\":200}", true)));
    }

    @Test
    void says_nothing_of_a_request_that_was_served_and_of_a_hold() {
        assertEquals(List.of(), narrator.tell(result(HTTP, "{\"statusCode\":200}", false)));
        assertEquals(List.of(), narrator.tell(result("{\"hearth\":{\"hold\":{}}}", "{}", true)));
    }

    @Test
    void tells_an_error_with_what_the_function_wrote() {
        narrator.tell(new LambdaEvent.Logged(AT, "hearth", ENVIRONMENT, "java.lang.IllegalStateException: boom"));
        narrator.tell(new LambdaEvent.Logged(AT, "hearth", ENVIRONMENT, "{\"_aws\":{}}"));
        assertEquals(
                List.of("error        /hello: Boom: it went off", "    | java.lang.IllegalStateException: boom"),
                narrator.tell(invoked(
                        HTTP,
                        new Answer.FunctionError(
                                Payload.of("{\"errorType\":\"Boom\",\"errorMessage\":\"it went off\"}")),
                        false)));
    }

    @Test
    void tells_a_server_error_with_what_the_function_wrote() {
        narrator.tell(new LambdaEvent.Logged(AT, "hearth", ENVIRONMENT, "no such table"));
        assertEquals(
                List.of("error        /hello answered 500", "    | no such table"),
                narrator.tell(result(HTTP, "{\"headers\":{\"a\":\"b\"},\"statusCode\":500}", false)));
    }

    @Test
    void what_was_written_during_another_invocation_is_not_told() {
        narrator.tell(new LambdaEvent.Logged(AT, "hearth", ENVIRONMENT, "fine"));
        narrator.tell(result(HTTP, "{\"statusCode\":200}", false));
        assertEquals(
                List.of("error        /hello answered 502"),
                narrator.tell(result(HTTP, "{\"statusCode\":502}", false)));
    }

    @Test
    void what_happens_many_times_is_told_once_with_its_number() {
        LambdaEvent throttled = new LambdaEvent.Throttled(AT, "hearth", "r", Reason.RESERVED);
        assertEquals(
                List.of("throttled    refused with 429, ReservedFunctionConcurrentInvocationLimitExceeded"),
                narrator.tell(throttled));
        assertEquals(List.of(), narrator.tell(throttled));
        assertEquals(List.of(), narrator.tell(throttled));
        assertEquals(
                List.of(
                        "throttled    … and 2 more: refused with 429, ReservedFunctionConcurrentInvocationLimitExceeded"),
                narrator.flush());
        assertEquals(List.of(), narrator.flush());
    }

    @Test
    void something_else_ends_what_happens_many_times() {
        LambdaEvent ended = new LambdaEvent.Ended(AT, "hearth", ENVIRONMENT, "idle for 300 s");
        narrator.tell(ended);
        narrator.tell(ended);
        assertEquals(
                List.of("ended        … and 1 more: environment: idle for 300 s", "cold start   01234567  init 31 ms"),
                narrator.tell(coldStart(0)));
    }

    @Test
    void tells_a_dropped_event_by_its_request() {
        assertEquals(
                List.of("dropped      event r-1: older than 60 s"),
                narrator.tell(new LambdaEvent.EventDropped(AT, "hearth", "r-1", "older than 60 s")));
    }

    @Test
    void tells_a_failed_init() {
        assertEquals(
                List.of("init failed  exit status 1"),
                narrator.tell(new LambdaEvent.InitFailed(
                        AT, "hearth", ENVIRONMENT, new Failure("Runtime.ExitError", "exit status 1"))));
    }

    @Test
    void says_that_a_function_without_a_warmer_is_none_to_keep_warm() {
        assertEquals(
                List.of("cycle        answered no report: does this function carry the warmer?"
                        + " '--target 0', or a plan without schedules, keeps nothing warm"),
                narrator.tell(result(CYCLE, "\"ok\"", false)));
    }

    @Test
    void names_the_function_where_there_are_several() {
        assertEquals(
                List.of("dropped      orders: event r-1: older than 60 s"),
                new Narrator(new Ink(false), true)
                        .tell(new LambdaEvent.EventDropped(AT, "orders", "r-1", "older than 60 s")));
    }

    @Test
    void sums_up_at_the_end() {
        narrator.tell(coldStart(0));
        narrator.tell(result(CYCLE, REPORT, false));
        narrator.tell(result(HTTP, "{\"statusCode\":500}", true));
        assertEquals(
                "1 cycle, 1 environment started, users: 1 request, 1 met a cold start, 1 failed",
                narrator.summary().getLast());
    }

    @Test
    void sums_up_what_was_billed_and_for_whom() {
        narrator.tell(result(CYCLE, REPORT, false));
        narrator.tell(result("{\"hearth\":{\"hold\":{}}}", "{}", true));
        narrator.tell(result(HTTP, "{\"statusCode\":200}", false));
        // 512 MB: 3 ms, 43 ms with the start, and 3 ms
        assertEquals(
                "billed: warming 0.0230 GB-s, users 0.0015 GB-s",
                narrator.summary().getFirst());
    }

    @Test
    void sums_up_by_function_where_there_are_several() {
        Narrator several = new Narrator(new Ink(false), true);
        several.tell(result(CYCLE, REPORT, false));
        several.tell(invoked("orders", HTTP, new Answer.Result(Payload.of("{}")), true));
        assertEquals(
                List.of(
                        "billed: hearth: warming 0.0015 GB-s, users 0 GB-s",
                        "billed: orders: warming 0 GB-s, users 0.0215 GB-s",
                        "billed: warming 0.0015 GB-s, users 0.0215 GB-s",
                        "1 cycle, 0 environments started, users: 1 request, 1 met a cold start, 0 failed"),
                several.summary());
    }

    @Test
    void a_cycle_tells_of_its_own_function_s_users_alone() {
        narrator.tell(invoked("orders", HTTP, new Answer.Result(Payload.of("{}")), true));
        assertEquals(-1, narrator.tell(result(CYCLE, REPORT, false)).getFirst().indexOf(';'));
    }

    @Test
    void tells_a_deploy_and_with_the_next_cycle_who_waited_until_then() {
        assertEquals(
                List.of("deployed     other code: 20 environments of the old ended, 2 more when they are free;"
                        + " the next ones start cold"),
                narrator.tell(new LambdaEvent.Deployed(AT.minusSeconds(30), "hearth", 20, 2)));
        narrator.tell(result(HTTP, "{\"statusCode\":200}", true));
        narrator.tell(result(HTTP, "{\"statusCode\":200}", false));
        narrator.tell(handedOver(CYCLE));
        List<String> lines = narrator.tell(result(CYCLE, REPORT, false));
        assertEquals(
                "deploy       until this cycle, 30.0 s later: 2 requests of users, 1 met a cold start", lines.get(1));
        narrator.tell(handedOver(CYCLE));
        assertEquals(1, narrator.tell(result(CYCLE, REPORT, false)).size());
    }

    @Test
    void a_cycle_that_began_before_a_deploy_has_warmed_the_old_code() {
        narrator.tell(handedOver(CYCLE));
        narrator.tell(new LambdaEvent.Deployed(AT, "hearth", 0, 20));
        assertEquals(1, narrator.tell(result(CYCLE, REPORT, false)).size());
    }

    @Test
    void a_deploy_that_another_one_follows_before_any_cycle_is_told_then() {
        narrator.tell(new LambdaEvent.Deployed(AT.minusSeconds(5), "hearth", 1, 0));
        narrator.tell(result(HTTP, "{\"statusCode\":200}", true));
        assertEquals(
                List.of(
                        "deploy       until the next deploy, 5.0 s later: 1 request of users, 1 met a cold start",
                        "deployed     other code: 1 environment of the old ended; the next ones start cold"),
                narrator.tell(new LambdaEvent.Deployed(AT, "hearth", 1, 0)));
    }

    private static LambdaEvent handedOver(String event) {
        return new LambdaEvent.HandedOver(
                AT,
                "hearth",
                ENVIRONMENT,
                new Invocation("r", "arn", Duration.ZERO, "trace", Optional.empty(), Payload.of(event)),
                AT,
                false);
    }

    private static LambdaEvent coldStart(long waitedMillis) {
        return new LambdaEvent.Started(
                AT,
                "hearth",
                ENVIRONMENT,
                Initialization.ON_DEMAND,
                Duration.ofMillis(waitedMillis),
                Duration.ofMillis(31));
    }

    private static LambdaEvent result(String event, String answer, boolean cold) {
        return invoked(event, new Answer.Result(Payload.of(answer)), cold);
    }

    private static LambdaEvent invoked(String event, Answer answer, boolean cold) {
        return invoked("hearth", event, answer, cold);
    }

    private static LambdaEvent invoked(String function, String event, Answer answer, boolean cold) {
        return new LambdaEvent.Invoked(
                AT,
                function,
                ENVIRONMENT,
                new Invocation("r", "arn", Duration.ZERO, "trace", Optional.empty(), Payload.of(event)),
                answer,
                cold,
                new Report(
                        "r",
                        Initialization.ON_DEMAND,
                        Duration.ofMillis(5).dividedBy(2),
                        cold ? Optional.of(Duration.ofMillis(40)) : Optional.empty(),
                        new MemorySize(512),
                        60,
                        Optional.empty()));
    }
}
