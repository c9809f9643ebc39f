package dev.hearth.warm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Other ways of keeping a function warm whose events are answered too, where {@code hearth.warm.compatible} names them: who moves
 * over leaves the schedules as they are. Each event is known by how it begins: its first keys are what a schedule writes, and AWS
 * writes others for whoever calls over HTTP.
 */
public enum Compatible {
    /**
     * The npm package {@code lambda-warmer}: {@code index.js} of version 2.3.0 looks for a field {@code warmer} and invokes the
     * function {@code concurrency} times; one that is marked {@code test} invokes nothing. It goes through a list of such events,
     * and invokes another function where {@code target} names one; both are refused here.
     */
    LAMBDA_WARMER(
            "^\\s*(?:\\[\\s*)?\\{\\s*(?:\"concurrency\"\\s*:\\s*[^,\\s]{1,40}\\s*,\\s*)?\"warmer\"\\s*:\\s*true\\s*[,}]") {
        @Override
        Optional<WarmEvent.Cycle> cycle(JsonNode event) {
            if (event.isArray()) {
                throw new BadEvent(
                        "A list of lambda-warmer's events is not taken: give each function a schedule of its own,"
                                + " with one event");
            }
            if (event.has("target")) {
                throw new BadEvent("lambda-warmer's target is not taken: this function keeps itself warm and no other;"
                        + " leave target out and give the other a schedule of its own");
            }
            return Optional.of(new WarmEvent.Cycle(
                    event.path("test").asBoolean() ? 1 : concurrency(event.path("concurrency")),
                    Optional.empty(),
                    Optional.empty()));
        }
    },
    /**
     * The plugin {@code serverless-plugin-warmup}: the function that {@code src/warmer.js} of version 8.4.1 writes sends
     * {@code {"source":"serverless-plugin-warmup"}} as many times as is asked, at once, and looks at no answer. Each is a hold, as
     * its README asks for a short pause: an environment that answered at once would get the next as well.
     */
    SERVERLESS_PLUGIN_WARMUP(Beginning.OF_THE_PLUGIN),
    /** The middleware {@code @middy/warmup}, version 6.4.5, which by default answers the event of that same plugin. */
    MIDDY(Beginning.OF_THE_PLUGIN),
    /**
     * Zappa's {@code keep_warm}: {@code schedule_events} of {@code zappa/core.py} in version 0.63.0 has an EventBridge rule whose
     * name ends with {@code keep_warm_callback} send this template, one environment at a time.
     */
    ZAPPA("^\\s*\\{\\s*\"time\"\\s*:\\s*\"[^\"\\\\]{1,40}\"\\s*,\\s*\"detail-type\"\\s*:\\s*\"Scheduled Event\"\\s*,"
            + "\\s*\"source\"\\s*:\\s*\"aws\\.events\"\\s*,\\s*\"account\"\\s*:\\s*\"\\d{1,20}\"\\s*,"
            + "\\s*\"region\"\\s*:\\s*\"[\\w-]{1,40}\"\\s*,\\s*\"detail\"\\s*:\\s*\\{\\s*}\\s*,"
            + "\\s*\"version\"\\s*:\\s*\"0\"\\s*,"
            + "\\s*\"resources\"\\s*:\\s*\\[\\s*\"arn:[^\"\\\\]{1,160}keep_warm_callback\"\\s*]") {
        @Override
        Optional<WarmEvent.Cycle> cycle(JsonNode event) {
            JsonNode id = event.path("id");
            return Optional.of(new WarmEvent.Cycle(
                    1,
                    Optional.of(id).filter(JsonNode::isTextual).map(JsonNode::textValue),
                    Optional.of(due(event.path("time").asText()))));
        }
    };

    /** So much of an event is looked at, which the longest of the beginnings above stays below. */
    static final int HEAD = 640;

    /** How long an environment holds for one that sends an event to each: they come out of a queue, and not at one moment. */
    static final Duration HOLD = Duration.ofMillis(50);

    private final Pattern beginning;

    Compatible(String beginning) {
        this.beginning = Pattern.compile(beginning);
    }

    /** Whether an event that begins so is this one's. */
    boolean begins(String head) {
        return beginning.matcher(head).find();
    }

    /**
     * What its event asks for: a cycle, or where there is none a hold, for then its sender invokes each environment by itself.
     *
     * @throws BadEvent where it is one that is not answered; the message says why
     */
    Optional<WarmEvent.Cycle> cycle(JsonNode event) {
        return Optional.empty();
    }

    private static final class Beginning {
        static final String OF_THE_PLUGIN = "^\\s*\\{\\s*\"source\"\\s*:\\s*\"serverless-plugin-warmup\"\\s*[,}]";
    }

    private static long concurrency(JsonNode value) {
        String text = value.isMissingNode() ? "1" : value.asText();
        if ((value.isMissingNode() || value.isIntegralNumber() || value.getNodeType() == JsonNodeType.STRING)
                && text.matches("[1-9]\\d{0,17}")) {
            return Long.parseLong(text);
        }
        throw BadEvent.field("concurrency", "a whole number of 1 or more", value);
    }

    private static Instant due(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException e) {
            throw BadEvent.field("time", "an instant like 2026-11-23T18:00:00Z", time);
        }
    }
}
