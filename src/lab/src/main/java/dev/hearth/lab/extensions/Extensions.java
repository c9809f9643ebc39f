package dev.hearth.lab.extensions;

import dev.hearth.lab.extensions.Extension.Event;
import dev.hearth.lab.extensions.Extension.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The extensions of one environment, and what the Extensions API (version 2020-01-01) allows each of them. Refusals are
 * worded as AWS's runtime interface emulator words them. Not thread-safe.
 */
public final class Extensions {

    /** How many a function may have (Lambda developer guide, Extensions API, Init phase). */
    public static final int MOST = 10;

    private final Map<String, Extension> byName = new LinkedHashMap<>();
    private final Supplier<String> identifiers;
    private boolean open = true;

    /**
     * Extensions that are launched before anything else.
     *
     * @param launched the names of their files
     * @param identifiers a new one each time
     */
    public Extensions(Collection<String> launched, Supplier<String> identifiers) {
        this.identifiers = identifiers;
        launched.forEach(name -> byName.put(name, new Extension(name, identifiers.get(), true)));
    }

    /** All that were launched or have registered. */
    public List<Extension> all() {
        return List.copyOf(byName.values());
    }

    /** Registers one: a file's name is that file's, another one stands for a part of the function's own process. */
    public Extension register(String name, Collection<String> events, Duration at) throws Denied {
        if (name.isEmpty()) {
            throw new Denied("Extension.InvalidExtensionName", "Empty extension name");
        }
        Optional<Extension> known = Optional.ofNullable(byName.get(name));
        boolean external = known.filter(Extension::external).isPresent();
        Set<Event> wanted = parse(events, external);
        Extension extension;
        if (external) {
            extension = known.get();
            require(extension, extension.state == State.STARTED, State.REGISTERED);
        } else {
            requireRoom(known);
            extension = new Extension(name, identifiers.get(), false);
            byName.put(name, extension);
        }
        extension.state = State.REGISTERED;
        extension.events = wanted;
        extension.registered = Optional.of(at);
        return extension;
    }

    private void requireRoom(Optional<Extension> namesake) throws Denied {
        if (!open) {
            throw new Denied("Extension.RegistrationClosed", "Extension registration closed already");
        }
        if (namesake.isPresent()) {
            throw new Denied("Extension.InvalidExtensionState", "Extension with this name already registered");
        }
        if (byName.size() >= MOST) {
            throw new Denied("Extension.TooManyExtensions", "Extension limit (" + MOST + ") reached");
        }
    }

    private static Set<Event> parse(Collection<String> names, boolean external) throws Denied {
        Set<Event> events = EnumSet.noneOf(Event.class);
        for (String name : names) {
            if (name.equals("INVOKE")) {
                events.add(Event.INVOKE);
            } else if (name.equals("SHUTDOWN") && external) {
                events.add(Event.SHUTDOWN);
            } else {
                throw new Denied("Extension.InvalidEventType", name + ": ErrorInvalidEventType");
            }
        }
        return events;
    }

    /** It asks for its next event: it is done with the last one. */
    public Extension next(String identifier, Duration at) throws Denied {
        Extension extension = find(identifier);
        require(
                extension,
                switch (extension.state) {
                    case REGISTERED, READY, RUNNING -> true;
                    case STARTED, INIT_FAILED, EXIT_FAILED -> false;
                },
                State.READY);
        extension.state = State.READY;
        if (extension.ready.isEmpty()) {
            extension.ready = Optional.of(at);
        }
        return extension;
    }

    /** It says that it cannot start. */
    public Extension initFailed(String identifier, String errorType) throws Denied {
        Extension extension = find(identifier);
        require(extension, extension.state == State.REGISTERED, State.INIT_FAILED);
        return failed(extension, State.INIT_FAILED, errorType);
    }

    /** It says that it cannot go on. */
    public Extension exitFailed(String identifier, String errorType) throws Denied {
        Extension extension = find(identifier);
        require(extension, extension.state != State.STARTED && !hasFailed(extension), State.EXIT_FAILED);
        return failed(extension, State.EXIT_FAILED, errorType);
    }

    private static Extension failed(Extension extension, State state, String errorType) throws Denied {
        if (errorType.isEmpty()) {
            throw new Denied("Extension.MissingHeader", "Lambda-Extension-Function-Error-Type not found");
        }
        extension.state = state;
        extension.errorType = Optional.of(errorType);
        return extension;
    }

    private static boolean hasFailed(Extension extension) {
        return extension.state == State.INIT_FAILED || extension.state == State.EXIT_FAILED;
    }

    /** The one of this identifier. */
    public Extension find(String identifier) throws Denied {
        if (identifier.isEmpty()) {
            throw new Denied("Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header");
        }
        return byName.values().stream()
                .filter(extension -> extension.identifier().equals(identifier))
                .findFirst()
                .orElseThrow(
                        () -> new Denied("Extension.UnknownExtensionIdentifier", "Unknown extension " + identifier));
    }

    private static void require(Extension extension, boolean allowed, State target) throws Denied {
        if (!allowed) {
            throw new Denied(
                    "Extension.InvalidExtensionState",
                    "State transition from " + extension.state.title() + " to " + target.title()
                            + " failed for extension " + extension.name()
                            + ". Error: State transition is not allowed");
        }
    }

    /** The function's own code has started: nobody else may register. */
    public void close() {
        open = false;
    }

    /** Whether each that was launched has registered, so that the runtime may start. */
    public boolean registered() {
        return byName.values().stream().noneMatch(extension -> extension.state == State.STARTED);
    }

    /** Whether nobody is still starting, or busy with an event. */
    public boolean ready() {
        return byName.values().stream().allMatch(extension -> extension.state == State.READY);
    }

    /** Those that are to be told of an invocation; until they ask for more it is not over. */
    public List<Extension> invoke() {
        List<Extension> told = new ArrayList<>();
        byName.values().stream()
                .filter(extension -> extension.state == State.READY && extension.events.contains(Event.INVOKE))
                .forEach(extension -> {
                    extension.state = State.RUNNING;
                    told.add(extension);
                });
        return told;
    }

    /** Those that are to be told of the environment's end. */
    public List<Extension> shutDown() {
        return byName.values().stream()
                .filter(extension -> extension.events.contains(Event.SHUTDOWN))
                .toList();
    }
}
