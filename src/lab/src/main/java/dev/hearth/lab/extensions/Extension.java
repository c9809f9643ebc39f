package dev.hearth.lab.extensions;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** An extension of an environment, from its launch or, where it runs in the function's own process, its registration. */
public final class Extension {

    /** What it may be told of. */
    public enum Event {
        INVOKE,
        SHUTDOWN
    }

    /** Where it is in its life, with AWS's name for that. */
    public enum State {
        STARTED("Started"),
        REGISTERED("Registered"),
        READY("Ready"),
        RUNNING("Running"),
        INIT_FAILED("InitError"),
        EXIT_FAILED("ExitError");

        private final String title;

        State(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final String name;
    private final String identifier;
    private final boolean external;
    State state;
    Set<Event> events = Set.of();
    Optional<Duration> registered = Optional.empty();
    Optional<Duration> ready = Optional.empty();
    Optional<String> errorType = Optional.empty();

    Extension(String name, String identifier, boolean external) {
        this.name = name;
        this.identifier = identifier;
        this.external = external;
        state = State.STARTED;
    }

    public String name() {
        return name;
    }

    /** What it says to be recognised. */
    public String identifier() {
        return identifier;
    }

    /** Whether it is a program of its own. */
    public boolean external() {
        return external;
    }

    public State state() {
        return state;
    }

    public Set<Event> events() {
        return events;
    }

    /** How long after the begin of init it registered. */
    public Optional<Duration> registered() {
        return registered;
    }

    /** How long after the begin of init it first asked for an event. */
    public Optional<Duration> ready() {
        return ready;
    }

    /** What it called its failure. */
    public Optional<String> errorType() {
        return errorType;
    }
}
