package dev.hearth.lab.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The fields of a cron expression, in their order, with what each may hold. */
enum CronField {
    MINUTES("minutes", 0, 59, ""),
    HOURS("hours", 0, 23, ""),
    DAY_OF_MONTH("day-of-month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    DAY_OF_WEEK("day-of-week", 1, 7, "SUN MON TUE WED THU FRI SAT"),
    YEAR("year", 1970, 2199, "");

    private final String title;
    private final int first;
    private final int last;
    private final String names;

    CronField(String title, int first, int last, String names) {
        this.title = title;
        this.first = first;
        this.last = last;
        this.names = names;
    }

    String title() {
        return title;
    }

    /** The values of a comma-separated list of {@code *}, values, ranges and steps. */
    NavigableSet<Integer> values(String text) {
        NavigableSet<Integer> values = new TreeSet<>();
        for (String part : parts(text)) {
            addValues(part, values);
        }
        return Collections.unmodifiableNavigableSet(values);
    }

    List<String> parts(String text) {
        List<String> parts = List.of(text.split(",", -1));
        if (parts.contains("")) {
            throw complaint(text, "has an empty part; write " + allowed());
        }
        return parts;
    }

    private void addValues(String part, NavigableSet<Integer> values) {
        String[] step = part.split("/", -1);
        String[] range = step[0].split("-", -1);
        if (step.length > 2 || range.length > 2) {
            throw complaint(part, "is not known; write " + allowed());
        }
        int from = step[0].equals("*") ? first : value(range[0]);
        int to = step[0].equals("*") || (range.length == 1 && step.length == 2)
                ? last
                : range.length == 2 ? value(range[1]) : from;
        if (from > to && this == YEAR) {
            throw complaint(part, "runs backwards; write " + range[1] + "-" + range[0]);
        }
        int size = last - first + 1;
        int increment = step.length == 2 ? increment(part, step[1]) : 1;
        // One of AWS's own examples is 20-2: a range may run over the field's end.
        for (int value = from; value <= (from > to ? to + size : to); value += increment) {
            values.add(value > last ? value - size : value);
        }
    }

    private int increment(String part, String text) {
        if (this == DAY_OF_WEEK) {
            throw complaint(part, "has a step, which this field has not; list the days, such as 2,4,6");
        }
        int increment = number(text);
        if (increment < 1 || increment > last) {
            throw complaint(part, "has no step of 1 to " + last);
        }
        return increment;
    }

    /** One value, by number or by name. */
    int value(String text) {
        int named = names().indexOf(text.toUpperCase(Locale.ROOT));
        int value = named >= 0 ? first + named : number(text);
        if (value < first || value > last) {
            throw complaint(text, "is not known; write " + allowed());
        }
        return value;
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }

    private List<String> names() {
        return List.of(names.split(" ", -1));
    }

    private String name(int value) {
        return names.isEmpty() ? String.valueOf(value) : names().get(value - first);
    }

    IllegalArgumentException complaint(String text, String problem) {
        return new IllegalArgumentException(title + " '" + text + "' " + problem);
    }

    private String allowed() {
        List<String> allowed = new ArrayList<>();
        allowed.add(first + " to " + last);
        if (!names.isEmpty()) {
            allowed.add(name(first) + " to " + name(last));
        }
        allowed.add("a list (,), a range (-), " + (this == DAY_OF_WEEK ? "or *" : "a step (/) or *"));
        switch (this) {
            case DAY_OF_MONTH -> allowed.add("L (the last day), 15W (the weekday nearest to the 15th)");
            case DAY_OF_WEEK -> allowed.add("6L (the month's last Friday), 3#2 (its second Tuesday)");
            default -> {}
        }
        return String.join(", ", allowed);
    }
}
