package dev.hearth.warm.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the warmer is asked to do: the content of an event's top-level {@value #KEY}, which no HTTP caller can set. */
public sealed interface WarmEvent {

    /** The event's top-level key. */
    String KEY = "hearth";

    /** What stands beside {@value #KEY} in a hold. */
    String TOGETHER = "together";

    /** How many invocations may stand between a leader and the last of its children: AWS stops a chain of about 16. */
    int MAX_DEPTH = 3;

    /**
     * Keep {@code target} environments warm. Sent by a schedule, or by hand.
     *
     * @param target how many environments, this one included
     * @param id names the cycle, so that a delivery that comes twice is led once; absent when sent by hand
     * @param scheduledAt when it was due, so that a cycle that comes too late is dropped; absent when sent by hand
     */
    record Cycle(Target target, Optional<String> id, Optional<Instant> scheduledAt) implements WarmEvent {

        /** For a number of environments. */
        public Cycle(long number, Optional<String> id, Optional<Instant> scheduledAt) {
            this(Target.of(number), id, scheduledAt);
        }

        /** This cycle as the payload of an invocation. */
        public ObjectNode toJson() {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ObjectNode cycle = root.putObject(KEY).putObject("cycle");
            cycle.set("target", target.toJson());
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
     * @param depth how far it is from the leader, 1 to {@value #MAX_DEPTH}
     * @param answerBy when who invoked it stops waiting, so that an environment with children answers with what it has rather
     *     than too late with all; absent where it has none
     * @param together how many environments the round holds of a cycle that finds its target; who is held then tells when it was busy
     *     with users, and would begin with so many itself. Absent of other cycles. It stands beside {@value #KEY}, as an earlier version
     *     refuses a hold with a field that it does not know
     */
    record Hold(
            String cycleId, Instant until, int share, int depth, Optional<Instant> answerBy, Optional<Integer> together)
            implements WarmEvent {

        /** Of a cycle for a number of environments. */
        public Hold(String cycleId, Instant until, int share, int depth, Optional<Instant> answerBy) {
            this(cycleId, until, share, depth, answerBy, Optional.empty());
        }

        /** This hold as the payload of an invocation. */
        public ObjectNode toJson() {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ObjectNode hold = root.putObject(KEY)
                    .putObject("hold")
                    .put("cycleId", cycleId)
                    .put("until", until.toString())
                    .put("share", share)
                    .put("depth", depth);
            answerBy.ifPresent(known -> hold.put("answerBy", known.toString()));
            together.ifPresent(known -> root.put(TOGETHER, known));
            return root;
        }
    }

    /**
     * Reads a payload whose first key is {@value #KEY}.
     *
     * @throws BadEvent where the value of that is not exactly one well-formed event; the message names the field
     */
    static WarmEvent read(JsonNode payload) {
        return parse(payload.get(KEY), payload.path(TOGETHER));
    }

    /**
     * Reads the value of {@value #KEY}.
     *
     * @throws BadEvent where it is not exactly one well-formed event; the message names the field
     */
    static WarmEvent parse(JsonNode hearth) {
        return parse(hearth, MissingNode.getInstance());
    }

    private static WarmEvent parse(JsonNode hearth, JsonNode together) {
        Fields.of(KEY, hearth, Set.of("cycle", "hold"));
        if (hearth.size() != 1) {
            throw BadEvent.field(KEY, "an object with either cycle or hold", Fields.shown(hearth));
        }
        return hearth.has("cycle") ? cycle(hearth.get("cycle")) : hold(hearth.get("hold"), together);
    }

    private static Cycle cycle(JsonNode node) {
        Fields fields = Fields.of(KEY + ".cycle", node, Set.of("target", "id", "scheduledAt"));
        return new Cycle(fields.target("target"), fields.optionalText("id"), fields.optionalInstant("scheduledAt"));
    }

    private static Hold hold(JsonNode node, JsonNode together) {
        Fields fields = Fields.of(KEY + ".hold", node, Set.of("cycleId", "until", "share", "depth", "answerBy"));
        int depth = (int) fields.whole("depth", MAX_DEPTH);
        int share = (int) fields.whole("share", depth == MAX_DEPTH ? 1 : Integer.MAX_VALUE);
        return new Hold(
                fields.text("cycleId"),
                fields.instant("until"),
                share,
                depth,
                fields.optionalInstant("answerBy"),
                Optional.of(together)
                        .filter(number -> number.isInt() && number.intValue() > 0)
                        .map(JsonNode::intValue));
    }
}
