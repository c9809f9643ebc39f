package dev.hearth.warm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the warmer is asked to do: the content of an event's top-level {@value #KEY}, which no HTTP caller can set. */
sealed interface WarmEvent {

    /** The event's top-level key. */
    String KEY = "hearth";

    /**
     * Keep {@code target} environments warm. Sent by a schedule, or by hand.
     *
     * @param target how many environments, this one included; 1 or more
     * @param id names the cycle, so that a delivery that comes twice is led once; absent when sent by hand
     * @param scheduledAt when it was due, so that a cycle that comes too late is dropped; absent when sent by hand
     */
    record Cycle(long target, Optional<String> id, Optional<Instant> scheduledAt) implements WarmEvent {

        /** This cycle as the payload of an invocation. */
        ObjectNode toJson() {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ObjectNode cycle = root.putObject(KEY).putObject("cycle").put("target", target);
            id.ifPresent(known -> cycle.put("id", known));
            scheduledAt.ifPresent(known -> cycle.put("scheduledAt", known.toString()));
            return root;
        }
    }

    /**
     * Stay busy until a moment, so that no other invocation of the round comes to this environment.
     *
     * @param cycleId the cycle that it is part of
     * @param until when all environments of the round let go
     * @param share how many environments this one answers for, itself included; it holds {@code share - 1} others
     * @param depth how far it is from the leader, 1 to {@value Fanout#MAX_DEPTH}
     * @param answerBy when who invoked it stops waiting, so that an environment with children answers with what it has rather
     *     than too late with all; absent where it has none
     */
    record Hold(String cycleId, Instant until, int share, int depth, Optional<Instant> answerBy) implements WarmEvent {

        /** This hold as the payload of an invocation. */
        ObjectNode toJson() {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ObjectNode hold = root.putObject(KEY)
                    .putObject("hold")
                    .put("cycleId", cycleId)
                    .put("until", until.toString())
                    .put("share", share)
                    .put("depth", depth);
            answerBy.ifPresent(known -> hold.put("answerBy", known.toString()));
            return root;
        }
    }

    /**
     * Reads the value of {@value #KEY}.
     *
     * @throws BadEvent where it is not exactly one well-formed event; the message names the field
     */
    static WarmEvent parse(JsonNode hearth) {
        Fields.of(KEY, hearth, Set.of("cycle", "hold"));
        if (hearth.size() != 1) {
            throw BadEvent.field(KEY, "an object with either cycle or hold", Fields.shown(hearth));
        }
        return hearth.has("cycle") ? cycle(hearth.get("cycle")) : hold(hearth.get("hold"));
    }

    private static Cycle cycle(JsonNode node) {
        Fields fields = Fields.of(KEY + ".cycle", node, Set.of("target", "id", "scheduledAt"));
        return new Cycle(
                fields.whole("target", Long.MAX_VALUE),
                fields.optionalText("id"),
                fields.optionalInstant("scheduledAt"));
    }

    private static Hold hold(JsonNode node) {
        Fields fields = Fields.of(KEY + ".hold", node, Set.of("cycleId", "until", "share", "depth", "answerBy"));
        int depth = (int) fields.whole("depth", Fanout.MAX_DEPTH);
        int share = (int) fields.whole("share", depth == Fanout.MAX_DEPTH ? 1 : Integer.MAX_VALUE);
        return new Hold(
                fields.text("cycleId"), fields.instant("until"), share, depth, fields.optionalInstant("answerBy"));
    }

    /** The fields of one JSON object, each read with a complaint that names it. */
    record Fields(String path, JsonNode node) {
        private static final int SHOWN = 80;
        /** Environments remember ids; this keeps what they remember small. */
        private static final int LONGEST_TEXT = 256;

        static Fields of(String path, JsonNode node, Set<String> known) {
            if (!node.isObject()) {
                throw BadEvent.field(path, "an object", shown(node));
            }
            node.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    throw new BadEvent(
                            path + "." + name + " is not known; known are " + String.join(", ", new TreeSet<>(known)));
                }
            });
            return new Fields(path, node);
        }

        long whole(String name, long max) {
            JsonNode value = node.path(name);
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.longValue() < 1
                    || value.longValue() > max) {
                throw complaint(
                        name,
                        max == 1 ? "1" : "a whole number of 1" + (max < Integer.MAX_VALUE ? " to " + max : " or more"));
            }
            return value.longValue();
        }

        String text(String name) {
            return optionalText(name)
                    .orElseThrow(() -> complaint(name, "a text of at most " + LONGEST_TEXT + " characters"));
        }

        Optional<String> optionalText(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode()) {
                return Optional.empty();
            }
            if (!value.isTextual()
                    || value.textValue().isBlank()
                    || value.textValue().length() > LONGEST_TEXT) {
                throw complaint(name, "a text of at most " + LONGEST_TEXT + " characters");
            }
            if (value.textValue().startsWith("<aws.scheduler.")) {
                throw complaint(
                        name,
                        "what EventBridge Scheduler puts in place of " + value.textValue() + " (an EventBridge"
                                + " rule does not)");
            }
            return Optional.of(value.textValue());
        }

        Instant instant(String name) {
            return optionalInstant(name).orElseThrow(() -> complaint(name, "an instant like 2026-11-23T18:00:00Z"));
        }

        Optional<Instant> optionalInstant(String name) {
            try {
                return optionalText(name).map(Instant::parse);
            } catch (DateTimeParseException e) {
                throw complaint(name, "an instant like 2026-11-23T18:00:00Z");
            }
        }

        private BadEvent complaint(String name, String expected) {
            JsonNode value = node.path(name);
            return BadEvent.field(path + "." + name, expected, value.isMissingNode() ? "missing" : shown(value));
        }

        static String shown(JsonNode value) {
            String text = value.toString();
            return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        }
    }
}
