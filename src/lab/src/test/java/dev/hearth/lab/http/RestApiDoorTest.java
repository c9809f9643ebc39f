package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In what a REST API differs from an HTTP API; {@link HttpApiDoorTest} has what both do. */
class RestApiDoorTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final FunctionName HELLO = new FunctionName("hello", Optional.empty());

    private final ScriptedLambda lambda = new ScriptedLambda();
    private Door door;

    @BeforeEach
    void open() {
        door = Door.openHttp(VERTX, lambda, HELLO, HttpKind.REST, "127.0.0.1", 0);
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
    void hands_a_request_to_its_function_as_payload_format_1() throws Exception {
        JsonNode event = eventOf(request("/a%20b/%C3%A4?x=1&x=%20")
                .header("X-Twice", "one")
                .header("x-twice", "two")
                .header("Cookie", "a=b; c=d")
                .method("PATCH", BodyPublishers.ofString("hi")));
        assertEquals("/a%20b/%C3%A4", event.get("path").asText());
        assertEquals("a%20b/%C3%A4", event.at("/pathParameters/proxy").asText());
        assertEquals("PATCH", event.get("httpMethod").asText());
        assertEquals(
                "[\"1\",\" \"]", event.at("/multiValueQueryStringParameters/x").toString());
        assertEquals("[\"one\",\"two\"]", event.at("/multiValueHeaders/X-Twice").toString());
        assertEquals("two", event.at("/headers/X-Twice").asText());
        assertEquals("a=b; c=d", event.at("/headers/Cookie").asText());
        assertEquals("127.0.0.1", event.at("/headers/X-Forwarded-For").asText());
        assertTrue(event.at("/headers/X-Amzn-Trace-Id").asText().startsWith("Root=1-"), event.toString());
        assertFalse(event.get("headers").has("Content-Length"), event.toString());
        assertEquals("hi", event.get("body").asText());
    }

    @Test
    void passes_an_answer_on_of_a_header_that_stands_twice_the_several_values() throws Exception {
        lambda.answers(
                """
                {"statusCode": 201, "headers": {"X-A": "1", "X-B": "2", "WWW-Authenticate": "Basic"},
                 "multiValueHeaders": {"x-a": ["3", "4"], "Set-Cookie": ["a=b", "c=d"]},
                 "body": "aGk=", "isBase64Encoded": true}
                """);
        HttpResponse<String> response = get("/");
        assertEquals(201, response.statusCode());
        assertEquals("hi", response.body());
        assertEquals(List.of("3", "4"), response.headers().allValues("x-a"));
        assertEquals(List.of("2"), response.headers().allValues("x-b"));
        assertEquals(List.of("a=b", "c=d"), response.headers().allValues("set-cookie"));
        assertEquals(List.of("Basic"), response.headers().allValues("x-amzn-remapped-www-authenticate"));
        assertEquals(List.of("application/json"), response.headers().allValues("content-type"));
        assertTrue(response.headers().firstValue("x-amzn-requestid").isPresent());
        assertTrue(response.headers().firstValue("x-amz-apigw-id").isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hello\"",
                "{\"body\": \"hello\"}",
                "null",
                "no json",
                "{\"statusCode\": \"many\"}",
                "{\"statusCode\": 200, \"body\": {\"a\": 1}}",
                "{\"statusCode\": 200, \"headers\": [\"a\"]}"
            })
    void an_answer_that_has_not_the_form_is_a_bad_gateway(String answer) throws Exception {
        lambda.answers(answer);
        assertRefused(502, "Internal server error", get("/"));
    }

    @Test
    void a_function_that_fails_is_a_bad_gateway() throws Exception {
        lambda.answersWith(new Answer.FunctionError(Payload.of("{\"errorMessage\": \"no\"}")));
        assertRefused(502, "Internal server error", get("/"));
    }

    @Test
    void throttling_is_an_internal_error() throws Exception {
        lambda.yields(new Outcome.Throttled(ScriptedLambda.ID, Lambda.Reason.RESERVED));
        assertRefused(500, "Internal server error", get("/"));
    }

    @Test
    void waits_for_29_seconds_and_then_says_so() throws Exception {
        assertEquals(Optional.of(Duration.ofSeconds(29)), HttpKind.REST.timeout());
        lambda.runs(_ -> new CompletableFuture<>());
        try (Door impatient =
                Door.openHttp(VERTX, lambda, HELLO, HttpKind.REST, "127.0.0.1", 0, Optional.of(Duration.ofMillis(1)))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + impatient.port() + "/"))
                    .build();
            assertRefused(504, "Endpoint request timed out", CLIENT.send(request, BodyHandlers.ofString()));
        }
    }

    @Test
    void refuses_a_body_over_10_mb() throws Exception {
        HttpRequest request = request("/")
                .POST(BodyPublishers.ofByteArray(new byte[(10 << 20) + 1]))
                .build();
        assertRefused(413, "Request Too Long", CLIENT.send(request, BodyHandlers.ofString()));
        assertTrue(lambda.invoked.isEmpty());
    }

    private static void assertRefused(int status, String message, HttpResponse<String> response) {
        assertEquals(status, response.statusCode());
        assertEquals("{\"message\":\"" + message + "\"}", response.body());
    }

    private JsonNode eventOf(HttpRequest.Builder request) throws Exception {
        lambda.answers("{\"statusCode\": 200}");
        CLIENT.send(request.build(), BodyHandlers.discarding());
        return new JsonMapper().readTree(lambda.lastInvoked().payload().bytes());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path));
    }
}
