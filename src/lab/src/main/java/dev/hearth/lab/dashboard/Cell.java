package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.watch.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** An environment as the page shows it. */
final class Cell {

    /** What it is seen to do. */
    enum State {
        STARTING,
        IDLE,
        USER,
        HELD,
        LEADING,
        ENDED,
        FAILED;

        static State serving(Event event) {
            return switch (event) {
                case Event.Cycle _ -> LEADING;
                case Event.Hold _ -> HELD;
                case Event.Http _, Event.Other _ -> USER;
            };
        }

        /** Whether it has a process that has started. */
        boolean warm() {
            return this == IDLE || working();
        }

        boolean working() {
            return this == USER || this == HELD || this == LEADING;
        }

        boolean living() {
            return this == STARTING || warm();
        }
    }

    final String id;
    final String function;
    final Initialization initialization;
    State state = State.STARTING;
    Instant since;
    Optional<Duration> init = Optional.empty();
    Optional<String> why = Optional.empty();

    /** The invocation that it has, or had last. */
    Optional<Work> work = Optional.empty();

    long served;
    long held;
    long version;

    Cell(String id, String function, Initialization initialization, Instant since) {
        this.id = id;
        this.function = function;
        this.initialization = initialization;
        this.since = since;
    }

    /** An invocation. */
    static final class Work {

        final String request;
        final String what;
        final Instant arrived;
        final boolean cold;
        Optional<Instant> answered = Optional.empty();
        Optional<Cycle> cycle = Optional.empty();

        Work(String request, String what, Instant arrived, boolean cold) {
            this.request = request;
            this.what = what;
            this.arrived = arrived;
            this.cold = cold;
        }
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("function", function)
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("since", since.toEpochMilli())
                .put("served", served)
                .put("held", held);
        if (initialization == Initialization.PROVISIONED_CONCURRENCY) {
            json.put("provisioned", true);
        }
        init.ifPresent(took -> json.put("initMs", milliseconds(took)));
        why.ifPresent(reason -> json.put("why", reason));
        work.ifPresent(it -> {
            json.put("request", it.request).put("what", it.what);
            it.cycle.ifPresent(cycle -> json.put("cycle", cycle.key));
        });
        return json;
    }

    /** To the microsecond. */
    static double milliseconds(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }
}
