package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire. */
class InvokeApiDoorTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String INVOKE = "/2015-03-31/functions/hello/invocations";
    private static final String CONFIGURATION = "/2015-03-31/functions/hello/configuration";

    private final ScriptedLambda lambda = new ScriptedLambda();
    private Door door;

    @BeforeEach
    void open() {
        door = Door.openInvokeApi(VERTX, lambda, "127.0.0.1", 0);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void answers_a_synchronous_invocation_with_the_result_as_it_is() throws Exception {
        lambda.answers("{ \"a\" : 1 }");
        HttpResponse<String> response = invoke("{\"n\": 1}");
        assertEquals(200, response.statusCode());
        assertEquals("{ \"a\" : 1 }", response.body());
        assertEquals("application/json", header(response, "Content-Type"));
        assertEquals("$LATEST", header(response, "X-Amz-Executed-Version"));
        assertEquals(ScriptedLambda.ID, header(response, "x-amzn-RequestId"));
        assertEquals(Optional.empty(), response.headers().firstValue("X-Amz-Function-Error"));
        assertEquals(Optional.empty(), response.headers().firstValue("X-Amz-Log-Result"));
        Lambda.Request request = lambda.lastInvoked();
        assertEquals("{\"n\": 1}", request.payload().text());
        assertEquals(Optional.empty(), request.qualifier());
        assertEquals(false, request.wantsLog());
        assertEquals(Optional.empty(), request.clientContext());
        assertEquals(Optional.empty(), request.traceId());
    }

    @ParameterizedTest
    @CsvSource({
        "hello,",
        "hello:live,live",
        "hello?Qualifier=live,live",
        "hello:live?Qualifier=live,live",
        "hello?Qualifier=%24LATEST,$LATEST",
        "hello:$LATEST,$LATEST",
        "123456789012:function:hello,",
        "123456789012%3Afunction%3Ahello%3Alive,live",
        "arn:aws:lambda:eu-north-1:123456789012:function:hello,",
        "arn%3Aaws%3Alambda%3Aeu-north-1%3A123456789012%3Afunction%3Ahello%3Alive,live"
    })
    void takes_every_form_of_a_functions_name(String name, String qualifier) throws Exception {
        String path = "/2015-03-31/functions/" + name.replaceFirst("(\\?.*)?$", "/invocations$1");
        assertEquals(200, send("POST", path, "{}").statusCode());
        assertEquals("hello", lambda.lastInvoked().function());
        assertEquals(Optional.ofNullable(qualifier), lambda.lastInvoked().qualifier());
    }

    @Test
    void refuses_two_qualifiers_that_contradict() throws Exception {
        assertError(
                400,
                "InvalidParameterValueException",
                "The derived qualifier from the function name does not match the specified qualifier.",
                send("POST", "/2015-03-31/functions/hello:live/invocations?Qualifier=test", "{}"));
    }

    @Test
    void refuses_what_is_no_functions_name() throws Exception {
        HttpResponse<String> response = send("POST", "/2015-03-31/functions/he%20llo/invocations", "{}");
        assertEquals(400, response.statusCode());
        assertEquals("InvalidParameterValueException", header(response, "x-amzn-ErrorType"));
    }

    @Test
    void hands_on_client_context_and_trace() throws Exception {
        HttpResponse<String> response = CLIENT.send(
                request("POST", INVOKE, "{}")
                        .header("X-Amz-Client-Context", base64("{\"client\": {}}"))
                        .header("X-Amzn-Trace-Id", "Root=1-a;Parent=b;Sampled=0")
                        .build(),
                BodyHandlers.ofString());
        assertEquals(Optional.of("{\"client\": {}}"), lambda.lastInvoked().clientContext());
        assertEquals(
                Optional.of("Root=1-a;Parent=b;Sampled=0"), lambda.lastInvoked().traceId());
        assertEquals("Root=1-a;Parent=b;Sampled=0", header(response, "X-Amzn-Trace-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no base64!", "bm8gSlNPTg=="})
    void refuses_a_client_context_that_is_no_json_in_base64(String context) throws Exception {
        HttpResponse<String> response = invokeWith("X-Amz-Client-Context", context);
        assertError(
                400,
                "InvalidRequestContentException",
                "Client context must be a valid Base64-encoded JSON object.",
                response);
    }

    @Test
    void refuses_a_client_context_over_3583_bytes() throws Exception {
        String context = base64("\"" + "x".repeat(3_582) + "\"");
        HttpResponse<String> response = invokeWith("X-Amz-Client-Context", context);
        assertError(
                400,
                "InvalidRequestContentException",
                "Client context must be no more than 3583 bytes, not 3584",
                response);
    }

    @Test
    void a_function_error_is_a_200_with_a_header() throws Exception {
        lambda.answersWith(new Answer.FunctionError(Payload.of("{\"errorType\": \"E\"}")));
        HttpResponse<String> response = invoke("{}");
        assertEquals(200, response.statusCode());
        assertEquals("Unhandled", header(response, "X-Amz-Function-Error"));
        assertEquals("{\"errorType\": \"E\"}", response.body());
    }

    @Test
    void sends_the_logs_tail_in_base64_to_who_asks_for_it() throws Exception {
        lambda.runs(request -> CompletableFuture.completedFuture(new Outcome.Completed(
                ScriptedLambda.ID,
                new Answer.Result(Payload.of("1")),
                "$LATEST",
                request.wantsLog() ? Optional.of("START grün\n") : Optional.empty())));
        HttpResponse<String> response = invokeWith("X-Amz-Log-Type", "Tail");
        assertEquals(base64("START grün\n"), header(response, "X-Amz-Log-Result"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void no_payload_is_an_empty_object(String nothing) throws Exception {
        assertEquals(200, invoke(nothing).statusCode());
        assertEquals("{}", lambda.lastInvoked().payload().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"text\"", "17", " {\"a\": [true, null]} "})
    void every_json_document_is_handed_on_as_it_is(String payload) throws Exception {
        assertEquals(200, invoke(payload).statusCode());
        assertEquals(payload, lambda.lastInvoked().payload().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":}", "test data", "{} {}", "{\"a\": 1]", "'a'"})
    void refuses_a_payload_that_is_no_json(String payload) throws Exception {
        HttpResponse<String> response = invoke(payload);
        assertEquals(400, response.statusCode());
        assertEquals("InvalidRequestContentException", header(response, "x-amzn-ErrorType"));
        JsonNode error = tree(response);
        assertEquals("User", error.get("Type").asText());
        assertTrue(
                error.get("message").asText().startsWith("Could not parse request body into json: "), error::toString);
        assertEquals(0, lambda.invoked.size());
    }

    @Test
    void names_the_place_where_a_payload_stops_being_json() throws Exception {
        String message = tree(invoke("test data")).get("message").asText();
        assertTrue(
                message.startsWith(
                        "Could not parse request body into json: Could not parse payload into json: Unrecognized token"
                                + " 'test'"),
                message);
        assertTrue(message.contains("(byte[])\"test data\"; line: 1, column: "), message);
    }

    @Test
    void takes_6_mb_and_not_a_byte_more() throws Exception {
        String largest = "\"" + "x".repeat((6 << 20) - 2) + "\"";
        lambda.answers("1");
        assertEquals(200, invoke(largest).statusCode());
        assertError(
                413,
                "RequestTooLargeException",
                "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
                invoke(largest + " "));
        assertEquals(1, lambda.invoked.size());
    }

    @Test
    void takes_1_mb_asynchronously_and_not_a_byte_more() throws Exception {
        String largest = "\"" + "x".repeat((1 << 20) - 2) + "\"";
        assertEquals(202, invoke("Event", largest).statusCode());
        assertError(
                413,
                "RequestTooLargeException",
                "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
                invoke("Event", largest + " "));
        assertEquals(1, lambda.enqueued.size());
    }

    @Test
    void accepts_an_event_with_an_empty_202() throws Exception {
        HttpResponse<String> response = invoke("Event", "{\"n\": 2}");
        assertEquals(202, response.statusCode());
        assertEquals("", response.body());
        assertEquals(ScriptedLambda.ID, header(response, "x-amzn-RequestId"));
        assertEquals("{\"n\": 2}", lambda.enqueued.getLast().payload().text());
        assertEquals(0, lambda.invoked.size());
    }

    @Test
    void a_dry_run_runs_nothing() throws Exception {
        HttpResponse<String> response = invoke("DryRun", "{}");
        assertEquals(204, response.statusCode());
        assertEquals("", response.body());
        assertEquals(0, lambda.invoked.size() + lambda.enqueued.size());
    }

    @Test
    void a_dry_run_finds_what_an_invocation_would_find() throws Exception {
        assertEquals(400, invoke("DryRun", "{").statusCode());
        for (String name : new String[] {"other", "hello:test"}) {
            HttpResponse<String> response = CLIENT.send(
                    request("POST", "/2015-03-31/functions/" + name + "/invocations", "{}")
                            .header("X-Amz-Invocation-Type", "DryRun")
                            .build(),
                    BodyHandlers.ofString());
            assertError(
                    404,
                    "ResourceNotFoundException",
                    "Function not found: arn:aws:lambda:eu-north-1:123456789012:function:" + name,
                    response);
        }
    }

    @Test
    void refuses_unknown_types_of_invocation_and_log() throws Exception {
        assertError(
                400,
                "InvalidParameterValueException",
                "1 validation error detected: Value 'Sync' at 'invocationType' failed to satisfy constraint: Member"
                        + " must satisfy enum value set: [Event, RequestResponse, DryRun]",
                invoke("Sync", "{}"));
        assertError(
                400,
                "InvalidParameterValueException",
                "1 validation error detected: Value 'All' at 'logType' failed to satisfy constraint: Member must"
                        + " satisfy enum value set: [None, Tail]",
                invokeWith("X-Amz-Log-Type", "All"));
    }

    @Test
    void throttled_is_a_429_with_reason_and_retry_after() throws Exception {
        lambda.yields(new Outcome.Throttled(ScriptedLambda.ID, Lambda.Reason.RESERVED));
        HttpResponse<String> response = invoke("{}");
        assertError(429, "TooManyRequestsException", "Rate Exceeded.", response);
        assertEquals(
                "ReservedFunctionConcurrentInvocationLimitExceeded",
                tree(response).get("Reason").asText());
        assertEquals("1", header(response, "Retry-After"));
        assertEquals(ScriptedLambda.ID, header(response, "x-amzn-RequestId"));
    }

    @Test
    void a_full_queue_is_a_429_too() throws Exception {
        lambda.queueYields(new Outcome.Throttled(ScriptedLambda.ID, Lambda.Reason.ACCOUNT));
        assertEquals(429, invoke("Event", "{}").statusCode());
    }

    @Test
    void an_unknown_function_is_a_404() throws Exception {
        assertError(
                404,
                "ResourceNotFoundException",
                "Function not found: arn:aws:lambda:eu-north-1:123456789012:function:other",
                send("POST", "/2015-03-31/functions/other/invocations", "{}"));
    }

    @Test
    void a_runaway_recursion_is_a_400() throws Exception {
        lambda.yields(new Outcome.Recursive(ScriptedLambda.ID, ScriptedLambda.ARN));
        HttpResponse<String> response = invoke("{}");
        assertEquals(400, response.statusCode());
        assertEquals("RecursiveInvocationException", header(response, "x-amzn-ErrorType"));
    }

    @Test
    void a_service_that_goes_down_or_fails_is_a_500() throws Exception {
        lambda.yields(new Outcome.Unavailable(ScriptedLambda.ID, "going down"));
        HttpResponse<String> response = invoke("{}");
        assertError(500, "ServiceException", "going down", response);
        assertEquals("Service", tree(response).get("Type").asText());
        lambda.runs(request -> {
            throw new IllegalStateException("a bug");
        });
        assertError(500, "ServiceException", "a bug", invoke("{}"));
        lambda.runs(request -> CompletableFuture.failedFuture(new IllegalStateException("another")));
        assertError(500, "ServiceException", "another", invoke("{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/2015-03-31/functions/hello/invocations",
        "POST,/2015-03-31/functions/hello",
        "POST,/2015-03-31/functions",
        "GET,/2018-10-31/layers",
        "GET,/",
        "POST,/2015-03-31/functions//invocations"
    })
    void an_operation_that_it_lacks_is_a_404_that_says_so(String method, String path) throws Exception {
        HttpResponse<String> response = send(method, path, "");
        assertEquals(404, response.statusCode());
        assertEquals("UnknownOperationException", header(response, "x-amzn-ErrorType"));
        assertTrue(tree(response).get("Message").asText().startsWith("the local Lambda has no operation " + method));
    }

    @Test
    void tells_a_functions_configuration() throws Exception {
        lambda.configure(lambda.functions()
                .getFirst()
                .withMemory(new MemorySize(512))
                .withTimeout(Duration.ofSeconds(7))
                .withReservedConcurrency(4)
                .withEnvironment(Map.of("A", "1")));
        JsonNode configuration = tree(send("GET", CONFIGURATION + "?Qualifier=live", ""));
        assertEquals("hello", configuration.get("FunctionName").asText());
        assertEquals(
                ScriptedLambda.ARN + ":live", configuration.get("FunctionArn").asText());
        assertEquals("$LATEST", configuration.get("Version").asText());
        assertEquals(512, configuration.get("MemorySize").asInt());
        assertEquals(7, configuration.get("Timeout").asInt());
        assertEquals("Successful", configuration.get("LastUpdateStatus").asText());
        assertEquals("Active", configuration.get("State").asText());
        assertEquals("1", configuration.at("/Environment/Variables/A").asText());
        JsonNode function = tree(send("GET", "/2015-03-31/functions/hello", ""));
        assertEquals(512, function.at("/Configuration/MemorySize").asInt());
        assertEquals(4, function.at("/Concurrency/ReservedConcurrentExecutions").asInt());
        for (String path : new String[] {"/2015-03-31/functions", "/2015-03-31/functions/"}) {
            JsonNode list = tree(send("GET", path, ""));
            assertEquals(ScriptedLambda.ARN, list.at("/Functions/0/FunctionArn").asText());
            assertEquals(1, list.get("Functions").size());
        }
    }

    @Test
    void changes_what_a_function_has_of_environment_memory_and_timeout() throws Exception {
        String before = tree(send("GET", CONFIGURATION, "")).get("RevisionId").asText();
        JsonNode changed = tree(send(
                "PUT",
                CONFIGURATION,
                """
                {"Environment": {"Variables": {"AB": "2"}}, "MemorySize": 1769, "Timeout": 9, "RevisionId": "%s"}
                """
                        .formatted(before)));
        assertEquals("InProgress", changed.get("LastUpdateStatus").asText());
        FunctionSettings settings = lambda.functions().getFirst();
        assertEquals(Map.of("AB", "2"), settings.environment());
        assertEquals(new MemorySize(1769), settings.memory());
        assertEquals(Duration.ofSeconds(9), settings.timeout());
        JsonNode after = tree(send("GET", CONFIGURATION, ""));
        assertEquals("Successful", after.get("LastUpdateStatus").asText());
        assertEquals(changed.get("RevisionId"), after.get("RevisionId"));
        assertNotEquals(before, after.get("RevisionId").asText());
    }

    @Test
    void leaves_what_a_change_does_not_name() throws Exception {
        lambda.configure(lambda.functions().getFirst().withEnvironment(Map.of("A", "1")));
        send("PUT", CONFIGURATION, "{\"Timeout\": 30}");
        assertEquals(Map.of("A", "1"), lambda.functions().getFirst().environment());
        send("PUT", CONFIGURATION, "{\"Environment\": {}}");
        assertEquals(Map.of(), lambda.functions().getFirst().environment());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"MemorySize\": 1} | memory size must be 128 to 10240 MB, not 1",
                "{\"Timeout\": \"soon\"} | Timeout must be a whole number, not \"soon\"",
                "{\"Environment\": {\"Variables\": {\"A\": 1}}} | Environment.Variables.A must be a string",
                "{\"Handler\": \"x\"} | the local Lambda cannot change Handler; it can change Environment, MemorySize"
                        + " and Timeout"
            })
    void refuses_a_change_that_it_cannot_make(String change, String message) throws Exception {
        FunctionSettings before = lambda.functions().getFirst();
        assertError(400, "InvalidParameterValueException", message, send("PUT", CONFIGURATION, change));
        assertEquals(before, lambda.functions().getFirst());
    }

    @Test
    void refuses_a_change_to_another_revision() throws Exception {
        HttpResponse<String> response = send("PUT", CONFIGURATION, "{\"RevisionId\": \"old\", \"Timeout\": 9}");
        assertEquals(412, response.statusCode());
        assertEquals("PreconditionFailedException", header(response, "x-amzn-ErrorType"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{"})
    void refuses_a_change_that_is_no_json_object(String change) throws Exception {
        HttpResponse<String> response = send("PUT", CONFIGURATION, change);
        assertEquals(400, response.statusCode());
        assertEquals("InvalidRequestContentException", header(response, "x-amzn-ErrorType"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_REGION",
                "AWS_LAMBDA_RUNTIME_API",
                "_HANDLER",
                "LAMBDA_TASK_ROOT",
                "AWS_SECRET_ACCESS_KEY",
                "1A",
                "A",
                "",
                "A-B",
                "A B",
                "Ä1",
                "A=B",
                "_A"
            })
    void takes_no_variable_of_a_name_that_aws_refuses(String name) throws Exception {
        HttpResponse<String> response = send(
                "PUT", CONFIGURATION, "{\"Environment\": {\"Variables\": {\"OK\": \"1\", \"" + name + "\": \"x\"}}}");
        assertEquals(400, response.statusCode(), response.body());
        assertEquals("InvalidParameterValueException", header(response, "x-amzn-ErrorType"));
        assertTrue(response.body().contains(name), response.body());
        assertEquals(Map.of(), lambda.functions().getFirst().environment());
    }

    @Test
    void takes_4_kb_of_variables_and_no_more() throws Exception {
        String form = "{\"Environment\": {\"Variables\": {\"AB\": \"%s\"}}}";
        assertEquals(
                200,
                send("PUT", CONFIGURATION, form.formatted("x".repeat(4_094))).statusCode());
        HttpResponse<String> response = send("PUT", CONFIGURATION, form.formatted("x".repeat(4_093) + "ä"));
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("exceeded the 4KB limit: they have 4097 bytes"), response.body());
    }

    @Test
    void takes_no_variable_that_no_process_can_have() throws Exception {
        HttpResponse<String> response =
                send("PUT", CONFIGURATION, "{\"Environment\": {\"Variables\": {\"AB\": \"a\\u0000b\"}}}");
        assertEquals(400, response.statusCode(), response.body());
    }

    @Test
    void of_changes_through_two_doors_on_the_ground_of_one_revision_one_is_made() throws Exception {
        String before = tree(send("GET", CONFIGURATION, "")).get("RevisionId").asText();
        Door other = Door.openInvokeApi(VERTX, lambda, "127.0.0.1", 0);
        try {
            List<CompletableFuture<HttpResponse<String>>> changes = new ArrayList<>();
            for (int change = 0; change < 8; change++) {
                int port = (change % 2 == 0 ? door : other).port();
                changes.add(CLIENT.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + CONFIGURATION))
                                .PUT(BodyPublishers.ofString(
                                        "{\"RevisionId\": \"" + before + "\", \"Timeout\": " + (10 + change) + "}"))
                                .build(),
                        BodyHandlers.ofString()));
            }
            assertEquals(
                    List.of(200, 412, 412, 412, 412, 412, 412, 412),
                    changes.stream()
                            .map(change -> change.join().statusCode())
                            .sorted()
                            .toList());
            HttpResponse<String> there = CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + other.port() + CONFIGURATION))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(tree(send("GET", CONFIGURATION, "")), tree(there));
        } finally {
            other.close();
        }
    }

    @Test
    void a_change_that_comes_another_way_is_another_revision() throws Exception {
        String before = tree(send("GET", CONFIGURATION, "")).get("RevisionId").asText();
        lambda.configure(lambda.functions().getFirst().withMemory(new MemorySize(1_024)));
        HttpResponse<String> response =
                send("PUT", CONFIGURATION, "{\"RevisionId\": \"" + before + "\", \"Timeout\": 9}");
        assertEquals(412, response.statusCode(), response.body());
        String after = tree(send("GET", CONFIGURATION, "")).get("RevisionId").asText();
        assertNotEquals(before, after);
        assertEquals(
                after, tree(send("GET", CONFIGURATION, "")).get("RevisionId").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:lambda:eu-west-1:123456789012:function:hello, 404, ResourceNotFoundException,"
                + " Functions from 'eu-west-1' are not reachable in this region ('eu-north-1')",
        "arn:aws:lambda:eu-west-1:000000000000:function:hello:live, 404, ResourceNotFoundException,"
                + " Functions from 'eu-west-1' are not reachable in this region ('eu-north-1')",
        "arn:aws:lambda:eu-north-1:000000000000:function:hello, 403, AccessDeniedException,"
                + " the local Lambda's functions are of the account 123456789012;"
                + " nothing of the account 000000000000 can be reached",
        "000000000000:function:hello, 403, AccessDeniedException,"
                + " the local Lambda's functions are of the account 123456789012;"
                + " nothing of the account 000000000000 can be reached",
    })
    void reaches_no_function_of_another_region_or_account(String arn, int status, String type, String message)
            throws Exception {
        for (String operation : List.of("invocations", "configuration")) {
            String method = operation.equals("invocations") ? "POST" : "PUT";
            assertError(status, type, message, send(method, "/2015-03-31/functions/" + arn + "/" + operation, "{}"));
        }
        assertTrue(lambda.invoked.isEmpty());
    }

    @Test
    void takes_json_of_any_shape_within_the_limit_of_its_size() throws Exception {
        for (String payload : List.of(
                "[".repeat(100_000) + "]".repeat(100_000),
                "[" + "9".repeat(5_000) + ", 1e" + "0".repeat(5_000) + "]",
                "{\"" + "k".repeat(100_000) + "\": 1}")) {
            HttpResponse<String> response = invoke(payload);
            assertEquals(200, response.statusCode(), () -> response.body().substring(0, 200));
            assertEquals(payload, response.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POST /2015-03-31/functions/hello/inv",
                "POST /2015-03-31/functions/hello/invocations HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}",
                "GET /2015-03-31/functions/ HTTP/1.1\r\n\r\n",
                "GET /2015-03-31/functions/ HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 9\r\n\r\n{}",
            })
    void ends_a_connection_on_which_its_client_lets_it_wait(String sent) throws Exception {
        try (Door door = Door.openInvokeApi(
                        VERTX, lambda, new Bounds(Duration.ofMillis(100), 9), "127.0.0.1", 0, Duration.ZERO);
                var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(60_000);
            assertDoesNotThrow(() -> {
                try {
                    socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getInputStream().readAllBytes();
                } catch (SocketException e) {
                    // It had ended before all was sent: this machine took longer than the door waits.
                }
            });
        }
    }

    @Test
    void says_that_the_queue_is_full() throws Exception {
        lambda.queueYields(new Lambda.Outcome.Throttled(ScriptedLambda.ID, Lambda.Reason.QUEUE));
        HttpResponse<String> response = invokeWith("X-Amz-Invocation-Type", "Event");
        assertError(
                429, "TooManyRequestsException", "Rate Exceeded: the queue of asynchronous events is full.", response);
        assertEquals("CallerRateLimitExceeded", tree(response).get("Reason").asText());
    }

    @Test
    void has_room_for_32_mb_of_requests_at_once_and_for_more_once_those_are_answered_or_gone() throws Exception {
        var answer = new CompletableFuture<Lambda.Outcome>();
        lambda.runs(request -> answer);
        String large = "\"" + "x".repeat((6 << 20) - 2) + "\"";
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            waiting.add(CLIENT.sendAsync(invocation(large), BodyHandlers.ofString()));
        }
        while (lambda.invoked.size() < 5) {
            Thread.onSpinWait();
        }

        HttpResponse<String> refused = CLIENT.send(invocation(large), BodyHandlers.ofString());
        assertError(429, "TooManyRequestsException", "Rate Exceeded: more than 32 MB of requests at once", refused);
        answer.complete(
                ScriptedLambda.completed(Payload.of("1")).toCompletableFuture().join());
        for (CompletableFuture<HttpResponse<String>> response : waiting) {
            assertEquals(200, response.get().statusCode());
        }

        for (int n = 0; n < 12; n++) {
            breakOff(large);
        }
        assertEquals(200, CLIENT.send(invocation("1"), BodyHandlers.ofString()).statusCode());
        HttpResponse<String> taken = CLIENT.send(invocation(large), BodyHandlers.ofString());
        while (taken.statusCode() == 429) {
            // The last of those who left may not have been noticed yet.
            taken = CLIENT.send(invocation(large), BodyHandlers.ofString());
        }
        assertEquals(200, taken.statusCode());
    }

    private HttpRequest invocation(String payload) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + INVOKE))
                .POST(BodyPublishers.ofString(payload))
                .build();
    }

    /** Sends all but the last byte and leaves. */
    private void breakOff(String payload) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            String head = "POST " + INVOKE + " HTTP/1.1\r\nHost: localhost:" + door.port() + "\r\nContent-Length: "
                    + payload.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + payload.substring(1)).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void does_not_hurry_a_function() throws Exception {
        lambda.runs(request -> CompletableFuture.supplyAsync(
                () -> ScriptedLambda.completed(request.payload())
                        .toCompletableFuture()
                        .join(),
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)));
        try (Door hasty = Door.openInvokeApi(
                VERTX, lambda, new Bounds(Duration.ofMillis(50), 9), "127.0.0.1", 0, Duration.ZERO)) {
            URI uri = URI.create("http://127.0.0.1:" + hasty.port() + INVOKE);
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            int status = 0;
            while (status == 0) {
                try {
                    status = CLIENT.send(request, BodyHandlers.ofString()).statusCode();
                } catch (IOException e) {
                    // This machine took longer to send the request than the door waits for one.
                    assertEquals(List.of(), lambda.invoked, "it was hurried");
                }
            }
            assertEquals(200, status);
        }
    }

    @Test
    void a_call_takes_longer_by_the_latency_and_its_body_arrives() throws Exception {
        lambda.answers("{}");
        Duration latency = Duration.ofMillis(120);
        try (Door slow = Door.openInvokeApi(VERTX, lambda, new Bounds(), "127.0.0.1", 0, latency)) {
            String payload = "\"" + "x".repeat(200_000) + "\"";
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + slow.port() + INVOKE))
                    .POST(BodyPublishers.ofString(payload))
                    .build();
            long began = System.nanoTime();
            assertEquals(200, CLIENT.send(request, BodyHandlers.ofString()).statusCode());
            assertTrue(System.nanoTime() - began >= latency.toNanos());
            assertEquals(payload, lambda.lastInvoked().payload().text());
        }
    }

    @Test
    void takes_new_connections_after_it_hung_up() throws Exception {
        lambda.answers("{}");
        byte[] request = ("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost:" + door.port()
                        + "\r\nContent-Length: 2\r\n\r\n{}")
                .getBytes(StandardCharsets.US_ASCII);
        try (var before = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            before.getOutputStream().write(request);
            assertEquals('H', before.getInputStream().read());
            door.hangUp();
            // Ends: the client knows before it asks again
            before.getInputStream().readAllBytes();
        }
        try (var after = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            after.getOutputStream().write(request);
            assertEquals(
                    "HTTP/1.1 200 OK", new String(after.getInputStream().readNBytes(15), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void an_unknown_function_has_no_configuration() throws Exception {
        assertError(
                404,
                "ResourceNotFoundException",
                "Function not found: arn:aws:lambda:eu-north-1:123456789012:function:other",
                send("PUT", "/2015-03-31/functions/other/configuration", "{}"));
    }

    @Test
    void a_taken_port_is_named() {
        var taken = assertThrows(Refusal.class, () -> Door.openInvokeApi(VERTX, lambda, "127.0.0.1", door.port()));
        assertEquals("port " + door.port() + " is taken", taken.getMessage());
    }

    private static void assertError(int status, String type, String message, HttpResponse<String> response)
            throws IOException {
        assertEquals(status, response.statusCode(), response::body);
        assertEquals(type, header(response, "x-amzn-ErrorType"));
        assertEquals("application/json", header(response, "Content-Type"));
        JsonNode error = tree(response);
        assertEquals(message, (error.has("message") ? error.get("message") : error.get("Message")).asText());
    }

    private HttpResponse<String> invoke(String payload) throws Exception {
        return send("POST", INVOKE, payload);
    }

    private HttpResponse<String> invokeWith(String header, String value) throws Exception {
        return CLIENT.send(request("POST", INVOKE, "{}").header(header, value).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> invoke(String type, String payload) throws Exception {
        return CLIENT.send(
                request("POST", INVOKE, payload)
                        .header("X-Amz-Invocation-Type", type)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return CLIENT.send(request(method, path, body).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                .method(method, BodyPublishers.ofString(body));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode tree(HttpResponse<String> response) throws IOException {
        return new JsonMapper().readTree(response.body());
    }
}
