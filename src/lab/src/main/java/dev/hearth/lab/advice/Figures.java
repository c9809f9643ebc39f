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

    /** Less than half a cent saved is nothing. */
    static String usd(double value) {
        if (value > 0 && value < A_CENT) {
            return "<$0.01";
        }
        String figure = String.format(Locale.ROOT, "$%,.2f", Math.abs(value));
        return value < 0 && !figure.equals("$0.00") ? "-" + figure : figure;
    }
}
