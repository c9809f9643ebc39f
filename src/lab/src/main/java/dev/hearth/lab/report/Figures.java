package dev.hearth.lab.report;

import dev.hearth.lab.stats.Bootstrap;
import dev.hearth.lab.stats.Distribution;
import dev.hearth.lab.stats.Interval;

/** What is said about one metric of one variant. */
public record Figures(Distribution values, Bootstrap bootstrap) {

    double median() {
        return values.median();
    }

    /** Where the median lies, with 95 % confidence. */
    Interval medianInterval() {
        return bootstrap.median(values, Summary.CONFIDENCE);
    }

    double p90() {
        return values.quantile(0.9);
    }

    double p99() {
        return values.quantile(0.99);
    }

    double maximum() {
        return values.maximum();
    }
}
