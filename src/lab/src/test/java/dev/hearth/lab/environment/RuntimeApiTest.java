package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The headers that a runtime gets with an invocation. */
class RuntimeApiTest {

    private static final Instant WALL_CLOCK = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void the_deadline_is_the_clock_of_the_machine_and_what_is_left() throws Exception {
        assertEquals(
                Long.toString(WALL_CLOCK.plusSeconds(3).toEpochMilli()),
                headers("{}").firstValue("Lambda-Runtime-Deadline-Ms").orElseThrow());
    }

    @Test
    void a_client_context_of_several_lines_is_handed_over_in_one() throws Exception {
        assertEquals(
                "{\"custom\":{\"a \\\" b\":\"c  d\\\\\"}}",
                headers("{\n \"custom\" :\r\n\t{ \"a \\\" b\": \"c  d\\\\\" }\n}")
                        .firstValue("Lambda-Runtime-Client-Context")
                        .orElseThrow());
    }

    @Test
    void while_an_answer_arrives_the_next_invocation_is_refused_and_one_that_breaks_off_may_be_given_again()
            throws Exception {
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Context context = vertx.getOrCreateContext();
            AskingRuntime runtime = new AskingRuntime();
            RuntimeApi api = new RuntimeApi(vertx, () -> WALL_CLOCK, runtime);
            CompletableFuture<Integer> listening = new CompletableFuture<>();
            context.runOnContext(
                    turn -> api.listen().onComplete(listening::complete, listening::completeExceptionally));
            int port = listening.get(60, TimeUnit.SECONDS);
            URI base = URI.create("http://127.0.0.1:" + port + "/2018-06-01/runtime/invocation/");
            HttpRequest next = HttpRequest.newBuilder(base.resolve("next")).build();
            CompletableFuture<HttpResponse<String>> asked = client.sendAsync(next, BodyHandlers.ofString());
            runtime.initialized.get(60, TimeUnit.SECONDS);
            context.runOnContext(turn -> api.deliver(new Invocation(
                    "r", "arn", Duration.ofSeconds(3), "Root=1-2-3", Optional.empty(), Payload.of("{}"))));
            asked.get(60, TimeUnit.SECONDS);

            String head = String.join(
                    "\r\n",
                    "POST /2018-06-01/runtime/invocation/r/response HTTP/1.1",
                    "Host: x",
                    "Content-Length: 10",
                    "Expect: 100-continue",
                    "",
                    "");
            try (Socket answer = new Socket(InetAddress.getLoopbackAddress(), port)) {
                answer.setSoTimeout(60_000);
                answer.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                // 100 Continue says that the head has been read.
                assertTrue(new BufferedReader(new InputStreamReader(answer.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine()
                        .contains("100"));
                HttpResponse<String> refused = client.send(next, BodyHandlers.ofString());
                assertEquals(403, refused.statusCode());
                assertTrue(
                        refused.body().contains("State transition from InvocationResponse to Ready failed"),
                        refused.body());
            }
            HttpRequest again = HttpRequest.newBuilder(base.resolve("r/response"))
                    .POST(BodyPublishers.ofString("\"again\""))
                    .build();
            int status = 403;
            for (int attempt = 0; status == 403 && attempt < 1_000; attempt++) {
                // The end of the broken connection arrives when it does.
                status = client.send(again, BodyHandlers.ofString()).statusCode();
            }
            assertEquals(202, status);
            assertEquals(List.of("r"), runtime.answered);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private static HttpHeaders headers(String clientContext) throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpClient client = HttpClient.newHttpClient();
        try {
            Context context = vertx.getOrCreateContext();
            AskingRuntime runtime = new AskingRuntime();
            RuntimeApi api = new RuntimeApi(vertx, () -> WALL_CLOCK, runtime);
            CompletableFuture<Integer> listening = new CompletableFuture<>();
            context.runOnContext(
                    turn -> api.listen().onComplete(listening::complete, listening::completeExceptionally));
            int port = listening.get(60, TimeUnit.SECONDS);
            Invocation invocation = new Invocation(
                    "r", "arn", Duration.ofSeconds(3), "Root=1-2-3", Optional.of(clientContext), Payload.of("{}"));
            URI next = URI.create("http://127.0.0.1:" + port + "/2018-06-01/runtime/invocation/next");
            CompletableFuture<HttpResponse<String>> asked =
                    client.sendAsync(HttpRequest.newBuilder(next).build(), BodyHandlers.ofString());
            runtime.initialized.get(60, TimeUnit.SECONDS);
            context.runOnContext(turn -> api.deliver(invocation));
            return asked.get(60, TimeUnit.SECONDS).headers();
        } finally {
            // Closing it would wait for an answer that a refused header never lets come.
            client.shutdownNow();
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private static final class AskingRuntime implements RuntimeApi.Listener {

        private final CompletableFuture<Void> initialized = new CompletableFuture<>();
        private final List<String> answered = new CopyOnWriteArrayList<>();

        @Override
        public void initialized() {
            initialized.complete(null);
        }

        @Override
        public void failed(Failure failure, Payload document) {}

        @Override
        public void answered(String requestId, Answer answer) {
            answered.add(requestId);
        }

        @Override
        public void idle(String requestId) {}
    }
}
