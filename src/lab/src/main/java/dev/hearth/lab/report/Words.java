package dev.hearth.lab.report;

import dev.hearth.lab.bench.Place;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.stats.Interval;
import java.util.Locale;

/** Figures and circumstances as people read them. */
final class Words {

    private Words() {}

    /** Three significant digits, thousands grouped: 4.21, 36.2, 1,240. */
    static String number(double value) {
        double magnitude = Math.abs(value);
        int decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    static String number(double value, Metric metric) {
        return switch (metric.unit()) {
            case COUNT -> String.format(Locale.ROOT, "%,.0f", value);
            case MEGABYTES -> String.format(Locale.ROOT, "%,.1f", value);
            case MILLISECONDS -> number(value);
        };
    }

    static String interval(Interval interval) {
        return number(interval.low()) + "–" + number(interval.high());
    }

    /** A difference: +3.20, −0.40. */
    static String signed(double value) {
        return (value < 0 ? "−" : "+") + number(Math.abs(value));
    }

    static String signed(Interval interval) {
        return signed(interval.low()) + " to " + signed(interval.high());
    }

    /** A ratio as a change: +3.2 %. */
    static String percent(double ratio) {
        return String.format(Locale.ROOT, "%+.1f %%", (ratio - 1) * 100);
    }

    static String percent(Interval ratio) {
        return percent(ratio.low()) + " to " + percent(ratio.high());
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f", bytes / 1048576.0);
    }

    static String memory(MemorySize memory) {
        return String.format(Locale.ROOT, "%,d MB", memory.megabytes());
    }

    static String place(Place place) {
        return switch (place) {
            case Place.Local local ->
                String.format(
                        Locale.ROOT,
                        "%s, %d cores, %,d MB, Linux %s, %s, %s",
                        local.processor(),
                        local.cores(),
                        local.memoryMegabytes(),
                        local.kernel(),
                        local.jdk(),
                        local.limits());
            case Place.Aws aws ->
                String.format(
                        Locale.ROOT,
                        "AWS Lambda in %s, function %s (%s, %s)",
                        aws.region(),
                        aws.function(),
                        aws.runtime(),
                        aws.architecture());
        };
    }
}
