package dev.hearth.lab.stats;

/**
 * How many times the median of one is that of the other.
 *
 * @param interval where it lies, with 95 % confidence
 */
public record Ratio(double value, Interval interval) {

    public boolean isBeyondNoise() {
        return !interval.contains(1);
    }
}
