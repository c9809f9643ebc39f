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
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In what a function URL differs from an HTTP API; {@link HttpApiDoorTest} has what both do. */
class FunctionUrlDoorTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ScriptedLambda lambda = new ScriptedLambda();
    private Door door;

    @BeforeEach
    void open() {
        door = Door.openHttp(
                VERTX, lambda, new FunctionName("hello", Optional.of("live")), HttpKind.URL, "127.0.0.1", 0);
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
    void leaves_the_path_as_the_client_sent_it() throws Exception {
        JsonNode event = eventOf(request("/a%20b%2Fc%3Fd%25/%C3%A4?x=%20"));
        assertEquals("/a%20b%2Fc%3Fd%25/%C3%A4", event.get("rawPath").asText());
        assertEquals(
                "/a%20b%2Fc%3Fd%25/%C3%A4",
                event.at("/requestContext/http/path").asText());
        assertEquals("x=%20", event.get("rawQueryString").asText());
        assertEquals(" ", event.at("/queryStringParameters/x").asText());
    }

    @Test
    void tells_of_cookies_among_the_headers_too() throws Exception {
        JsonNode event = eventOf(request("/").header("Cookie", "a=b; c=d"));
        assertEquals("[\"a=b\",\"c=d\"]", event.get("cookies").toString());
        assertEquals("a=b; c=d", event.at("/headers/cookie").asText());
    }

    @Test
    void knows_its_caller_as_anonymous() throws Exception {
        assertEquals(
                "anonymous",
                eventOf(request("/")).at("/requestContext/accountId").asText());
    }

    @Test
    void waits_for_its_function_without_a_limit_of_its_own() {
        assertEquals(Optional.empty(), HttpKind.URL.timeout());
        assertEquals(30, HttpKind.API.timeout().orElseThrow().toSeconds());
    }

    @Test
    void passes_an_answer_on_under_a_request_id_of_lambda() throws Exception {
        lambda.answers(
                "{\"statusCode\": 201, \"headers\": {\"X-A\": \"1\"}, \"cookies\": [\"a=b\"], \"body\": \"hi\"}");
        HttpResponse<String> response = get("/");
        assertEquals(201, response.statusCode());
        assertEquals("hi", response.body());
        assertEquals("a=b", response.headers().firstValue("set-cookie").orElseThrow());
        assertEquals(
                "application/json",
                response.headers().firstValue("content-type").orElseThrow());
        assertTrue(response.headers().firstValue("x-amzn-requestid").isPresent());
        assertFalse(response.headers().firstValue("apigw-requestid").isPresent());
    }

    @Test
    void a_function_that_fails_is_a_bad_gateway() throws Exception {
        lambda.answersWith(new Answer.FunctionError(Payload.of("{\"errorMessage\": \"no\"}")));
        assertBadGateway(get("/"));
        lambda.answers("{\"statusCode\": \"many\"}");
        assertBadGateway(get("/"));
    }

    @Test
    void throttling_is_told_as_such() throws Exception {
        lambda.yields(new Outcome.Throttled(ScriptedLambda.ID, Lambda.Reason.RESERVED));
        HttpResponse<String> response = get("/");
        assertEquals(429, response.statusCode());
        assertTrue(response.body().contains("ReservedFunctionConcurrentInvocationLimitExceeded"), response.body());
    }

    @Test
    void refuses_a_body_over_6_mb() throws Exception {
        HttpRequest request = request("/")
                .POST(BodyPublishers.ofByteArray(new byte[(6 << 20) + 1]))
                .build();
        assertEquals(413, CLIENT.send(request, BodyHandlers.ofString()).statusCode());
        assertTrue(lambda.invoked.isEmpty());
    }

    private static void assertBadGateway(HttpResponse<String> response) {
        assertEquals(502, response.statusCode());
        assertEquals("Internal Server Error", response.body());
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
