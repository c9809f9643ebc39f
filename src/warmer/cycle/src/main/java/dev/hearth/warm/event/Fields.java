package dev.hearth.warm.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fields of one JSON object, each read with a complaint that names it. */
record Fields(String path, JsonNode node) {
    private static final int SHOWN = 80;
    /** Environments remember ids; this keeps what they remember small. */
    private static final int LONGEST_TEXT = 256;
    /** Any later, and reckoning with it leaves what an {@link Instant} holds. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    static Fields of(String path, JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw BadEvent.field(path, "an object", shown(node));
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new BadEvent(path + "." + shortened(name) + " is not known; known are "
                        + String.join(", ", new TreeSet<>(known)));
            }
        });
        return new Fields(path, node);
    }

    long whole(String name, long max) {
        JsonNode value = node.path(name);
        if (!isWhole(value) || value.longValue() > max) {
            throw complaint(
                    name,
                    max == 1 ? "1" : "a whole number of 1" + (max < Integer.MAX_VALUE ? " to " + max : " or more"));
        }
        return value.longValue();
    }

    /** A number of 1 or more, or an object of two, the greater as {@code max}. */
    Target target(String name) {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            if (!isWhole(value)) {
                throw complaint(name, "a whole number of 1 or more, or {\"min\": 2, \"max\": 100}");
            }
            return Target.of(value.longValue());
        }
        Fields range = Fields.of(path + "." + name, value, Set.of("min", "max"));
        long min = range.whole("min", Long.MAX_VALUE);
        long max = range.whole("max", Long.MAX_VALUE);
        if (max < min) {
            throw range.complaint("max", "min, " + min + ", or more");
        }
        return new Target(min, max);
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 1;
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
                    "what EventBridge Scheduler puts in place of " + shortened(value.textValue()) + " (an EventBridge"
                            + " rule does not)");
        }
        return Optional.of(value.textValue());
    }

    Instant instant(String name) {
        return optionalInstant(name).orElseThrow(() -> complaint(name, "an instant like 2026-11-23T18:00:00Z"));
    }

    Optional<Instant> optionalInstant(String name) {
        try {
            Optional<Instant> instant = optionalText(name).map(Instant::parse);
            if (instant.filter(at -> at.isBefore(Instant.EPOCH) || at.isAfter(LAST))
                    .isPresent()) {
                throw complaint(name, "an instant of the years 1970 to 9999");
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw complaint(name, "an instant like 2026-11-23T18:00:00Z");
        }
    }

    private BadEvent complaint(String name, String expected) {
        JsonNode value = node.path(name);
        return BadEvent.field(path + "." + name, expected, value.isMissingNode() ? "missing" : shown(value));
    }

    static String shown(JsonNode value) {
        return shortened(value.toString());
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
