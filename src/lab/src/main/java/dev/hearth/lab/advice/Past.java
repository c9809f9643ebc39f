package dev.hearth.lab.advice;

import dev.hearth.lab.simulation.Demand;
import dev.hearth.lab.simulation.Traffic;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** What is known at the end of a day: strategies are fitted to it and to nothing that follows. */
final class Past {

    private static final int HOURS_A_DAY = 24;
    private static final int MINUTES_A_DAY = 24 * 60;
    private static final int MINUTES_AN_HOUR = 60;
    private static final int MINUTES_A_BLOCK = 15;

    private final Span span;
    private final int days;
    private final Traffic traffic;
    private final Demand demand;

    /** The hour of the week of each quarter of an hour. */
    private final int[] hours;

    Past(Span span, int days, Traffic all) {
        this.span = span;
        this.days = days;
        traffic = all.between(span.origin(), span.begin(days));
        demand = Demand.of(traffic, span.origin(), span.begin(days));
        hours = new int[demand.minutes() / MINUTES_A_BLOCK];
        Arrays.setAll(hours, block -> span.hourOfWeek(demand.begin(block * MINUTES_A_BLOCK)));
    }

    /** Which days are taken together. */
    enum Classing {
        EVERY_DAY,
        WEEKENDS_APART,
        EACH_DAY;

        private int of(int day) {
            return switch (this) {
                case EVERY_DAY -> 0;
                case WEEKENDS_APART -> day >= DayOfWeek.SATURDAY.getValue() - 1 ? 1 : 0;
                case EACH_DAY -> day;
            };
        }

        /** The first hour of the week that gets the same target. */
        private int firstAlike(int hour) {
            int day = 0;
            while (of(day) != of(hour / HOURS_A_DAY)) {
                day++;
            }
            return day * HOURS_A_DAY + hour % HOURS_A_DAY;
        }
    }

    /**
     * How many environments of those that were needed: as many as sufficed for this share of the minutes, times a factor.
     */
    record Level(double share, double factor) {}

    int days() {
        return days;
    }

    Span span() {
        return span;
    }

    Traffic traffic() {
        return traffic;
    }

    /** What was enough for this share of all minutes. */
    int enough(Level level) {
        int[] peaks = new int[demand.minutes()];
        Arrays.setAll(peaks, demand::peak);
        return enough(peaks, level);
    }

    int highest() {
        return demand.peak(span.origin(), span.begin(days));
    }

    /**
     * Hour by hour what was enough for a share of the minutes, up to a round number, so that neighbouring hours share one.
     *
     * @param without a day that is looked away from; -1 for none
     */
    WeekPlan plan(Classing classing, Level level, Round round, int without) {
        int[] targets = new int[WeekPlan.HOURS];
        for (int hour = 0; hour < targets.length; hour++) {
            int alike = classing.firstAlike(hour);
            targets[hour] = alike < hour ? targets[alike] : target(classing, level, round, hour, without);
        }
        return new WeekPlan(span, targets);
    }

    private int target(Classing classing, Level level, Round round, int hour, int without) {
        int[] peaks = peaks(classing, hour, day -> day != without);
        return peaks.length == 0 ? 0 : round.up(enough(peaks, level));
    }

    /** The most that any other day needed within an hour of that time of day. */
    int mostAround(long minute, int exceptDay) {
        int most = 0;
        for (int day = 0; day < days; day++) {
            if (day != exceptDay) {
                long same = minute + (day - exceptDay) * Span.DAY;
                long hour = Demand.MINUTE * 60;
                most = Math.max(most, demand.peak(same - hour, same + hour));
            }
        }
        return most;
    }

    Demand demand() {
        return demand;
    }

    /** The peaks of the minutes of an hour of the week, of all days like it. */
    private int[] peaks(Classing classing, int hour, IntPredicate wanted) {
        int wantedClass = classing.of(hour / HOURS_A_DAY);
        int[] found = new int[MINUTES_AN_HOUR * days];
        int count = 0;
        for (int block = 0; block < hours.length; block++) {
            int at = hours[block];
            int first = block * MINUTES_A_BLOCK;
            if (at % HOURS_A_DAY == hour % HOURS_A_DAY
                    && classing.of(at / HOURS_A_DAY) == wantedClass
                    && wanted.test(first / MINUTES_A_DAY)) {
                if (count + MINUTES_A_BLOCK > found.length) {
                    // The hour that autumn has twice.
                    found = Arrays.copyOf(found, found.length + MINUTES_AN_HOUR);
                }
                for (int minute = first; minute < first + MINUTES_A_BLOCK; minute++) {
                    found[count++] = demand.peak(minute);
                }
            }
        }
        if (count == 0 && classing != Classing.EVERY_DAY) {
            return peaks(Classing.EVERY_DAY, hour, wanted);
        }
        return Arrays.copyOf(found, count);
    }

    private static int enough(int[] peaks, Level level) {
        Arrays.sort(peaks);
        int rank = (int) Math.ceil(level.share() * peaks.length) - 1;
        return (int) Math.ceil(peaks[Math.max(0, rank)] * level.factor());
    }
}
