package dev.hearth.lab.advice;

import dev.hearth.lab.simulation.Targets;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How many environments are wanted in each hour of the week, Monday's first. */
final class WeekPlan implements Targets {

    static final int HOURS = 7 * 24;

    private static final int HOURS_A_DAY = 24;
    private static final int DAYS = 7;

    private final Span span;
    private final int[] targets;

    WeekPlan(Span span, int[] targets) {
        this.span = span;
        this.targets = targets.clone();
    }

    /** What the crons of one set of days and one target say. */
    record Entry(List<DayOfWeek> days, List<Integer> hours, int target) {

        /** Every five minutes of these hours. */
        String expression() {
            if (days.size() == DAYS && hours.size() == HOURS_A_DAY) {
                return "rate(5 minutes)";
            }
            return "cron(0/5 " + (hours.size() == HOURS_A_DAY ? "*" : ranges(hours)) + " ? * " + daysField() + " *)";
        }

        String daysField() {
            return days.size() == DAYS
                    ? "*"
                    : ranges(days.stream().map(day -> day.getValue() - 1).toList(), WeekPlan::shortName);
        }

        String name() {
            return daysName(days) + "-" + target;
        }
    }

    @Override
    public int at(long now) {
        return targets[span.hourOfWeek(now)];
    }

    int target(int hourOfWeek) {
        return targets[hourOfWeek];
    }

    int highest() {
        return Arrays.stream(targets).max().orElse(0);
    }

    int lowest() {
        return Arrays.stream(targets).min().orElse(0);
    }

    WeekPlan atLeast(int least) {
        return new WeekPlan(
                span,
                Arrays.stream(targets).map(target -> Math.max(least, target)).toArray());
    }

    /** As few as there can be with one entry for each set of equal days and each target: no hour is in two. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        equalDays().forEach((hours, days) -> {
            SequencedMap<Integer, List<Integer>> byTarget = new TreeMap<>();
            for (int hour = 0; hour < HOURS_A_DAY; hour++) {
                byTarget.computeIfAbsent(hours.get(hour), _ -> new ArrayList<>())
                        .add(hour);
            }
            byTarget.forEach((target, at) -> {
                if (target > 0) {
                    entries.add(new Entry(days, at, target));
                }
            });
        });
        return entries;
    }

    /** Days with the same targets all day, and these. */
    Map<List<Integer>, List<DayOfWeek>> equalDays() {
        Map<List<Integer>, List<DayOfWeek>> equal = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            int from = (day.getValue() - 1) * HOURS_A_DAY;
            List<Integer> hours =
                    Arrays.stream(targets, from, from + HOURS_A_DAY).boxed().toList();
            equal.computeIfAbsent(hours, _ -> new ArrayList<>()).add(day);
        }
        return equal;
    }

    static String daysName(List<DayOfWeek> days) {
        return days.size() == DAYS
                ? "daily"
                : ranges(days.stream().map(day -> day.getValue() - 1).toList(), WeekPlan::shortName)
                        .toLowerCase(Locale.ROOT)
                        .replace(',', '.');
    }

    static String shortName(int day) {
        return DayOfWeek.of(day + 1).name().substring(0, 3);
    }

    static String ranges(List<Integer> values) {
        return ranges(values, String::valueOf);
    }

    private interface Name {
        String of(int value);
    }

    /** {@code 0-6,20-23}. */
    private static String ranges(List<Integer> values, Name name) {
        SequencedSet<Integer> left = new TreeSet<>(values);
        List<String> ranges = new ArrayList<>();
        while (!left.isEmpty()) {
            int from = left.removeFirst();
            int to = from;
            while (left.remove(to + 1)) {
                to++;
            }
            ranges.add(from == to ? name.of(from) : name.of(from) + "-" + name.of(to));
        }
        return String.join(",", ranges);
    }
}
