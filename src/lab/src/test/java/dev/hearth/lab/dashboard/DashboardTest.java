package dev.hearth.lab.dashboard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.watch.Journal;
import dev.hearth.warm.event.Target;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {

    private static final Instant BEGUN = Instant.parse("2026-11-23T18:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("name=\"hearth-token\" content=\"([0-9a-f]{64})\"");

    private final Vertx vertx = Vertx.vertx();
    private final Journal journal = new Journal(BEGUN);
    private final Scene scene = new Scene(BEGUN, journal);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> changed = new CopyOnWriteArrayList<>();
    private HttpServer lambda;
    private Dashboard dashboard;

    @BeforeEach
    void open() throws IOException {
        lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lambda.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            byte[] answer = Scene.report("c", 3, 3, 0).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        lambda.start();
        dashboard = dashboard(0);
    }

    private Dashboard dashboard(int port) {
        int doors = lambda.getAddress().getPort();
        return Dashboard.open(
                vertx,
                journal,
                PriceTable.current().rates("us-east-1", Architecture.X86).orElseThrow(),
                new Controls() {
                    @Override
                    public List<Served> functions() {
                        return List.of(new Served(
                                "hearth",
                                Optional.of("live"),
                                doors,
                                Optional.of(Target.of(20)),
                                Duration.ofMinutes(5)));
                    }

                    @Override
                    public boolean end(EnvironmentId environment) {
                        changed.add("end " + environment.value());
                        return environment.value().equals("a");
                    }

                    @Override
                    public boolean retarget(String function, int target) {
                        changed.add(function + " " + target);
                        return target != 13;
                    }
                },
                port,
                doors);
    }

    @AfterEach
    void close() {
        dashboard.close();
        lambda.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_page_is_given_a_token_and_may_load_nothing_from_elsewhere() throws IOException {
        String page = exchange("GET /", "");
        assertTrue(page.startsWith("HTTP/1.1 200"), page);
        assertTrue(TOKEN.matcher(page).find(), page);
        assertTrue(page.toLowerCase(Locale.ROOT).contains("content-security-policy: default-src 'none'"), page);
        assertTrue(page.contains("frame-ancestors 'none'"), page);
        for (String file : List.of(
                "/page.css", "/page.js", "/state.js", "/pool.js", "/wave.js", "/charts.js", "/log.js", "/words.js")) {
            String loaded = exchange("GET " + file, "");
            assertTrue(loaded.startsWith("HTTP/1.1 200"), file);
            assertFalse(loaded.contains("://"), file + " names another place");
        }
        assertTrue(exchange("GET /echarts.js", "").startsWith("HTTP/1.1 200"));
        assertTrue(exchange("GET /../page.js", "").startsWith("HTTP/1.1 404"));
        assertTrue(exchange("DELETE /", "").startsWith("HTTP/1.1 405"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example:{port}",
                "Host: localhost:9000",
                "Origin: http://evil.example",
                "Origin: http://localhost:9000",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void no_other_page_sees_or_presses_anything(String header) throws IOException {
        String of = header.replace("{port}", String.valueOf(dashboard.port()));
        for (String request : List.of("GET /", "GET /events", "POST /do/warm?function=hearth&n=3")) {
            String answer = exchange(request, of, "X-Hearth-Token: " + token());
            assertTrue(answer.startsWith("HTTP/1.1 403"), request + " " + of + ": " + answer);
            assertFalse(answer.contains(token()), "the token");
        }
        assertEquals(List.of(), asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Hearth-Token: 00", "Cookie: X-Hearth-Token"})
    void without_the_token_nothing_is_pressed(String header) throws IOException {
        for (String action : List.of("warm", "send", "end", "target")) {
            String answer = exchange(
                    "POST /do/" + action + "?function=hearth&n=3&path=/&environment=a",
                    "Origin: http://localhost:" + dashboard.port(),
                    header);
            assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
            assertTrue(answer.contains("without the token"), answer);
        }
        assertTrue(exchange("GET /do/warm?function=hearth&n=3", "X-Hearth-Token: " + token())
                .startsWith("HTTP/1.1 404"));
        assertEquals(List.of(), asked);
        assertEquals(List.of(), changed);
    }

    @Test
    void the_buttons_knock_at_the_doors_that_any_client_knocks_at() throws IOException {
        assertTrue(press("warm?function=hearth&n=3").contains("3 of 3 warm"));
        assertEquals(
                List.of("POST /2015-03-31/functions/hearth%3Alive/invocations {\"hearth\":{\"cycle\":{\"target\":3}}}"),
                asked);
        asked.clear();
        assertTrue(press("send?function=hearth&n=1&path=%2Fhello%3Fa%3Db").contains("GET /hello?a=b answered 200 in "));
        assertEquals(List.of("GET /hello?a=b "), asked);
        assertTrue(press("send?function=hearth&n=20&path=/hello").contains("answered 20 × 200, the slowest in "));
        assertEquals(21, asked.size());
        assertTrue(press("end?environment=a").contains("environment a ends"));
        assertTrue(press("target?function=hearth&n=7").contains("target 7; 3 of 3 warm"));
        assertEquals(List.of("end a", "hearth 7"), changed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    warm?function=hearth&n=0             | write 1 to 1000, not 0
                    warm?function=hearth&n=1001          | write 1 to 1000, not 1001
                    warm?function=hearth&n=many          | write 1 to 1000, not many
                    warm?function=hearth                 | say which n
                    warm?function=other&n=1              | there is no function other
                    send?function=hearth&n=101&path=/    | write 1 to 100, not 101
                    send?function=hearth&n=1&path=hello  | a path begins with /
                    send?function=hearth&n=1&path=/a%20b | a path begins with / and has no blank
                    send?function=hearth&n=1&path=/%2500 | GET /%00 answered 200
                    send?function=hearth&n=1&path=/%25zz | no path: /%zz
                    end?environment=b                    | there is no environment b any more
                    target?function=hearth&n=13          | no schedule of hearth asks for a number
                    dance                                | there is no action dance
                    """)
    void what_cannot_be_done_is_said_in_a_sentence(String action, String said) throws IOException {
        String answer = press(action);
        assertTrue(answer.contains(said), answer);
    }

    @Test
    void a_port_that_is_taken_is_named_with_its_option() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Refusal refusal = assertThrows(Refusal.class, () -> dashboard(taken.getLocalPort()));
            assertTrue(
                    refusal.getMessage().contains("port " + taken.getLocalPort() + " is taken"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("--dashboard-port"), refusal.getMessage());
        }
    }

    @Test
    void who_comes_late_sees_what_there_is_and_who_returns_what_has_changed() throws IOException {
        scene.warm("a");
        scene.warm("b");
        String seen;
        try (Looking late = new Looking("")) {
            JsonNode all = late.next(message -> message.path("cells").size() == 2);
            assertTrue(all.path("whole").asBoolean());
            assertEquals(20, all.path("functions").get(0).path("target").asInt());
            seen = late.id;
        }
        scene.request("b", "/hello");
        try (Looking back = new Looking("Last-Event-ID: " + seen)) {
            JsonNode news = back.next(message -> !message.path("cells").isEmpty());
            assertFalse(news.path("whole").asBoolean());
            assertEquals(List.of("b"), news.path("cells").findValuesAsText("id"));
        }
        try (Looking ofAnotherLab = new Looking("Last-Event-ID: 0123abcd-7")) {
            assertTrue(ofAnotherLab.next(message -> true).path("whole").asBoolean());
        }
    }

    @Test
    void one_that_does_not_read_harms_nobody_and_finds_the_present_when_it_does() throws IOException {
        scene.warm("a");
        try (Looking slow = new Looking("");
                Looking quick = new Looking("")) {
            String text = "x".repeat(400);
            for (int n = 0; n < 12_000; n++) {
                scene.writes("a", n + " " + text);
                if (n % 500 == 0) {
                    String line = n + " " + text;
                    quick.next(message -> says(message, line));
                }
            }
            scene.request("a", "/last");
            Predicate<JsonNode> present =
                    message -> message.path("cells").findValuesAsText("what").contains("/last");
            quick.next(present);
            slow.next(present);
        }
    }

    private static boolean says(JsonNode message, String line) {
        return message.path("log").findValuesAsText("text").contains(line);
    }

    @Test
    void so_many_may_look_on_and_no_more() throws IOException {
        List<Looking> looking = new ArrayList<>();
        try {
            for (int n = 0; n < 16; n++) {
                Looking one = new Looking("");
                looking.add(one);
                one.next(message -> true);
            }
            assertTrue(exchange("GET /events", "").startsWith("HTTP/1.1 503"));
        } finally {
            for (Looking one : looking) {
                one.close();
            }
        }
    }

    private String token() throws IOException {
        Matcher token = TOKEN.matcher(exchange("GET /", ""));
        assertTrue(token.find());
        return token.group(1);
    }

    private String press(String action) throws IOException {
        return exchange(
                "POST /do/" + action, "Origin: http://localhost:" + dashboard.port(), "X-Hearth-Token: " + token());
    }

    /** One request on a connection of its own, its answer as it came. */
    private String exchange(String request, String... headers) throws IOException {
        try (Socket socket = connect(request, headers)) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private Socket connect(String request, String... headers) throws IOException {
        Socket socket = new Socket();
        // Little is under way to a client that does not read.
        socket.setReceiveBufferSize(1 << 16);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), dashboard.port()));
        StringBuilder head = new StringBuilder(request + " HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n");
        if (List.of(headers).stream().noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: localhost:").append(dashboard.port()).append("\r\n");
        }
        for (String header : headers) {
            if (!header.isEmpty()) {
                head.append(header).append("\r\n");
            }
        }
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        return socket;
    }

    /** A page that looks on. */
    private final class Looking implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader lines;
        private String id = "";

        Looking(String header) throws IOException {
            socket = connect("GET /events", header);
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        /** Reads on until a message is of that kind. */
        JsonNode next(Predicate<JsonNode> wanted) throws IOException {
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("the dashboard hung up");
                }
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    JsonNode message = JSON.readTree(line.substring(6));
                    if (wanted.test(message)) {
                        return message;
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
