package dev.hearth.lab.extensions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an extension wants of the Telemetry API (version 2022-07-01), and where to.
 *
 * @param path of an HTTP destination
 */
public record Subscription(
        Set<TelemetryEvent.Category> types, Protocol protocol, int port, String path, Buffering buffering) {

    private static final Set<String> VERSIONS = Set.of("2022-07-01", "2022-12-13", "2025-01-29");

    /** The names that AWS gives an environment for itself. */
    private static final Set<String> HOSTS = Set.of("sandbox.localdomain", "sandbox");

    private static final int LAST_PORT = 65_535;

    /** How events are delivered. */
    public enum Protocol {
        HTTP,
        TCP
    }

    /**
     * How long events are collected before they are delivered: until there are so many, or they have so many bytes, or the
     * first has waited so long.
     */
    public record Buffering(int items, int bytes, Duration patience) {

        private static final int LEAST_ITEMS = 25;
        private static final int MOST_ITEMS = 30_000;
        private static final int DEFAULT_ITEMS = 1_000;
        private static final int LEAST_BYTES = 262_144;
        private static final int MOST_BYTES = 1_048_576;
        private static final int LEAST_MILLIS = 25;
        private static final int MOST_MILLIS = 30_000;
        private static final int DEFAULT_MILLIS = 10_000;

        /** The limits are those of the Lambda developer guide, Telemetry API reference. */
        private static Buffering parse(JsonObject buffering, List<String> problems) {
            return new Buffering(
                    number(buffering, "maxItems", LEAST_ITEMS, MOST_ITEMS, DEFAULT_ITEMS, problems),
                    number(buffering, "maxBytes", LEAST_BYTES, MOST_BYTES, LEAST_BYTES, problems),
                    Duration.ofMillis(
                            number(buffering, "timeoutMs", LEAST_MILLIS, MOST_MILLIS, DEFAULT_MILLIS, problems)));
        }

        private static int number(
                JsonObject buffering, String name, int least, int most, int standard, List<String> problems) {
            int value = buffering.getInteger(name, standard);
            if (value < least || value > most) {
                problems.add(name + " is out of range: " + least + " to " + most);
            }
            return value;
        }
    }

    public Subscription {
        types = Set.copyOf(types);
    }

    /**
     * Reads a request.
     *
     * @throws Denied with all that is wrong, as AWS has it
     */
    public static Subscription parse(JsonObject request) throws Denied {
        List<String> problems = new ArrayList<>();
        try {
            if (!VERSIONS.contains(request.getString("schemaVersion", ""))) {
                problems.add("schemaVersion should be one of "
                        + VERSIONS.stream().sorted().toList());
            }
            Set<TelemetryEvent.Category> types = types(request.getJsonArray("types", new JsonArray()), problems);
            JsonObject destination = request.getJsonObject("destination", new JsonObject());
            Protocol protocol = protocol(destination.getString("protocol", ""), problems);
            URI uri = uri(destination.getString("URI", ""), protocol, problems);
            Buffering buffering = Buffering.parse(request.getJsonObject("buffering", new JsonObject()), problems);
            if (problems.isEmpty()) {
                String path = uri.getRawPath();
                return new Subscription(
                        types, protocol, uri.getPort(), path == null || path.isEmpty() ? "/" : path, buffering);
            }
        } catch (ClassCastException e) {
            problems.add("a value is of another type than it should be");
        }
        throw new Denied("ValidationError", String.join("; ", problems));
    }

    private static Set<TelemetryEvent.Category> types(JsonArray names, List<String> problems) {
        Set<TelemetryEvent.Category> types = EnumSet.noneOf(TelemetryEvent.Category.class);
        if (names.isEmpty()) {
            problems.add("types should not be empty");
        }
        for (Object name : names) {
            switch (String.valueOf(name)) {
                case "platform" -> types.add(TelemetryEvent.Category.PLATFORM);
                case "function" -> types.add(TelemetryEvent.Category.FUNCTION);
                case "extension" -> types.add(TelemetryEvent.Category.EXTENSION);
                default -> problems.add("types should be of platform, function, extension");
            }
        }
        return types;
    }

    private static Protocol protocol(String name, List<String> problems) {
        switch (name) {
            case "HTTP" -> {
                return Protocol.HTTP;
            }
            case "TCP" -> {
                return Protocol.TCP;
            }
            default -> {
                problems.add("protocol should be HTTP or TCP");
                return Protocol.HTTP;
            }
        }
    }

    private static URI uri(String text, Protocol protocol, List<String> problems) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || !HOSTS.contains(uri.getHost())) {
                problems.add("URI host should be sandbox.localdomain");
            }
            if (uri.getPort() < 1 || uri.getPort() > LAST_PORT) {
                problems.add("URI port is not provided");
            }
            if (!protocol.name().toLowerCase(Locale.ROOT).equals(uri.getScheme())) {
                problems.add("URI scheme should be " + protocol.name().toLowerCase(Locale.ROOT));
            }
            return uri;
        } catch (URISyntaxException e) {
            problems.add("URI is none");
            return URI.create("/");
        }
    }
}
