package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cost.Rates;
import dev.hearth.lab.dashboard.Cell.State;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.watch.CycleLine;
import dev.hearth.lab.watch.Event;
import dev.hearth.lab.watch.Narrator;
import dev.hearth.lab.watch.Printable;
import dev.hearth.lab.watch.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the page shows, made of events. Whatever is in it carries the version in which it changed last, so that a page is
 * told what has changed since the one that it knows: the less often it asks, the less it is told of each thing. Bounded,
 * however long it goes on. Pure; not thread-safe.
 */
final class View {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ENDED = 100;
    private static final int LINES = 1_000;
    private static final int LONGEST_LINE = 500;
    /** How a line of metrics for CloudWatch begins, which is nothing to read. */
    private static final String METRICS = "{\"_aws\"";

    private static final int SERVER_ERROR = 500;

    private final Rates rates;
    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private final Deque<Cell> ended = new ArrayDeque<>();
    private final Map<State, Integer> levels = new EnumMap<>(State.class);
    private final Cycles cycles = new Cycles();
    private final Timeline timeline = new Timeline();
    private final Deque<Line> log = new ArrayDeque<>();
    private final Totals totals = new Totals();
    private long version;

    View(Rates rates) {
        this.rates = rates;
    }

    /** What is counted from the start on. */
    private static final class Totals {

        private long requests;
        private long cold;
        private long failed;
        private long throttled;
        private long started;
        private long cycles;
        private long missed;
        private Billed billed = Billed.NOTHING;

        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("requests", requests)
                    .put("cold", cold)
                    .put("failed", failed)
                    .put("throttled", throttled)
                    .put("started", started)
                    .put("cycles", cycles)
                    .put("missed", missed);
            json.set("billed", billed.json());
            return json;
        }
    }

    /** How much a line matters. */
    private enum Weight {
        DEBUG,
        PLAIN,
        GOOD,
        NOTABLE,
        BAD
    }

    /** A line of the log. */
    private record Line(
            long version,
            Instant at,
            Weight weight,
            String label,
            String function,
            Optional<String> environment,
            Optional<String> request,
            Optional<String> cycle,
            String text) {

        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("n", version)
                    .put("at", at.toEpochMilli())
                    .put("weight", weight.name().toLowerCase(Locale.ROOT))
                    .put("label", label)
                    .put("function", function)
                    .put("text", text);
            environment.ifPresent(it -> json.put("environment", it));
            request.ifPresent(it -> json.put("request", it));
            cycle.ifPresent(it -> json.put("cycle", it));
            return json;
        }
    }

    long version() {
        return version;
    }

    void accept(LambdaEvent event) {
        version++;
        switch (event) {
            case LambdaEvent.Starting it -> {
                Cell cell = living(it.environment())
                        .orElseGet(
                                () -> new Cell(it.environment().value(), it.function(), it.initialization(), it.at()));
                ended.remove(cell);
                cells.put(cell.id, cell);
                cell.why = Optional.empty();
                become(cell, State.STARTING, it.at());
            }
            case LambdaEvent.Started it ->
                change(it.environment(), cell -> {
                    totals.started++;
                    cell.init = Optional.of(it.init());
                    say(it, Weight.PLAIN, "cold start", cell, "init " + Narrator.time(it.init()) + waited(it.waited()));
                });
            case LambdaEvent.Extended it ->
                change(it.environment(), cell -> it.extensions()
                        .forEach(extension -> say(it, Weight.PLAIN, "extension", cell, Narrator.extended(extension))));
            case LambdaEvent.InitFailed it ->
                change(it.environment(), cell -> {
                    String why = shortened(it.failure().message());
                    end(cell, State.FAILED, it.at(), why);
                    say(it, Weight.BAD, "init failed", cell, why);
                });
            case LambdaEvent.HandedOver it -> change(it.environment(), cell -> handedOver(cell, it));
            case LambdaEvent.Answered it -> change(it.environment(), cell -> answered(cell, it));
            case LambdaEvent.Invoked it -> change(it.environment(), cell -> invoked(cell, it));
            case LambdaEvent.Idle it -> change(it.environment(), cell -> become(cell, State.IDLE, it.at()));
            case LambdaEvent.Ended it ->
                change(it.environment(), cell -> {
                    end(cell, State.ENDED, it.at(), shortened(it.reason()));
                    say(it, Weight.PLAIN, "ended", cell, shortened(it.reason()));
                });
            case LambdaEvent.Throttled it -> {
                totals.throttled++;
                now(it.at()).throttled++;
                say(
                        it,
                        Weight.NOTABLE,
                        "throttled",
                        it.requestId(),
                        "refused with 429, " + it.reason().code());
            }
            case LambdaEvent.EventDropped it ->
                say(it, Weight.BAD, "dropped", it.requestId(), "an event was given up: " + shortened(it.reason()));
            case LambdaEvent.Deployed it ->
                add(new Line(
                        version,
                        it.at(),
                        Weight.NOTABLE,
                        "deployed",
                        it.function(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "other code: of the old one's environments " + it.ended() + " end now and " + it.ending()
                                + " when their invocation is over"));
            case LambdaEvent.Logged it -> {
                if (!it.line().isBlank() && !it.line().startsWith(METRICS)) {
                    living(it.environment())
                            .ifPresent(cell -> say(it, Weight.DEBUG, "log", cell, shortened(it.line())));
                }
            }
        }
    }

    /** What is there, where what led to it is not known. */
    void stand(long missed, Snapshot snapshot) {
        version++;
        totals.missed += missed;
        Set<String> living = new HashSet<>();
        for (Snapshot.Living it : snapshot.environments()) {
            Cell cell = cells.computeIfAbsent(
                    it.environment().value(), id -> new Cell(id, it.function(), it.initialization(), it.since()));
            ended.remove(cell);
            living.add(cell.id);
            become(
                    cell,
                    switch (it.doing()) {
                        case Snapshot.Doing.Starting _ -> State.STARTING;
                        case Snapshot.Doing.Idling _ -> State.IDLE;
                        case Snapshot.Doing.Working working -> State.serving(working.event());
                    },
                    it.since());
        }
        List.copyOf(cells.values()).stream()
                .filter(cell -> cell.state.living() && !living.contains(cell.id))
                .forEach(cell -> end(cell, State.ENDED, snapshot.at(), "unseen: too much happened at once"));
    }

    /** What has changed since that version; all there is before the first. */
    ObjectNode since(long known) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", version);
        put(
                json,
                "cells",
                cells.values().stream().filter(cell -> cell.version > known).map(Cell::json));
        put(json, "cycles", cycles.changedSince(known).map(Cycle::json));
        put(json, "seconds", timeline.changedSince(known).map(Timeline.Second::json));
        put(json, "log", log.stream().filter(line -> line.version() > known).map(Line::json));
        json.set("totals", totals.json());
        return json;
    }

    private static void put(ObjectNode json, String name, Stream<ObjectNode> items) {
        ArrayNode array = json.putArray(name);
        items.forEach(array::add);
    }

    private Optional<Cell> living(EnvironmentId id) {
        return Optional.ofNullable(cells.get(id.value()));
    }

    /** Does nothing to one that nobody knows: it was ended by the snapshot that stands for what was missed. */
    private void change(EnvironmentId id, Consumer<Cell> change) {
        living(id).ifPresent(cell -> {
            cell.version = version;
            change.accept(cell);
        });
    }

    private void become(Cell cell, State state, Instant at) {
        if (cell.version > 0) {
            levels.merge(cell.state, -1, Integer::sum);
        }
        levels.merge(state, 1, Integer::sum);
        cell.state = state;
        cell.since = at;
        cell.version = version;
        now(at).levels(
                        level(State.USER),
                        level(State.HELD) + level(State.LEADING),
                        Stream.of(State.values())
                                .filter(State::warm)
                                .mapToInt(this::level)
                                .sum());
    }

    private int level(State state) {
        return levels.getOrDefault(state, 0);
    }

    private Timeline.Second now(Instant at) {
        Timeline.Second second = timeline.at(at);
        second.version = version;
        return second;
    }

    private void end(Cell cell, State how, Instant at, String why) {
        if (cell.state.living()) {
            ended.addLast(cell);
        }
        become(cell, how, at);
        cell.why = Optional.of(why);
        if (ended.size() > ENDED) {
            cells.remove(ended.removeFirst().id);
        }
    }

    private void handedOver(Cell cell, LambdaEvent.HandedOver given) {
        Event event = Event.of(given.invocation().payload());
        Cell.Work work = new Cell.Work(
                given.invocation().requestId(),
                switch (event) {
                    case Event.Http(String request) -> shortened(request);
                    case Event.Cycle _ -> "a cycle";
                    case Event.Hold _ -> "a hold";
                    case Event.Other _ -> "an event";
                },
                given.arrived(),
                given.cold());
        cell.work = Optional.of(work);
        become(cell, State.serving(event), given.at());
        switch (event) {
            case Event.Cycle _ -> {
                String id = parse(given.invocation().payload())
                        .at("/hearth/cycle/id")
                        .asText("");
                Cycle cycle = new Cycle(
                        work.request,
                        given.function(),
                        given.at(),
                        cell.id,
                        Optional.of(id).filter(it -> !it.isEmpty()));
                cycles.add(cycle, version);
                take(cell, work, cycle, given, 0);
            }
            case Event.Hold _ -> {
                JsonNode hold = parse(given.invocation().payload()).at("/hearth/hold");
                cycles.of(hold.path("cycleId").asText(""), given.function())
                        .ifPresent(cycle -> take(
                                cell, work, cycle, given, hold.path("depth").asInt(1)));
            }
            case Event.Http _, Event.Other _ -> {}
        }
    }

    private void take(Cell cell, Cell.Work work, Cycle cycle, LambdaEvent.HandedOver given, int depth) {
        cycle.version = version;
        cycle.members.put(work.request, new Cycle.Member(cell.id, given.at(), given.cold(), depth));
        work.cycle = Optional.of(cycle);
    }

    private void answered(Cell cell, LambdaEvent.Answered given) {
        cell.work.filter(work -> work.request.equals(given.requestId())).ifPresent(work -> {
            work.answered = Optional.of(given.at());
            if (cell.state == State.USER) {
                now(given.at()).answered(Duration.between(work.arrived, given.at()));
            }
            work.cycle.ifPresent(cycle -> {
                cycle.version = version;
                Optional.ofNullable(cycle.members.get(work.request))
                        .ifPresent(member -> member.until = Optional.of(given.at()));
                if (cell.state == State.HELD) {
                    parse(given.answer().payload())
                            .path("children")
                            .forEach(
                                    child -> adopt(cycle, cell, child.path("id").asText("")));
                }
            });
        });
    }

    private static void adopt(Cycle cycle, Cell parent, String child) {
        cycle.members.values().stream()
                .filter(member -> member.environment.equals(child) && member.parent.isEmpty())
                .forEach(member -> member.parent = Optional.of(parent.id));
    }

    private void invoked(Cell cell, LambdaEvent.Invoked invoked) {
        Event event = Event.of(invoked.invocation().payload());
        boolean warming = event instanceof Event.Cycle || event instanceof Event.Hold;
        totals.billed = totals.billed.with(invoked.report(), warming, rates);
        Timeline.Second second = now(invoked.at());
        second.billed(totals.billed);
        switch (event) {
            case Event.Cycle _ -> {
                cell.held++;
                cycle(cell, invoked);
            }
            case Event.Hold _ -> {
                cell.held++;
                if (invoked.answer() instanceof Answer.FunctionError) {
                    say(invoked, Weight.BAD, "error", cell, "a hold failed: " + error(invoked.answer()));
                }
            }
            case Event.Http(String request) -> user(cell, invoked, second, shortened(request));
            case Event.Other _ -> user(cell, invoked, second, "an event");
        }
    }

    private void cycle(Cell cell, LambdaEvent.Invoked invoked) {
        Optional<Cycle> cycle = cell.work.flatMap(work -> work.cycle);
        cycle.ifPresent(it -> it.version = version);
        if (invoked.answer() instanceof Answer.FunctionError) {
            String error = error(invoked.answer());
            cycle.ifPresent(it -> it.failed(error));
            say(invoked, Weight.BAD, "error", cell, "a cycle failed: " + error);
            return;
        }
        JsonNode answer = parse(invoked.answer().payload());
        Optional<CycleLine> line = CycleLine.of(answer);
        if (line.isEmpty()) {
            String none = "answered no report: does this function carry the warmer?";
            cycle.ifPresent(it -> it.failed(none));
            say(invoked, Weight.BAD, "cycle", cell, none);
            return;
        }
        totals.cycles++;
        cycle.ifPresent(it -> {
            cycles.named(it, answer);
            it.ended(Cycle.State.DONE, answer);
        });
        say(
                invoked,
                line.get().fellShort() ? Weight.NOTABLE : Weight.GOOD,
                "cycle",
                cell,
                shortened(line.get().line()));
    }

    private void user(Cell cell, LambdaEvent.Invoked invoked, Timeline.Second second, String what) {
        cell.served++;
        totals.requests++;
        int status = Event.status(invoked.answer().payload());
        boolean failed = invoked.answer() instanceof Answer.FunctionError || status >= SERVER_ERROR;
        if (failed) {
            totals.failed++;
            second.failed++;
        }
        if (invoked.cold()) {
            totals.cold++;
            second.cold++;
        }
        String took = cell.work
                .filter(work -> work.request.equals(invoked.invocation().requestId()))
                .flatMap(work -> work.answered.map(at -> Duration.between(work.arrived, at)))
                .map(latency -> " in " + Narrator.time(latency))
                .orElse("");
        String answer = invoked.answer() instanceof Answer.FunctionError
                ? "failed" + took + ": " + error(invoked.answer())
                : "answered" + (status == 0 ? "" : " " + status) + took;
        String wait = invoked.report()
                .init()
                .filter(init -> invoked.cold())
                .map(init -> ", after a cold start of " + Narrator.time(init))
                .orElse(invoked.cold() ? ", after a cold start" : "");
        say(
                invoked,
                failed ? Weight.BAD : invoked.cold() ? Weight.NOTABLE : Weight.PLAIN,
                failed ? "error" : invoked.cold() ? "user waited" : "request",
                cell,
                what + " " + answer + wait + ", billed "
                        + invoked.report().billed().toMillis() + " ms");
    }

    private static String error(Answer answer) {
        JsonNode error = parse(answer.payload());
        String type = error.path("errorType").asText("");
        String message = error.path("errorMessage").asText("");
        return shortened(type.isEmpty() && message.isEmpty() ? answer.payload().text() : type + ": " + message);
    }

    private void say(LambdaEvent event, Weight weight, String label, Cell cell, String text) {
        Optional<Cell.Work> work =
                event instanceof LambdaEvent.Invoked || (event instanceof LambdaEvent.Logged && cell.state.working())
                        ? cell.work
                        : Optional.empty();
        add(new Line(
                version,
                event.at(),
                weight,
                label,
                event.function(),
                Optional.of(cell.id),
                work.map(it -> it.request),
                work.flatMap(it -> it.cycle).map(cycle -> cycle.key),
                text));
    }

    private void say(LambdaEvent event, Weight weight, String label, String request, String text) {
        add(new Line(
                version,
                event.at(),
                weight,
                label,
                event.function(),
                Optional.empty(),
                Optional.of(request),
                Optional.empty(),
                text));
    }

    private void add(Line line) {
        log.addLast(line);
        if (log.size() > LINES) {
            log.removeFirst();
        }
    }

    private static JsonNode parse(Payload payload) {
        try {
            return JSON.readTree(payload.bytes());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static String waited(Duration waited) {
        return waited.toMillis() < 50 ? "" : ", after " + Narrator.time(waited) + " for its turn to start";
    }

    /** What a stranger or a function wrote. */
    private static String shortened(String text) {
        String line = Printable.line(text);
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }
}
