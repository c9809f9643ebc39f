package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * One page that looks on: tells it what has changed, as server-sent events (HTML standard, "Server-sent events"), and the next
 * time once it has taken that. A slow one is told less often, and never more than what there is: nothing is queued for it.
 */
final class Onlooker implements Runnable {

    static final long NOTHING = -1;

    private static final Duration TURN = Duration.ofMillis(100);

    /** How soon a connection is found to be gone, and a page knows that all is well. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Feed feed;
    private final Controls controls;
    private final HttpServerResponse response;
    private final String lab;
    private long known;

    /**
     * @param lab names this run of the lab, of which the versions are
     * @param known what the page has seen of it already; {@link #NOTHING} at first
     */
    Onlooker(Feed feed, Controls controls, HttpServerResponse response, String lab, long known) {
        this.feed = feed;
        this.controls = controls;
        this.response = response;
        this.lab = lab;
        this.known = known;
    }

    @Override
    public void run() {
        try {
            while (true) {
                ObjectNode change = feed.since(known, SIGN_OF_LIFE);
                change.put("whole", known == NOTHING);
                ArrayNode functions = change.putArray("functions");
                controls.functions().forEach(served -> functions.add(json(served)));
                known = change.path("version").longValue();
                // Complete once it has left for the network, which a slow reader's fills.
                response.write("id: " + lab + "-" + known + "\ndata: " + JSON.writeValueAsString(change) + "\n\n")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
                Thread.sleep(TURN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | IOException e) {
            // it has left
        }
    }

    private static ObjectNode json(Served served) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", served.name())
                .put("httpPort", served.httpPort())
                .put("idleMs", served.idle().toMillis());
        served.target().ifPresent(target -> json.put("target", target.max()).put("targetAtLeast", target.min()));
        return json;
    }
}
