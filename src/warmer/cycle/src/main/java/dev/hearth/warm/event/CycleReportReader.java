package dev.hearth.warm.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hearth.warm.event.CycleReport.Asked;
import dev.hearth.warm.event.CycleReport.Cost;
import dev.hearth.warm.event.CycleReport.Dropped;
import dev.hearth.warm.event.CycleReport.Found;
import dev.hearth.warm.event.CycleReport.Happened;
import dev.hearth.warm.event.CycleReport.Led;
import java.util.Optional;

/**
 * Reads a {@link CycleReport}; what a later version has added to it is passed over. Apart from it, since no function reads one: a
 * native executable would carry this along.
 */
public final class CycleReportReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private CycleReportReader() {}

    /** What an invocation answered; empty where that is no report: the function carries no warmer, say. */
    public static Optional<CycleReport> read(JsonNode answer) {
        if (!answer.path("target").isInt() || !answer.path("reached").isInt()) {
            return Optional.empty();
        }
        try {
            Asked asked = JSON.treeToValue(answer, Asked.class);
            Optional<String> dropped = text(answer, "dropped");
            return Optional.of(dropped.isPresent() ? new Dropped(asked, dropped.get()) : led(asked, answer));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Led led(Asked asked, JsonNode answer) throws JsonProcessingException {
        return new Led(
                asked,
                JSON.treeToValue(answer, Happened.class),
                answer.has("costUsd") ? Optional.of(JSON.treeToValue(answer, Cost.class)) : Optional.empty(),
                text(answer, "stopped"),
                text(answer, "problem"),
                answer.path("demand").isInt() && answer.path("why").isTextual()
                        ? Optional.of(JSON.treeToValue(answer, Found.class))
                        : Optional.empty());
    }

    private static Optional<String> text(JsonNode answer, String field) {
        return Optional.of(answer.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
