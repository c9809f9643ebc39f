package dev.hearth.junit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function in the local Lambda. Thread-safe. */
public final class RunningLambda {

    private static final Pattern REACHED = Pattern.compile("\"reached\":(\\d+)");
    private static final Pattern COLD = Pattern.compile("\"cold\":(\\d+)");

    private final Lab lab;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningLambda(Lab lab) {
        this.lab = lab;
    }

    /** Where HTTP reaches the function, such as {@code http://localhost:40123}. */
    public URI http() {
        return URI.create("http://localhost:" + lab.httpPort());
    }

    /** Where AWS's Lambda API is served, for {@code endpointOverride} of an SDK. */
    public URI api() {
        return URI.create("http://localhost:" + lab.apiPort());
    }

    /** The function's name at that API. */
    public String function() {
        return "function";
    }

    /** Requests a path over HTTP. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(http() + path)).build(), BodyHandlers.ofString());
    }

    /**
     * Invokes the function with an event.
     *
     * @return what it answered
     * @throws IOException if it failed, with its error document, or was throttled
     */
    public String invoke(String event) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(api() + "/2015-03-31/functions/" + function() + "/invocations"))
                        .POST(BodyPublishers.ofString(event))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 200
                || response.headers().firstValue("x-amz-function-error").isPresent()) {
            throw new IOException("the invocation failed: " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /**
     * Has the function warm so many of its environments, by a cycle of Hearth's warmer.
     *
     * @throws IOException if it failed, or answered no report: the function carries no warmer
     */
    public Cycle warm(int environments) throws IOException, InterruptedException {
        String report = invoke("{\"hearth\":{\"cycle\":{\"target\":" + environments + "}}}");
        Matcher reached = REACHED.matcher(report);
        Matcher cold = COLD.matcher(report);
        if (!reached.find() || !cold.find()) {
            throw new IOException("the function carries no warmer: it answered a cycle's event with " + report);
        }
        return new Cycle(Integer.parseInt(reached.group(1)), Integer.parseInt(cold.group(1)));
    }

    /** The environments that run now. One that has just answered is busy until it asks for its next invocation. */
    public Pool pool() throws IOException {
        List<Pool.Environment> environments = new ArrayList<>();
        for (String line : lab.ask("pool")) {
            String[] words = line.split(" ", -1);
            environments.add(new Pool.Environment(words[1], Pool.Doing.valueOf(words[2].toUpperCase(Locale.ROOT))));
        }
        return new Pool(environments);
    }

    /** The invocations so far that had to wait for a start, in their order; of every answer so far it is known. */
    public List<ColdStart> coldStarts() throws IOException {
        List<ColdStart> all = new ArrayList<>();
        for (String line : lab.ask("cold-starts")) {
            String[] words = line.split(" ", -1);
            all.add(new ColdStart(words[1], words[2].equals("user"), Duration.ofNanos(Long.parseLong(words[3]))));
        }
        return List.copyOf(all);
    }

    /** The last lines that the local Lambda wrote: cold starts, errors with the function's own output. */
    public List<String> log() {
        return lab.log();
    }
}
