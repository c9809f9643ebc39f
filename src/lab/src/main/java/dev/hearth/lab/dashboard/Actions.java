package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.watch.CycleLine;
import dev.hearth.lab.watch.Narrator;
import dev.hearth.lab.watch.Printable;
import dev.hearth.warm.event.WarmEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the page's buttons do, in the way of any client: by a request at a door. Each answers in a sentence. Thread-safe. */
final class Actions implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "http://127.0.0.1:";
    private static final int MOST_ENVIRONMENTS = 1_000;
    private static final int MOST_REQUESTS = 100;

    /** A request target in origin form (RFC 9112), which no blank or control character can end. */
    private static final Pattern PATH = Pattern.compile("/[!-~]{0,1000}");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Controls controls;
    private final int apiPort;

    Actions(Controls controls, int apiPort) {
        this.controls = controls;
        this.apiPort = apiPort;
    }

    /** What cannot be done, in words for the user. */
    static final class Impossible extends RuntimeException {

        Impossible(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Does what a button says.
     *
     * @param parameters by name
     * @return completes with what came of it, exceptionally where nothing answered
     * @throws Impossible if there is no such action, or not with these parameters
     */
    CompletableFuture<String> perform(String action, Function<String, Optional<String>> parameters) {
        return switch (action) {
            case "warm" -> warm(function(parameters), number(parameters, MOST_ENVIRONMENTS));
            case "send" -> send(function(parameters), number(parameters, MOST_REQUESTS), text(parameters, "path"));
            case "end" -> CompletableFuture.completedFuture(end(text(parameters, "environment")));
            case "target" -> retarget(function(parameters), number(parameters, MOST_ENVIRONMENTS));
            default -> throw new Impossible("there is no action " + Printable.line(action));
        };
    }

    private CompletableFuture<String> warm(Served function, int target) {
        String name =
                function.name() + function.alias().map(alias -> "%3A" + alias).orElse("");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(HOST + apiPort + "/2015-03-31/functions/" + name + "/invocations"))
                .POST(BodyPublishers.ofString(new WarmEvent.Cycle(target, Optional.empty(), Optional.empty())
                        .toJson()
                        .toString()))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Actions::cycle);
    }

    private static String cycle(HttpResponse<String> response) {
        JsonNode answer = parse(response.body());
        return CycleLine.of(answer)
                .map(CycleLine::line)
                .map(Printable::line)
                .orElseGet(() -> "the cycle failed: "
                        + Printable.line(answer.path("errorMessage")
                                .asText(answer.path("message")
                                        .asText(answer.path("Message").asText("no report")))));
    }

    private CompletableFuture<String> send(Served function, int number, String path) {
        if (!PATH.matcher(path).matches()) {
            throw new Impossible("a path begins with / and has no blank, not: " + Printable.line(path));
        }
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(HOST + function.httpPort() + path))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new Impossible("no path: " + Printable.line(path));
        }
        List<CompletableFuture<Reply>> replies =
                IntStream.range(0, number).mapToObj(n -> reply(request)).toList();
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        sent(path, replies.stream().map(CompletableFuture::join).toList()));
    }

    private record Reply(int status, Duration took) {}

    private CompletableFuture<Reply> reply(HttpRequest request) {
        long begun = System.nanoTime();
        return client.sendAsync(request, BodyHandlers.discarding())
                .thenApply(response -> new Reply(response.statusCode(), Duration.ofNanos(System.nanoTime() - begun)));
    }

    private static String sent(String path, List<Reply> replies) {
        Map<Integer, Long> statuses =
                replies.stream().collect(Collectors.groupingBy(Reply::status, TreeMap::new, Collectors.counting()));
        Duration slowest =
                replies.stream().map(Reply::took).max(Duration::compareTo).orElseThrow();
        String answers = replies.size() == 1
                ? "answered " + replies.getFirst().status() + " in "
                : "answered "
                        + statuses.entrySet().stream()
                                .map(entry -> entry.getValue() + " × " + entry.getKey())
                                .collect(Collectors.joining(", "))
                        + ", the slowest in ";
        return "GET " + path + " " + answers + Narrator.time(slowest);
    }

    private String end(String environment) {
        if (!controls.end(new EnvironmentId(environment))) {
            throw new Impossible("there is no environment " + Printable.line(environment) + " any more");
        }
        return "environment " + Printable.line(environment) + " ends as soon as it has no invocation";
    }

    /** Who changes it wants to see it: a cycle goes at once. */
    private CompletableFuture<String> retarget(Served function, int target) {
        if (!controls.retarget(function.name(), target)) {
            throw new Impossible("no schedule of " + function.name() + " asks for a number of environments");
        }
        return warm(function, target).thenApply(line -> "target " + target + "; " + line);
    }

    private Served function(Function<String, Optional<String>> parameters) {
        String name = text(parameters, "function");
        return controls.functions().stream()
                .filter(served -> served.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Impossible("there is no function " + Printable.line(name)));
    }

    private static int number(Function<String, Optional<String>> parameters, int most) {
        String text = text(parameters, "n");
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw new Impossible("write 1 to " + most + ", not " + Printable.line(text));
        }
        return number;
    }

    private static String text(Function<String, Optional<String>> parameters, String name) {
        return parameters.apply(name).orElseThrow(() -> new Impossible("say which " + name));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
