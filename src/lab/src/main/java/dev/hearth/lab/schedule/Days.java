package dev.hearth.lab.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** On which days of a month a cron expression is due. */
sealed interface Days {

    boolean contain(LocalDate date);

    /**
     * By day of month.
     *
     * @param last the last day, {@code L}
     * @param lastWeekday the last of Monday to Friday, {@code LW}
     * @param nearestTo days whose nearest weekday in the month is meant, {@code 15W}
     */
    record OfMonth(NavigableSet<Integer> days, boolean last, boolean lastWeekday, NavigableSet<Integer> nearestTo)
            implements Days {

        static OfMonth parse(String text) {
            NavigableSet<Integer> days = new TreeSet<>();
            NavigableSet<Integer> nearestTo = new TreeSet<>();
            boolean last = false;
            boolean lastWeekday = false;
            for (String part : CronField.DAY_OF_MONTH.parts(text.toUpperCase(Locale.ROOT))) {
                if (part.equals("L")) {
                    last = true;
                } else if (part.equals("LW")) {
                    lastWeekday = true;
                } else if (part.endsWith("W")) {
                    nearestTo.add(CronField.DAY_OF_MONTH.value(part.substring(0, part.length() - 1)));
                } else {
                    days.addAll(CronField.DAY_OF_MONTH.values(part));
                }
            }
            return new OfMonth(days, last, lastWeekday, nearestTo);
        }

        @Override
        public boolean contain(LocalDate date) {
            int length = date.lengthOfMonth();
            int day = date.getDayOfMonth();
            return days.contains(day)
                    || (last && day == length)
                    || (lastWeekday
                            && nearestWeekday(date.withDayOfMonth(length)).equals(date))
                    || nearestTo.stream()
                            .anyMatch(near -> near <= length
                                    && nearestWeekday(date.withDayOfMonth(near)).equals(date));
        }

        private static LocalDate nearestWeekday(LocalDate date) {
            return switch (date.getDayOfWeek()) {
                case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
                case SUNDAY -> date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
                default -> date;
            };
        }
    }

    /**
     * By day of week, 1 for Sunday.
     *
     * @param lastOf days whose last one in the month is meant, {@code 6L}
     * @param ordinal which one in the month, {@code 3#2}
     */
    record OfWeek(NavigableSet<Integer> days, NavigableSet<Integer> lastOf, Optional<Ordinal> ordinal) implements Days {

        private static final int WEEK = 7;

        record Ordinal(int day, int number) {}

        static OfWeek parse(String text) {
            String upper = text.toUpperCase(Locale.ROOT);
            if (upper.contains("#")) {
                return new OfWeek(new TreeSet<>(), new TreeSet<>(), Optional.of(ordinal(upper)));
            }
            NavigableSet<Integer> days = new TreeSet<>();
            NavigableSet<Integer> lastOf = new TreeSet<>();
            for (String part : CronField.DAY_OF_WEEK.parts(upper)) {
                if (part.equals("L")) {
                    days.add(WEEK);
                } else if (part.endsWith("L")) {
                    lastOf.add(CronField.DAY_OF_WEEK.value(part.substring(0, part.length() - 1)));
                } else {
                    days.addAll(CronField.DAY_OF_WEEK.values(part));
                }
            }
            return new OfWeek(days, lastOf, Optional.empty());
        }

        private static Ordinal ordinal(String text) {
            String[] halves = text.split("#", -1);
            if (halves.length != 2 || !halves[1].matches("[1-5]")) {
                throw CronField.DAY_OF_WEEK.complaint(
                        text, "must be one day, #, and 1 to 5; write 3#2 for the second Tuesday");
            }
            return new Ordinal(CronField.DAY_OF_WEEK.value(halves[0]), Integer.parseInt(halves[1]));
        }

        @Override
        public boolean contain(LocalDate date) {
            int day = date.getDayOfWeek() == DayOfWeek.SUNDAY
                    ? 1
                    : date.getDayOfWeek().getValue() + 1;
            return days.contains(day)
                    || (lastOf.contains(day) && date.getDayOfMonth() > date.lengthOfMonth() - WEEK)
                    || ordinal.filter(ordinal ->
                                    ordinal.day() == day && (date.getDayOfMonth() - 1) / WEEK + 1 == ordinal.number())
                            .isPresent();
        }
    }
}
