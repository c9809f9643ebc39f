package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an unmodified client of AWS Lambda must make of the Invoke API, whichever client it is. */
abstract class InvokeApiContract {

    private static Vertx vertx;

    final ScriptedLambda lambda = new ScriptedLambda();
    private Door door;

    /**
     * A call of Invoke.
     *
     * @param type empty for the client's default
     */
    record Call(
            String function,
            Optional<String> qualifier,
            Optional<String> type,
            boolean logTail,
            Optional<String> clientContext,
            Optional<String> payload) {

        static Call of(String payload) {
            return new Call("hello", Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.of(payload));
        }

        Call to(String function) {
            return new Call(function, qualifier, type, logTail, clientContext, payload);
        }

        Call qualified(String qualifier) {
            return new Call(function, Optional.of(qualifier), type, logTail, clientContext, payload);
        }

        Call as(String type) {
            return new Call(function, qualifier, Optional.of(type), logTail, clientContext, payload);
        }

        Call withLogTail() {
            return new Call(function, qualifier, type, true, clientContext, payload);
        }

        /** With a client context in base64. */
        Call withClientContext(String clientContext) {
            return new Call(function, qualifier, type, logTail, Optional.of(clientContext), payload);
        }

        Call withoutPayload() {
            return new Call(function, qualifier, type, logTail, clientContext, Optional.empty());
        }
    }

    /** What a client gives its caller. */
    sealed interface Reply {

        /** With the log decoded. */
        record Success(
                int status,
                Optional<String> functionError,
                Optional<String> log,
                Optional<String> executedVersion,
                String payload)
                implements Reply {}

        /**
         * An error that the client tells from others by its name.
         *
         * @param reason empty where the client does not show it
         */
        record Failure(String code, String message, Optional<String> reason) implements Reply {}
    }

    abstract Reply invoke(String endpoint, Call call) throws Exception;

    abstract String memorySizeOf(String endpoint, String function) throws Exception;

    /** Sets one environment variable and waits as the client does until that is in force. */
    abstract void setVariable(String endpoint, String function, String name, String value) throws Exception;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @BeforeEach
    void open() {
        door = open(vertx);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    Door open(Vertx vertx) {
        return Door.openInvokeApi(vertx, lambda, "127.0.0.1", 0);
    }

    String scheme() {
        return "http";
    }

    private String endpoint() {
        return scheme() + "://127.0.0.1:" + door.port();
    }

    final Reply invoke(Call call) throws Exception {
        return invoke(endpoint(), call);
    }

    @Test
    void gets_a_functions_result() throws Exception {
        lambda.answers("{\"greeting\": \"grüß dich\"}");
        assertEquals(
                new Reply.Success(
                        200,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("$LATEST"),
                        "{\"greeting\": \"grüß dich\"}"),
                invoke(Call.of("{\"name\": \"Jörg\"}")));
        assertEquals("{\"name\": \"Jörg\"}", lambda.lastInvoked().payload().text());
    }

    @Test
    void sends_no_payload_as_an_empty_object() throws Exception {
        assertEquals("{}", success(invoke(Call.of("").withoutPayload())).payload());
    }

    @Test
    void names_a_function_by_arn_and_qualifier() throws Exception {
        success(invoke(Call.of("{}").to(ScriptedLambda.ARN).qualified("live")));
        assertEquals("hello", lambda.lastInvoked().function());
        assertEquals(Optional.of("live"), lambda.lastInvoked().qualifier());
        success(invoke(Call.of("{}").to("123456789012:function:hello:live")));
        assertEquals(Optional.of("live"), lambda.lastInvoked().qualifier());
    }

    @Test
    void gets_the_logs_tail() throws Exception {
        lambda.runs(request -> CompletableFuture.completedFuture(new Outcome.Completed(
                ScriptedLambda.ID,
                new Answer.Result(Payload.of("1")),
                "$LATEST",
                request.wantsLog() ? Optional.of("START RequestId: grün\n") : Optional.empty())));
        assertEquals(
                Optional.of("START RequestId: grün\n"),
                success(invoke(Call.of("{}").withLogTail())).log());
        assertEquals(Optional.empty(), success(invoke(Call.of("{}"))).log());
    }

    @Test
    void sends_a_client_context() throws Exception {
        success(invoke(Call.of("{}").withClientContext("eyJjbGllbnQiOnt9fQ==")));
        assertEquals(Optional.of("{\"client\":{}}"), lambda.lastInvoked().clientContext());
    }

    @Test
    void gets_a_functions_error_as_a_success() throws Exception {
        lambda.answersWith(new Answer.FunctionError(Payload.of("{\"errorType\": \"E\"}")));
        assertEquals(
                new Reply.Success(
                        200,
                        Optional.of("Unhandled"),
                        Optional.empty(),
                        Optional.of("$LATEST"),
                        "{\"errorType\": \"E\"}"),
                invoke(Call.of("{}")));
    }

    @Test
    void sends_an_event() throws Exception {
        Reply.Success accepted = success(invoke(Call.of("{\"n\": 2}").as("Event")));
        assertEquals(202, accepted.status());
        assertEquals("", accepted.payload());
        assertEquals("{\"n\": 2}", lambda.enqueued.getLast().payload().text());
    }

    @Test
    void runs_dry() throws Exception {
        assertEquals(204, success(invoke(Call.of("{}").as("DryRun"))).status());
        assertEquals(0, lambda.invoked.size());
    }

    @Test
    void is_told_of_a_payload_that_is_no_json() throws Exception {
        Reply.Failure failure = failure(invoke(Call.of("{\"a\":")));
        assertEquals("InvalidRequestContentException", failure.code());
        assertTrue(failure.message().startsWith("Could not parse request body into json: "), failure::message);
    }

    @Test
    void is_told_of_a_function_that_is_not_there() throws Exception {
        assertEquals(
                new Reply.Failure(
                        "ResourceNotFoundException",
                        "Function not found: arn:aws:lambda:eu-north-1:123456789012:function:other",
                        Optional.empty()),
                invoke(Call.of("{}").to("other")));
    }

    @Test
    void is_told_of_a_payload_that_is_too_large() throws Exception {
        assertEquals(
                new Reply.Failure(
                        "RequestTooLargeException",
                        "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
                        Optional.empty()),
                invoke(Call.of("\"" + "x".repeat(7_000_000) + "\"")));
    }

    @Test
    void is_told_of_an_event_that_is_too_large() throws Exception {
        assertEquals(
                new Reply.Failure(
                        "RequestTooLargeException",
                        "1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
                        Optional.empty()),
                invoke(Call.of("\"" + "x".repeat(1 << 20) + "\"").as("Event")));
    }

    @Test
    void is_told_of_throttling_and_its_reason() throws Exception {
        lambda.yields(new Outcome.Throttled(ScriptedLambda.ID, Lambda.Reason.RESERVED));
        Reply.Failure failure = failure(invoke(Call.of("{}")));
        assertEquals("TooManyRequestsException", failure.code());
        assertEquals("Rate Exceeded.", failure.message());
        failure.reason().ifPresent(reason -> assertEquals("ReservedFunctionConcurrentInvocationLimitExceeded", reason));
    }

    @Test
    void is_told_of_a_service_that_fails() throws Exception {
        lambda.yields(new Outcome.Unavailable(ScriptedLambda.ID, "going down"));
        assertEquals(new Reply.Failure("ServiceException", "going down", Optional.empty()), invoke(Call.of("{}")));
    }

    @Test
    void reads_a_functions_configuration() throws Exception {
        assertEquals("128", memorySizeOf(endpoint(), "hello"));
    }

    @Test
    void changes_a_functions_configuration_and_waits_for_it() throws Exception {
        setVariable(endpoint(), "hello", "BENCH", "1");
        assertEquals(Map.of("BENCH", "1"), lambda.functions().getFirst().environment());
    }

    private static Reply.Success success(Reply reply) {
        return switch (reply) {
            case Reply.Success success -> success;
            case Reply.Failure failure -> throw new AssertionError(failure.toString());
        };
    }

    private static Reply.Failure failure(Reply reply) {
        return switch (reply) {
            case Reply.Failure failure -> failure;
            case Reply.Success success -> throw new AssertionError(success.toString());
        };
    }
}
