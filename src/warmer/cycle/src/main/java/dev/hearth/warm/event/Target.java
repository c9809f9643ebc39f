package dev.hearth.warm.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * How many environments a cycle is to keep warm: a number, or a range within which it finds the number itself by what its environments
 * remember of their users. A number is a range whose ends are one.
 *
 * @param min the fewest, 1 or more
 * @param max the most
 */
public record Target(long min, long max) {
    /**
     * As a cycle can be led for.
     *
     * @throws BadEvent where there is no such number of environments
     */
    public Target {
        if (min < 1 || max < min) {
            throw BadEvent.field(
                    WarmEvent.KEY + ".cycle.target",
                    "1 or more, and its max no less than its min",
                    min == max ? Long.toString(min) : min + " to " + max);
        }
    }

    /** So many and no others. */
    public static Target of(long number) {
        return new Target(number, number);
    }

    public boolean isRange() {
        return min < max;
    }

    /** The same, and nowhere more than that. */
    public Target atMost(long cap) {
        return new Target(Math.min(min, cap), Math.min(max, cap));
    }

    /** A number, or an object with both ends. */
    public JsonNode toJson() {
        return isRange()
                ? JsonNodeFactory.instance.objectNode().put("min", min).put("max", max)
                : JsonNodeFactory.instance.numberNode(min);
    }

    /** The number of the range that is nearest. */
    public int nearest(long number) {
        return (int) Math.clamp(number, min, max);
    }

    /** {@code 20} or {@code 2 to 100}. */
    @Override
    public String toString() {
        return isRange() ? min + " to " + max : Long.toString(min);
    }
}
