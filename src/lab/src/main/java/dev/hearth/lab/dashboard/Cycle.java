package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.watch.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A warm cycle as the page shows it: who led it, whom it held from when to when, and what it says of itself. */
final class Cycle {

    private static final List<String> REPORTED = List.of(
            "target",
            "demand",
            "why",
            "reached",
            "cold",
            "rounds",
            "windowMs",
            "spreadMs",
            "throttled",
            "failed",
            "billedGbSeconds",
            "costUsd",
            "asked",
            "dropped",
            "stopped",
            "problem");

    enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /** The leader's request id, which is there from the start. */
    final String key;

    final String function;
    final Instant began;
    final String leader;
    State state = State.RUNNING;

    /** As its holds name it. */
    Optional<String> id;

    private final ObjectNode reported = JsonNodeFactory.instance.objectNode();

    /** By request id; the leader's own is among them. */
    final Map<String, Member> members = new LinkedHashMap<>();

    long version;

    Cycle(String key, String function, Instant began, String leader, Optional<String> id) {
        this.key = key;
        this.function = function;
        this.began = began;
        this.leader = leader;
        this.id = id;
    }

    /** An environment that is held. */
    static final class Member {

        final String environment;
        final Instant from;
        final boolean cold;
        final int depth;
        Optional<Instant> until = Optional.empty();
        Optional<String> parent = Optional.empty();

        Member(String environment, Instant from, boolean cold, int depth) {
            this.environment = environment;
            this.from = from;
            this.cold = cold;
            this.depth = depth;
        }
    }

    /** Those that its leader held. */
    Map<String, Member> holds() {
        Map<String, Member> holds = new LinkedHashMap<>(members);
        holds.remove(key);
        return holds;
    }

    /** These and no others are those that its leader held. */
    void hold(Map<String, Member> holds) {
        members.keySet().retainAll(Set.of(key));
        members.putAll(holds);
    }

    void ended(State how, JsonNode answer) {
        state = how;
        for (String field : REPORTED) {
            JsonNode value = answer.path(field);
            if (value.isTextual()) {
                reported.put(field, Printable.line(value.textValue()));
            } else if (value.isNumber()) {
                reported.set(field, value);
            }
        }
    }

    void failed(String problem) {
        state = State.FAILED;
        reported.put("problem", problem);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("key", key)
                .put("function", function)
                .put("at", began.toEpochMilli())
                .put("leader", leader)
                .put("state", state.name().toLowerCase(Locale.ROOT));
        id.ifPresent(known -> json.put("id", known));
        json.setAll(reported);
        ArrayNode list = json.putArray("members");
        members.values().forEach(member -> {
            ObjectNode node = list.addObject()
                    .put("environment", member.environment)
                    .put("from", Cell.milliseconds(Duration.between(began, member.from)))
                    .put("depth", member.depth);
            if (member.cold) {
                node.put("cold", true);
            }
            member.until.ifPresent(end -> node.put("to", Cell.milliseconds(Duration.between(began, end))));
            member.parent.ifPresent(parent -> node.put("parent", parent));
        });
        return json;
    }
}
