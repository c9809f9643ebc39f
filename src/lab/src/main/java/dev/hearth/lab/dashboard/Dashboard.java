package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.cost.Rates;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.http.Door;
import dev.hearth.lab.watch.Journal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The page, on a door of its own that lets only itself in. What it may do, it may with the token that it was given: no other
 * page has it, as none can read this one's.
 */
public final class Dashboard implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Dashboard.class);
    private static final String HOST = "127.0.0.1";
    private static final String TOKEN = "X-Hearth-Token";
    private static final int TOKEN_BYTES = 32;

    /** How many pages may look on at once. */
    private static final int ONLOOKERS = 16;

    private static final String ECHARTS = "/META-INF/resources/_static/echarts/6.0.0/dist/echarts.simple.min.js";
    private static final Pattern ACTION = Pattern.compile("/do/(?<action>[a-z]+)");
    private static final Pattern SEEN = Pattern.compile("(?<lab>[0-9a-f]+)-(?<version>\\d{1,18})");

    /** What the page loads. */
    private static final Map<String, String> FILES = Map.of(
            "/page.css", "text/css",
            "/page.js", "text/javascript",
            "/state.js", "text/javascript",
            "/pool.js", "text/javascript",
            "/wave.js", "text/javascript",
            "/charts.js", "text/javascript",
            "/log.js", "text/javascript",
            "/words.js", "text/javascript");

    private final Feed feed;
    private final Controls controls;
    private final Actions actions;
    private final String token = random(TOKEN_BYTES);
    private final String lab = random(4);
    private final Set<Thread> onlookers = ConcurrentHashMap.newKeySet();
    private final Door door;

    private Dashboard(Vertx vertx, Journal journal, Rates rates, Controls controls, int port, int apiPort) {
        this.controls = controls;
        actions = new Actions(controls, apiPort);
        door = Door.openPages(vertx, HOST, port, this::serve, (request, why) -> answer(request, 403, why));
        feed = new Feed(journal, new View(rates));
    }

    /**
     * Serves the page.
     *
     * @param rates what invocations cost
     * @param apiPort where the Invoke API is, or will be
     * @throws Refusal if the port is taken
     */
    public static Dashboard open(Vertx vertx, Journal journal, Rates rates, Controls controls, int port, int apiPort) {
        try {
            return new Dashboard(vertx, journal, rates, controls, port, apiPort);
        } catch (Refusal e) {
            throw new Refusal(
                    "port " + port + " is taken, perhaps by another './hearth up': end that, or choose another port"
                            + " with --dashboard-port, or do without the page with --no-dashboard",
                    e);
        }
    }

    int port() {
        return door.port();
    }

    private void serve(HttpServerRequest request) {
        String path = request.path();
        Matcher action = ACTION.matcher(String.valueOf(path));
        switch (request.method().name()) {
            case "GET" -> {
                switch (path) {
                    case "/" -> page(request);
                    case "/events" -> look(request);
                    case "/echarts.js" -> file(request, ECHARTS, "text/javascript");
                    case String other when FILES.containsKey(other) -> file(request, own(other), FILES.get(other));
                    default -> answer(request, 404, "there is nothing here but /");
                }
            }
            case "POST" -> {
                if (action.matches()) {
                    act(request, action.group("action"));
                } else {
                    answer(request, 404, "there is nothing to do here");
                }
            }
            default -> answer(request, 405, "GET and POST are served here");
        }
    }

    private void page(HttpServerRequest request) {
        String html = new String(resource(own("/page.html")), StandardCharsets.UTF_8).replace("{token}", token);
        respond(request, 200, "text/html").end(html);
    }

    private void file(HttpServerRequest request, String resource, String type) {
        respond(request, 200, type).end(Buffer.buffer(resource(resource)));
    }

    private void look(HttpServerRequest request) {
        if (onlookers.size() >= ONLOOKERS) {
            answer(request, 503, ONLOOKERS + " pages look on already: close one");
            return;
        }
        HttpServerResponse response = respond(request, 200, "text/event-stream").setChunked(true);
        Thread thread = Thread.ofVirtual()
                .name("onlooker")
                .unstarted(new Onlooker(feed, controls, response, lab, seen(request)));
        onlookers.add(thread);
        response.closeHandler(gone -> {
            onlookers.remove(thread);
            thread.interrupt();
        });
        thread.start();
    }

    /** What of this lab a page that comes back has seen already. */
    private long seen(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Last-Event-ID"))
                .or(() -> Optional.ofNullable(request.getParam("seen")))
                .map(SEEN::matcher)
                .filter(Matcher::matches)
                .filter(seen -> seen.group("lab").equals(lab))
                .map(seen -> Long.parseLong(seen.group("version")))
                .orElse(Onlooker.NOTHING);
    }

    private void act(HttpServerRequest request, String action) {
        if (!isGiven(Optional.ofNullable(request.getHeader(TOKEN)))) {
            answer(request, 403, "without the token that the page was given nothing is done: load the page again");
            return;
        }
        CompletionStage<String> result;
        try {
            result = actions.perform(action, name -> Optional.ofNullable(request.getParam(name)));
        } catch (Actions.Impossible e) {
            answer(request, 400, e.getMessage());
            return;
        }
        result.whenComplete((said, failure) -> {
            if (failure != null) {
                LOG.debug("an action failed", failure);
                answer(request, 502, "the local Lambda does not answer: is it still being started, or ended?");
            } else {
                answer(request, 200, said);
            }
        });
    }

    private boolean isGiven(Optional<String> given) {
        return given.map(text -> MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }

    private static void answer(HttpServerRequest request, int status, String said) {
        respond(request, status, "application/json")
                .end(JsonNodeFactory.instance.objectNode().put("said", said).toString());
    }

    /** A page that loads from here alone, that nobody else frames, and that is never an old one. */
    private static HttpServerResponse respond(HttpServerRequest request, int status, String type) {
        return request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type + "; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
                                + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private static String own(String file) {
        return "/dev/hearth/lab/dashboard" + file;
    }

    private static byte[] resource(String name) {
        try (InputStream in = Dashboard.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Ends every page's connection. */
    @Override
    public void close() {
        feed.close();
        onlookers.forEach(Thread::interrupt);
        door.close();
        actions.close();
    }
}
