package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.warm.event.WarmEvent;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Under {@code quarkus:dev} only: sends the function the event that EventBridge Scheduler sends it on AWS, and keeps what was
 * answered last. There is one environment here, this process, so one is the target; with the variables of a running
 * {@code ./hearth up} it may be more. Thread-safe.
 */
@Singleton
public class DevCycles {
    static final int KEPT = 20;

    private final InstantSource clock;
    private final int target;
    private final RequestStreamHandler function;
    private final Deque<Fired> last = new ArrayDeque<>();

    /**
     * A cycle that was fired here.
     *
     * @param at when
     * @param report what the function answered
     */
    public record Fired(Instant at, JsonNode report) {}

    @Inject
    DevCycles(
            @WarmersOwn InstantSource clock,
            @ConfigProperty(name = "hearth.dev.target", defaultValue = "1") int target) {
        this(clock, target, AmazonLambdaRecorder::handle);
    }

    DevCycles(InstantSource clock, int target, RequestStreamHandler function) {
        this.clock = clock;
        this.target = target;
        this.function = function;
    }

    /** Has a cycle led for {@code hearth.dev.target} environments. */
    public Fired warm() throws IOException {
        return warm(target);
    }

    /** Has a cycle led for as many environments. */
    public Fired warm(int environments) throws IOException {
        Instant now = clock.instant();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event(environments, now).getBytes(StandardCharsets.UTF_8)), answer, null);
        Fired fired = new Fired(now, WarmJson.MAPPER.readTree(answer.toByteArray()));
        synchronized (last) {
            last.addFirst(fired);
            if (last.size() > KEPT) {
                last.removeLast();
            }
        }
        return fired;
    }

    /** The last {@value #KEPT} cycles of this development session, the latest first. */
    public List<Fired> last() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    private static String event(int target, Instant due) {
        return new WarmEvent.Cycle(target, Optional.of(UUID.randomUUID().toString()), Optional.of(due))
                .toJson()
                .toString();
    }
}
