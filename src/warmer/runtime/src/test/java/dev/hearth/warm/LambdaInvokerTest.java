package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.WarmEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real SDK against a real socket. */
class LambdaInvokerTest {
    private static final Callee CALLEE = new Callee("hearth", Optional.of("live"));
    private static final WarmEvent.Hold HOLD =
            new WarmEvent.Hold("cycle", Instant.parse("2026-11-23T18:00:00.100Z"), 1, 1, Optional.empty());
    private static final String ANSWER =
            """
            {"id":"e","cold":true,"arrivedAt":"2026-11-23T18:00:00.050Z","billedMs":71,
             "lastUserRequestAt":"2026-11-23T17:59:00Z","children":[{"id":"f","cold":false,
             "arrivedAt":"2026-11-23T18:00:00.060Z","billedMs":40}]}
            """;

    private static final String REPORT =
            """
            START RequestId: 1 Version: 2
            END RequestId: 1
            REPORT RequestId: 1\tDuration: 75.31 ms\tBilled Duration: 76 ms\tMemory Size: 512 MB\tMax Memory Used: 40 MB
            """;

    private record Request(String method, String uri, String type, String body) {}

    private static final Duration TOOK = Duration.ofMillis(70);

    private final FakeClock clock = new FakeClock();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final LambdaInvoker invoker = new LambdaInvoker(clock, clock, Optional.empty());
    private HttpServer server;

    @FunctionalInterface
    private interface Reply {
        void to(HttpExchange exchange) throws Exception;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.start();
        pointSdkAt(server.getAddress().getPort());
    }

    private static void pointSdkAt(int port) {
        System.setProperty("aws.endpointUrlLambda", "http://127.0.0.1:" + port);
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void stop() {
        invoker.close();
        server.stop(0);
        threads.shutdownNow();
        for (String name : List.of("aws.endpointUrlLambda", "aws.region", "aws.accessKeyId", "aws.secretAccessKey")) {
            System.clearProperty(name);
        }
    }

    private void serve(Reply reply) {
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"),
                    body));
            ports.add(exchange.getRemoteAddress().getPort());
            try (exchange) {
                reply.to(exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String body, Map<String, String> headers)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Test
    void a_hold_is_sent_to_the_qualifier_and_its_answer_read() {
        serve(exchange -> send(exchange, 200, ANSWER, Map.of()));
        Outcome.Answered answered =
                assertInstanceOf(Outcome.Answered.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
        HoldAnswer answer = answered.answer();
        assertEquals("e", answer.id());
        assertTrue(answer.cold());
        assertEquals(Instant.parse("2026-11-23T18:00:00.050Z"), answer.arrivedAt());
        assertEquals(Duration.ofMillis(71), answer.billed());
        assertEquals(Optional.of(Instant.parse("2026-11-23T17:59:00Z")), answer.lastUserRequestAt());
        assertEquals(List.of("e", "f"), answer.all().map(HoldAnswer::id).toList());
        assertEquals(
                List.of(new Request(
                        "POST",
                        "/2015-03-31/functions/hearth/invocations?Qualifier=live",
                        "RequestResponse",
                        "{\"hearth\":{\"hold\":{\"cycleId\":\"cycle\",\"until\":\"2026-11-23T18:00:00.100Z\","
                                + "\"share\":1,\"depth\":1}}}")),
                requests);
    }

    @Test
    void what_a_hold_was_billed_is_read_from_the_end_of_its_log() {
        List<String> asked = new CopyOnWriteArrayList<>();
        serve(exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Log-Type"));
            send(exchange, 200, ANSWER, Map.of("X-Amz-Log-Result", base64(REPORT)));
        });
        Outcome.Answered answered =
                assertInstanceOf(Outcome.Answered.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
        assertEquals(List.of("Tail"), asked);
        assertEquals(Optional.of(Duration.ofMillis(76)), answered.reported());
        assertEquals(Duration.ofMillis(71), answered.answer().billed());
    }

    @Test
    void without_a_log_it_is_not_known() {
        serve(exchange -> send(exchange, 200, ANSWER, Map.of()));
        Outcome.Answered answered =
                assertInstanceOf(Outcome.Answered.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
        assertEquals(Optional.empty(), answered.reported());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void without_a_qualifier_none_is_sent() {
        serve(exchange -> send(exchange, 200, ANSWER, Map.of()));
        invoker.invoke(new Callee("hearth", Optional.empty()), HOLD, FakeClock.START);
        assertEquals(
                "/2015-03-31/functions/hearth/invocations", requests.getFirst().uri());
    }

    @Test
    void fifty_are_held_at_once() throws Exception {
        CyclicBarrier rendezvous = new CyclicBarrier(50);
        serve(exchange -> {
            rendezvous.await(30, TimeUnit.SECONDS);
            send(exchange, 200, ANSWER, Map.of());
        });
        Callable<Outcome> call = () -> invoker.invoke(CALLEE, HOLD, FakeClock.START);
        List<Optional<Outcome>> outcomes = Together.call(Collections.nCopies(50, call), Duration.ofSeconds(60));
        assertTrue(
                outcomes.stream().allMatch(outcome -> outcome.orElseThrow() instanceof Outcome.Answered),
                outcomes::toString);
        assertEquals(50, requests.size());
    }

    @Test
    void throttling_is_told_with_its_reason_and_not_tried_again() {
        serve(exchange -> send(
                exchange,
                429,
                "{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\",\"Type\":\"User\","
                        + "\"message\":\"Rate Exceeded.\"}",
                Map.of("x-amzn-ErrorType", "TooManyRequestsException", "Retry-After", "0")));
        assertEquals(
                new Outcome.Throttled("throttled: ReservedFunctionConcurrentInvocationLimitExceeded"),
                invoker.invoke(CALLEE, HOLD, FakeClock.START));
        assertEquals(1, requests.size());
    }

    @Test
    void a_service_error_is_a_failure_and_not_tried_again() {
        serve(exchange -> send(
                exchange,
                500,
                "{\"Type\":\"Service\",\"message\":\"sorry\"}",
                Map.of("x-amzn-ErrorType", "ServiceException")));
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
        assertTrue(failed.problem().startsWith("ServiceException: sorry"), failed::problem);
        assertEquals(1, requests.size());
    }

    @Test
    void a_missing_permission_is_named() {
        serve(exchange -> send(
                exchange,
                403,
                "{\"message\":\"not authorized to perform: lambda:InvokeFunction\"}",
                Map.of("x-amzn-ErrorType", "AccessDeniedException")));
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
        assertTrue(failed.problem().contains("not authorized to perform: lambda:InvokeFunction"), failed::problem);
    }

    @Test
    void a_function_error_is_a_failure_with_its_message_and_billed_for_as_long_as_it_took() {
        serve(exchange -> {
            clock.advance(TOOK);
            send(
                    exchange,
                    200,
                    "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: 1 Error: exit status 1\"}",
                    Map.of("X-Amz-Function-Error", "Unhandled"));
        });
        assertEquals(
                new Outcome.Failed("Unhandled: RequestId: 1 Error: exit status 1", TOOK),
                invoker.invoke(CALLEE, HOLD, FakeClock.START));
    }

    @Test
    void a_function_error_is_billed_for_what_its_report_line_says() {
        serve(exchange -> {
            clock.advance(TOOK);
            send(
                    exchange,
                    200,
                    "{\"errorMessage\":\"no\"}",
                    Map.of("X-Amz-Function-Error", "Unhandled", "X-Amz-Log-Result", base64(REPORT)));
        });
        assertEquals(
                new Outcome.Failed("Unhandled: no", Duration.ofMillis(76)),
                invoker.invoke(CALLEE, HOLD, FakeClock.START));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "7", "[]", "{}", "{\"statusCode\":200}", "<html>", "{\"id\":\"e\"}"})
    void an_answer_that_is_none_is_a_failure(String garbage) {
        serve(exchange -> send(exchange, 200, garbage, Map.of()));
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
        assertEquals("answered " + garbage + " to a hold; does the function carry the warmer?", failed.problem());
    }

    @Test
    void a_connection_that_breaks_is_a_failure_and_not_tried_again() {
        serve(HttpExchange::close);
        assertInstanceOf(Outcome.Failed.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
        assertEquals(1, requests.size());
    }

    @Test
    void nobody_there_is_a_failure() {
        server.stop(0);
        assertInstanceOf(Outcome.Failed.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
    }

    @Test
    void the_client_is_made_when_it_is_first_needed() throws Exception {
        serve(exchange -> send(exchange, 204, "", Map.of()));
        assertFalse(invoker.connected());
        invoker.connect(CALLEE, 1);
        assertTrue(invoker.connected());
        assertEquals("DryRun", requests.getFirst().type());
    }

    @Test
    void connecting_opens_a_connection_for_each_and_the_invocations_go_out_on_those() throws Exception {
        CyclicBarrier rendezvous = new CyclicBarrier(40);
        serve(exchange -> {
            if (exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type").equals("DryRun")) {
                send(exchange, 204, "", Map.of());
            } else {
                rendezvous.await(30, TimeUnit.SECONDS);
                send(exchange, 200, ANSWER, Map.of());
            }
        });
        invoker.connect(CALLEE, 40);
        Set<Integer> opened = Set.copyOf(ports);
        assertEquals(40, opened.size(), "connections");
        ports.clear();

        Callable<Outcome> call = () -> invoker.invoke(CALLEE, HOLD, FakeClock.START);
        List<Optional<Outcome>> outcomes = Together.call(Collections.nCopies(40, call), Duration.ofSeconds(60));

        assertTrue(
                outcomes.stream().allMatch(outcome -> outcome.orElseThrow() instanceof Outcome.Answered),
                outcomes::toString);
        assertEquals(opened, Set.copyOf(ports));
    }

    @Test
    @Timeout(60)
    void connecting_ends_where_nobody_is_there() throws Exception {
        server.stop(0);
        invoker.connect(CALLEE, 20);
        assertInstanceOf(Outcome.Failed.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
    }

    @Test
    void an_invocation_is_connected_before_its_moment_and_sent_when_it_has_come() throws Exception {
        Instant moment = FakeClock.START.plusSeconds(2);
        List<Instant> sent = new CopyOnWriteArrayList<>();
        serve(exchange -> {
            sent.add(clock.instant());
            send(exchange, 200, ANSWER, Map.of());
        });
        try (ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CountDownLatch connected = new CountDownLatch(1);
            threads.execute(() -> forward(door, connected, server.getAddress().getPort()));
            pointSdkAt(door.getLocalPort());
            Pause pause = howLong -> {
                assertTrue(connected.await(30, TimeUnit.SECONDS));
                assertEquals(List.of(), sent);
                clock.pause(howLong);
            };
            LambdaInvoker poised = new LambdaInvoker(clock, pause, Optional.empty());
            assertInstanceOf(Outcome.Answered.class, poised.invoke(CALLEE, HOLD, moment));
        }
        assertEquals(List.of(moment), sent);
        assertEquals(List.of(Duration.ofSeconds(2)), clock.pauses());
    }

    private static void forward(ServerSocket door, CountDownLatch connected, int port) {
        try (Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            connected.countDown();
            Thread back = Thread.startVirtualThread(() -> copy(server, client));
            copy(client, server);
            back.interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other side has ended.
        }
    }

    /** By TLS, as on AWS: a server with a certificate of its own, and a client that trusts it. */
    private final class OverTls implements AutoCloseable {
        private final HttpsServer secure;
        private final LambdaInvoker client;

        OverTls(Path folder, Pause pause, HttpHandler handler) throws Exception {
            Path keys = folder.resolve("keys.p12");
            Path bundle = folder.resolve("authorities.pem");
            keytool(
                    folder,
                    "-genkeypair -alias a -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -validity 2",
                    keys);
            keytool(folder, "-exportcert -rfc -alias a -file " + bundle, keys);
            KeyStore store = KeyStore.getInstance(keys.toFile(), "secret".toCharArray());
            KeyManagerFactory manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            manager.init(store, "secret".toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(manager.getKeyManagers(), null, null);
            secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
            secure.setHttpsConfigurator(new HttpsConfigurator(context));
            secure.setExecutor(threads);
            secure.createContext("/", handler);
            secure.start();
            System.setProperty(
                    "aws.endpointUrlLambda",
                    "https://127.0.0.1:" + secure.getAddress().getPort());
            client = new LambdaInvoker(clock, pause, Optional.of(bundle));
        }

        private static void keytool(Path folder, String arguments, Path keys) throws Exception {
            List<String> command = new ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(arguments.split(" ", -1)));
            command.addAll(List.of("-keystore", keys.toString(), "-storepass", "secret"));
            Process tool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            assertEquals(0, tool.waitFor(), () -> "see " + folder.resolve("keytool.log"));
        }

        @Override
        public void close() {
            client.close();
            secure.stop(0);
        }
    }

    @Test
    @Timeout(120)
    void over_tls_all_are_ready_to_their_last_byte_before_the_moment_and_go_out_together_on_connections_that_are_open(
            @TempDir Path folder) throws Exception {
        Instant moment = FakeClock.START.plusSeconds(2);
        CyclicBarrier rendezvous = new CyclicBarrier(30);
        List<Instant> sent = new CopyOnWriteArrayList<>();
        Set<Integer> used = ConcurrentHashMap.newKeySet();
        CountDownLatch mayGo = new CountDownLatch(1);
        Pause pause = howLong -> {
            assertTrue(mayGo.await(60, TimeUnit.SECONDS));
            clock.pause(howLong);
        };
        HttpHandler handler = exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type").equals("DryRun")) {
                // Before the answer, upon which the client may come back
                used.add(exchange.getRemoteAddress().getPort());
                send(exchange, 204, "", Map.of());
            } else {
                sent.add(clock.instant());
                assertTrue(used.contains(exchange.getRemoteAddress().getPort()));
                try {
                    rendezvous.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IOException(e);
                }
                send(exchange, 200, ANSWER, Map.of());
            }
            exchange.close();
        };
        try (OverTls tls = new OverTls(folder, pause, handler)) {
            tls.client.connect(CALLEE, 30);
            AtomicInteger called = new AtomicInteger();
            Callable<Outcome> call = () -> {
                if (called.incrementAndGet() == 30) {
                    mayGo.countDown();
                }
                return tls.client.invoke(CALLEE, HOLD, moment);
            };
            List<Optional<Outcome>> outcomes = Together.call(Collections.nCopies(30, call), Duration.ofSeconds(60));
            assertTrue(
                    outcomes.stream().allMatch(outcome -> outcome.orElseThrow() instanceof Outcome.Answered),
                    outcomes::toString);
        }
        assertEquals(Collections.nCopies(30, moment), sent);
    }

    @Test
    @Timeout(120)
    void over_tls_a_connection_that_died_meanwhile_is_replaced_before_the_moment(@TempDir Path folder)
            throws Exception {
        Set<Integer> used = ConcurrentHashMap.newKeySet();
        AtomicInteger dying = new AtomicInteger(-1);
        HttpHandler handler = exchange -> {
            exchange.getRequestBody().readAllBytes();
            int port = exchange.getRemoteAddress().getPort();
            if (exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type").equals("DryRun")) {
                used.add(port);
                if (dying.compareAndSet(port, -1)) {
                    exchange.close();
                    return;
                }
                send(exchange, 204, "", Map.of());
            } else {
                assertTrue(used.contains(port));
                send(exchange, 200, ANSWER, Map.of());
            }
            exchange.close();
        };
        try (OverTls tls = new OverTls(folder, clock, handler)) {
            tls.client.connect(CALLEE, 1);
            dying.set(used.iterator().next());
            tls.client.connect(CALLEE, 1);
            assertEquals(2, used.size());
            assertInstanceOf(Outcome.Answered.class, tls.client.invoke(CALLEE, HOLD, FakeClock.START));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void authorities_that_are_none_are_a_failure_that_names_the_variable(String content, @TempDir Path folder)
            throws Exception {
        Path bundle = Files.writeString(folder.resolve("bundle.pem"), content);
        LambdaInvoker misled = new LambdaInvoker(clock, clock, Optional.of(bundle));
        misled.connect(CALLEE, 1);
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, misled.invoke(CALLEE, HOLD, FakeClock.START));
        assertTrue(failed.problem().contains("AWS_CA_BUNDLE names " + bundle), failed::problem);
    }

    @Test
    void connecting_leaves_the_complaint_to_the_first_invocation() throws Exception {
        serve(exchange -> send(exchange, 500, "{}", Map.of()));
        invoker.connect(CALLEE, 1);
        assertInstanceOf(Outcome.Failed.class, invoker.invoke(CALLEE, HOLD, FakeClock.START));
    }

    @Test
    @Timeout(60)
    void a_server_that_accepts_and_stays_silent_keeps_no_leader_beyond_its_deadline() {
        CountDownLatch never = new CountDownLatch(1);
        serve(exchange -> never.await());
        Deployment deployment = FakeLambda.deployment("us-east-1");
        Environment environment = new Environment(deployment, clock);
        Warmer leader = new Warmer(
                FakeLambda.config(Map.of()),
                environment,
                deployment,
                invoker,
                new Metrics(deployment, line -> {}),
                clock,
                clock);
        Invocation invocation =
                new Invocation("request", Optional.of(CALLEE), clock.instant().plusMillis(700));
        CycleReport report = leader.lead(
                new WarmEvent.Cycle(3, Optional.empty(), Optional.empty()), invocation, environment.arrive());
        assertEquals(
                Optional.of("no answer from Lambda's Invoke API in time"),
                assertInstanceOf(CycleReport.Led.class, report).problem());
    }
}
