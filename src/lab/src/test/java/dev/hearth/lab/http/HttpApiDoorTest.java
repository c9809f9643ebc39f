package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiDoorTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final FunctionName HELLO = new FunctionName("hello", Optional.of("live"));

    private final ScriptedLambda lambda = new ScriptedLambda();
    private Door door;

    @BeforeEach
    void open() {
        door = Door.openHttp(VERTX, lambda, HELLO, HttpKind.API, "127.0.0.1", 0);
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
    void hands_a_request_to_its_function_as_payload_format_2() throws Exception {
        lambda.answers("{\"statusCode\": 200}");
        CLIENT.send(
                request("/a/b%20c?x=1&x=2&y=a%2Bb")
                        .method("PATCH", BodyPublishers.ofString("{\"k\":1}"))
                        .header("Content-Type", "application/json")
                        .header("X-Twice", "one")
                        .header("x-twice", "two")
                        .header("Cookie", "a=b; c=d")
                        .header("User-Agent", "a test")
                        .header("X-Amzn-Trace-Id", "Root=1-5e66d96f-7491f09xmpl79d18acf3d050")
                        .build(),
                BodyHandlers.discarding());
        Lambda.Request invocation = lambda.lastInvoked();
        assertEquals("hello", invocation.function());
        assertEquals(Optional.of("live"), invocation.qualifier());
        assertEquals(Optional.of("Root=1-5e66d96f-7491f09xmpl79d18acf3d050"), invocation.traceId());
        JsonNode event = event();
        assertEquals("/a/b c", event.get("rawPath").asText());
        assertEquals("x=1&x=2&y=a%2Bb", event.get("rawQueryString").asText());
        assertEquals(
                "{\"x\":\"1,2\",\"y\":\"a+b\"}",
                event.get("queryStringParameters").toString());
        assertEquals("[\"a=b\",\"c=d\"]", event.get("cookies").toString());
        assertEquals("{\"k\":1}", event.get("body").asText());
        JsonNode headers = event.get("headers");
        assertEquals("one,two", headers.get("x-twice").asText());
        assertEquals("7", headers.get("content-length").asText());
        assertEquals("127.0.0.1", headers.get("x-forwarded-for").asText());
        assertEquals("http", headers.get("x-forwarded-proto").asText());
        assertEquals(
                Integer.toString(door.port()), headers.get("x-forwarded-port").asText());
        JsonNode context = event.get("requestContext");
        assertEquals("123456789012", context.get("accountId").asText());
        assertEquals("127.0.0.1", context.get("domainName").asText());
        JsonNode http = context.get("http");
        assertEquals("PATCH", http.get("method").asText());
        assertEquals("/a/b c", http.get("path").asText());
        assertEquals("HTTP/1.1", http.get("protocol").asText());
        assertEquals("127.0.0.1", http.get("sourceIp").asText());
        assertEquals("a test", http.get("userAgent").asText());
    }

    @Test
    void gives_every_request_an_id_and_a_trace_of_its_own() throws Exception {
        HttpResponse<String> first = get("/");
        String trace = lambda.lastInvoked().traceId().orElseThrow();
        HttpResponse<String> second = get("/");
        assertTrue(trace.matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}"), trace);
        assertFalse(lambda.lastInvoked().traceId().orElseThrow().equals(trace));
        String id = second.headers().firstValue("apigw-requestid").orElseThrow();
        assertEquals(id, event().at("/requestContext/requestId").asText());
        assertFalse(first.headers().firstValue("apigw-requestid").orElseThrow().equals(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PURGE"})
    void takes_every_method(String method) throws Exception {
        lambda.answers("{\"statusCode\": 200, \"body\": \"ok\"}");
        HttpResponse<String> response =
                CLIENT.send(request("/").method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertEquals("ok", response.body());
        assertEquals(method, event().at("/requestContext/http/method").asText());
    }

    @Test
    void answers_head_with_the_length_and_no_body() throws Exception {
        lambda.answers("{\"statusCode\": 200, \"body\": \"twelve bytes\"}");
        String answers = exchange(
                """
                HEAD / HTTP/1.1
                Host: a

                GET / HTTP/1.1
                Host: a
                Connection: close

                """);
        String head = answers.substring(0, answers.indexOf("\r\n\r\n") + 4);
        assertTrue(head.contains("content-length: 12"), head);
        assertTrue(answers.substring(head.length()).startsWith("HTTP/1.1 200 OK\r\n"), answers);
        assertTrue(answers.endsWith("\r\n\r\ntwelve bytes"), answers);
    }

    @Test
    void sends_no_length_with_no_content() throws Exception {
        lambda.answers("{\"statusCode\": 204}");
        HttpResponse<String> response = get("/");
        assertEquals(204, response.statusCode());
        assertEquals(Optional.empty(), response.headers().firstValue("content-length"));
    }

    @Test
    void carries_binary_bodies_both_ways() throws Exception {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        lambda.runs(request -> {
            JsonNode event = tree(request.payload());
            assertTrue(event.get("isBase64Encoded").asBoolean());
            return ScriptedLambda.completed(Payload.of(
                    "{\"statusCode\":200,\"isBase64Encoded\":true,\"headers\":{\"content-type\":\"image/png\"},\"body\":"
                            + event.get("body") + "}"));
        });
        HttpResponse<byte[]> response = CLIENT.send(
                request("/")
                        .POST(BodyPublishers.ofByteArray(bytes))
                        .header("Content-Type", "image/png")
                        .build(),
                BodyHandlers.ofByteArray());
        assertArrayEquals(bytes, response.body());
        assertEquals(Optional.of("image/png"), response.headers().firstValue("content-type"));
    }

    @Test
    void sends_every_cookie_as_a_header_of_its_own() throws Exception {
        lambda.answers("{\"statusCode\": 200, \"cookies\": [\"a=b; Path=/\", \"c=d, e\"]}");
        assertEquals(List.of("a=b; Path=/", "c=d, e"), get("/").headers().allValues("set-cookie"));
    }

    @Test
    void hands_on_a_bare_answer_as_json() throws Exception {
        lambda.answers("{\"hello\": \"world\"}");
        HttpResponse<String> response = get("/");
        assertEquals(200, response.statusCode());
        assertEquals(Optional.of("application/json"), response.headers().firstValue("content-type"));
        assertEquals("{\"hello\": \"world\"}", response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nb: c", "bad name"})
    void a_header_that_no_response_can_carry_is_an_internal_server_error(String name) throws Exception {
        lambda.answers("{\"statusCode\": 200, \"headers\": {\"x-ok\": \"1\", \"" + name + "\": \"x\"}}");
        HttpResponse<String> response = get("/");
        assertEquals(500, response.statusCode());
        assertEquals("{\"message\":\"Internal Server Error\"}", response.body());
        assertEquals(Optional.empty(), response.headers().firstValue("x-ok"));
    }

    @Test
    void a_throttled_function_is_service_unavailable() throws Exception {
        lambda.yields(new Outcome.Throttled(ScriptedLambda.ID, Lambda.Reason.RESERVED));
        HttpResponse<String> response = get("/");
        assertEquals(503, response.statusCode());
        assertEquals("{\"message\":\"Service Unavailable\"}", response.body());
    }

    @Test
    void a_function_that_takes_too_long_is_service_unavailable() throws Exception {
        lambda.runs(request -> new CompletableFuture<>());
        try (Door impatient =
                Door.openHttp(VERTX, lambda, HELLO, HttpKind.API, "127.0.0.1", 0, Optional.of(Duration.ofMillis(20)))) {
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + impatient.port()))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(503, response.statusCode());
            assertEquals("{\"message\":\"Service Unavailable\"}", response.body());
        }
    }

    @Test
    void an_answer_after_the_timeout_harms_nobody() throws Exception {
        var late = new CompletableFuture<Outcome>();
        lambda.runs(request -> late);
        try (Door impatient =
                Door.openHttp(VERTX, lambda, HELLO, HttpKind.API, "127.0.0.1", 0, Optional.of(Duration.ofMillis(20)))) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + impatient.port()))
                    .build();
            assertEquals(503, CLIENT.send(request, BodyHandlers.discarding()).statusCode());
            late.complete(ScriptedLambda.completed(Payload.of("{\"statusCode\": 200}"))
                    .toCompletableFuture()
                    .join());
            assertEquals(200, CLIENT.send(request, BodyHandlers.discarding()).statusCode());
        }
    }

    @Test
    void a_lambda_that_fails_in_itself_is_an_internal_server_error() throws Exception {
        lambda.runs(request -> {
            throw new IllegalStateException("a bug");
        });
        assertEquals(500, get("/").statusCode());
        lambda.runs(request -> CompletableFuture.failedFuture(new IllegalStateException("another")));
        assertEquals(500, get("/").statusCode());
    }

    @Test
    void refuses_a_path_that_api_gateway_cannot_decode() throws Exception {
        String answer = exchange(
                """
                GET /100%25%20done%25zz HTTP/1.1
                Host: a
                Connection: close

                """);
        assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
        assertTrue(answer.endsWith("{\"message\":\"Bad Request\"}"), answer);
        assertEquals(List.of(), lambda.invoked);
    }

    @Test
    void refuses_a_body_over_10_mb_whether_its_length_is_declared_or_not() throws Exception {
        byte[] body = new byte[(10 << 20) + 1];
        assertTooLarge(BodyPublishers.ofByteArray(body));
        assertTooLarge(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertEquals(List.of(), lambda.invoked);
    }

    @Test
    void refuses_an_event_over_6_mb() throws Exception {
        assertTooLarge(BodyPublishers.ofByteArray(new byte[5 << 20]));
        assertEquals(List.of(), lambda.invoked);
    }

    private void assertTooLarge(HttpRequest.BodyPublisher body) throws Exception {
        HttpResponse<String> response = CLIENT.send(request("/").POST(body).build(), BodyHandlers.ofString());
        assertEquals(413, response.statusCode());
        assertEquals("{\"message\":\"Request Entity Too Large\"}", response.body());
    }

    @Test
    void refuses_a_body_beyond_all_measure_before_it_is_sent() throws Exception {
        String answer = exchange(
                """
                POST / HTTP/1.1
                Host: a
                Content-Length: 99999999999

                """);
        assertTrue(answer.startsWith("HTTP/1.1 413 Request Entity Too Large\r\n"), answer);
    }

    @Test
    void tells_a_client_that_asks_first_to_go_on() throws Exception {
        String answer = exchange(
                """
                POST / HTTP/1.1
                Host: a
                Expect: 100-continue
                Content-Length: 2
                Content-Type: text/plain
                Connection: close

                hi""");
        assertTrue(answer.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), answer);
        assertEquals("hi", event().get("body").asText());
    }

    @Test
    void tells_a_client_that_asks_first_that_its_body_is_too_large() throws Exception {
        String answer = exchange(
                """
                POST / HTTP/1.1
                Host: a
                Expect: 100-continue
                Content-Length: 10485761

                """);
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    }

    @Test
    void takes_a_chunked_body() throws Exception {
        exchange(
                """
                POST / HTTP/1.1
                Host: a
                Transfer-Encoding: chunked
                Content-Type: text/plain
                Connection: close

                3
                abc
                2
                de
                0

                """);
        assertEquals("abcde", event().get("body").asText());
        assertEquals("5", event().at("/headers/content-length").asText());
        assertFalse(event().get("headers").has("transfer-encoding"));
    }

    @Test
    void keeps_headers_of_the_connection_to_itself() throws Exception {
        exchange(
                """
                GET / HTTP/1.1
                Host: a
                Connection: X-Hop, TE
                X-Hop: 1
                Keep-Alive: 5
                TE: trailers
                Upgrade: h2c
                X-End: 2

                GET / HTTP/1.1
                Host: a
                Connection: close

                """);
        assertEquals(
                List.of(
                        "host",
                        "x-end",
                        "content-length",
                        "x-amzn-trace-id",
                        "x-forwarded-for",
                        "x-forwarded-port",
                        "x-forwarded-proto"),
                names(tree(lambda.invoked.getFirst().payload()).get("headers")));
    }

    @Test
    void keeps_a_connection_alive_and_answers_in_order() throws Exception {
        lambda.runs(request -> ScriptedLambda.completed(Payload.of(
                "{\"statusCode\":200,\"body\":" + tree(request.payload()).get("rawPath") + "}")));
        String answers = exchange(
                """
                GET /1 HTTP/1.1
                Host: a

                GET /2 HTTP/1.1
                Host: a

                GET /3 HTTP/1.1
                Host: a
                Connection: close

                """);
        List<String> bodies = Stream.of(answers.split("HTTP/1.1 200 OK"))
                .skip(1)
                .map(answer -> answer.substring(answer.indexOf("\r\n\r\n") + 4))
                .toList();
        assertEquals(List.of("/1", "/2", "/3"), bodies);
    }

    @Test
    void serves_http_1_0() throws Exception {
        String answer = exchange("""
                GET /old HTTP/1.0

                """);
        assertTrue(answer.startsWith("HTTP/1.0 200 OK\r\n"), answer);
        assertEquals("HTTP/1.0", event().at("/requestContext/http/protocol").asText());
    }

    @ParameterizedTest
    @ValueSource(ints = {10_300, 50_000})
    void refuses_a_head_over_10_240_bytes(int length) throws Exception {
        String tooLong = "x".repeat(length);
        assertTrue(exchange("GET /" + tooLong + " HTTP/1.1\nHost: a\n\n").contains(" 414 "));
        assertTrue(exchange("GET / HTTP/1.1\nHost: a\nX-Long: " + tooLong + "\nConnection: close\n\n")
                .startsWith("HTTP/1.1 431 "));
        String half = "x".repeat(6_000);
        assertTrue(exchange("GET /" + half + " HTTP/1.1\nHost: a\nX-Long: " + half + "\nConnection: close\n\n")
                .startsWith("HTTP/1.1 431 "));
        assertEquals(List.of(), lambda.invoked);
    }

    @Test
    void answers_what_is_no_http_with_400() throws Exception {
        assertTrue(exchange("\u0016\u0003\u0001 no HTTP\n\n").contains(" 400 "));
    }

    @Test
    void serves_many_clients_at_once_each_with_its_own_answer() {
        var all = new CompletableFuture<Void>();
        lambda.runs(request -> {
            if (lambda.invoked.size() == 50) {
                all.complete(null);
            }
            Payload answer = Payload.of(
                    "{\"statusCode\":200,\"body\":" + tree(request.payload()).get("rawPath") + "}");
            return all.thenCompose(everybodyIsHere -> ScriptedLambda.completed(answer));
        });
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> CLIENT.sendAsync(request("/" + i).build(), BodyHandlers.ofString()))
                .toList();
        for (int i = 0; i < 50; i++) {
            assertEquals("/" + i, answers.get(i).join().body());
        }
    }

    @Test
    void a_caller_cannot_forge_a_top_level_field() throws Exception {
        CLIENT.send(
                request("/hearth?hearth=%7B%22cycle%22%3A%7B%7D%7D")
                        .header("hearth", "{\"cycle\":{\"target\":5}}")
                        .header("Cookie", "hearth={}")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"hearth\":{\"cycle\":{\"target\":5}}}"))
                        .build(),
                BodyHandlers.discarding());
        assertEquals(HttpApiEventTest.TOP_LEVEL, Set.copyOf(names(event())));
    }

    @Test
    void a_taken_port_is_named() {
        var taken = assertThrows(
                Refusal.class, () -> Door.openHttp(VERTX, lambda, HELLO, HttpKind.API, "127.0.0.1", door.port()));
        assertEquals("port " + door.port() + " is taken", taken.getMessage());
    }

    @Test
    void a_host_that_is_not_ours_is_named() {
        var failure = assertThrows(
                UncheckedIOException.class, () -> Door.openHttp(VERTX, lambda, HELLO, HttpKind.API, "192.0.2.1", 9000));
        assertTrue(failure.getMessage().startsWith("cannot listen on 192.0.2.1:9000: "), failure::getMessage);
    }

    @Test
    void a_closed_door_ends_its_connections_and_frees_its_port() throws Exception {
        lambda.runs(request -> new CompletableFuture<>());
        var hanging = CLIENT.sendAsync(request("/").build(), BodyHandlers.discarding());
        while (lambda.invoked.isEmpty()) {
            Thread.onSpinWait();
        }
        int port = door.port();
        door.close();
        assertThrows(CompletionException.class, hanging::join);
        assertThrows(IOException.class, () -> get("/"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> reopen(port).close(), "the port is free as soon as the selector noticed");
    }

    private Door reopen(int port) {
        while (true) {
            try {
                return Door.openHttp(VERTX, lambda, HELLO, HttpKind.API, "127.0.0.1", port);
            } catch (Refusal e) {
                Thread.onSpinWait();
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    /** Sends lines to the host {@code a}, which is the door, and reads until it closes the connection. */
    private String exchange(String lines) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(60_000);
            String sent = lines.replace("Host: a\n", "Host: localhost:" + door.port() + "\n")
                    .replace("\n", "\r\n");
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private JsonNode event() {
        return tree(lambda.lastInvoked().payload());
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static JsonNode tree(Payload payload) {
        try {
            return new JsonMapper().readTree(payload.bytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
