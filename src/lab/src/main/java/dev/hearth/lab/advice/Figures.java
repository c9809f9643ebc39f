package dev.hearth.lab.advice;

import dev.hearth.lab.stats.Interval;
import java.util.Locale;

/** Figures as people read them. */
final class Figures {

    private static final double A_HUNDRED = 100;
    private static final double TEN = 10;
    private static final double A_CENT = 0.01;

    private Figures() {}

    static String number(double value) {
        double magnitude = Math.abs(value);
        if (magnitude == Math.rint(magnitude) || magnitude >= A_HUNDRED) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, magnitude >= TEN ? "%.1f" : "%.2f", value);
    }

    static String interval(Interval interval) {
        return number(interval.low()) + "–" + number(interval.high());
    }

    static String usd(double value) {
        double rounded = value + 0.0;
        return rounded != 0 && Math.abs(rounded) < A_CENT
                ? (rounded < 0 ? "-" : "") + "<$0.01"
                : String.format(Locale.ROOT, rounded < 0 ? "-$%,.2f" : "$%,.2f", Math.abs(rounded));
    }
}
