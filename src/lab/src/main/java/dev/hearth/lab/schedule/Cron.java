package dev.hearth.lab.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * By the clock and calendar of a time zone. A time that its clocks skip in spring is skipped; one that they show twice in
 * autumn counts the first time only (EventBridge Scheduler user guide, "Daylight savings time").
 *
 * <p>Not by cron-utils, which comes with Quarkus: it ends a century from now, fails on {@code 31W} in a month of 30 days,
 * and follows the clocks in another way.
 */
record Cron(
        NavigableSet<Integer> minutes,
        NavigableSet<Integer> hours,
        Days days,
        NavigableSet<Integer> months,
        NavigableSet<Integer> years)
        implements Expression {

    private static final String ANY = "*";
    private static final String UNSPECIFIED = "?";
    private static final int FIELDS = 6;
    private static final int DAY_OF_MONTH = 2;
    private static final int DAY_OF_WEEK = 4;

    static Cron parse(String content) {
        String[] fields = content.split("\\s+");
        if (fields.length != FIELDS) {
            throw refusal(
                    content,
                    "has " + (content.isEmpty() ? 0 : fields.length)
                            + " fields, not 6: minutes hours day-of-month month day-of-week year; write "
                            + suggestion(fields));
        }
        String dayOfMonth = fields[DAY_OF_MONTH];
        String dayOfWeek = fields[DAY_OF_WEEK];
        if (dayOfMonth.equals(UNSPECIFIED) == dayOfWeek.equals(UNSPECIFIED)) {
            throw refusal(
                    content,
                    "must have ? in exactly one of day-of-month and day-of-week, and say the days in the other; write "
                            + suggestion(fields));
        }
        try {
            return new Cron(
                    values(CronField.MINUTES, fields[0]),
                    values(CronField.HOURS, fields[1]),
                    dayOfWeek.equals(UNSPECIFIED) ? Days.OfMonth.parse(dayOfMonth) : Days.OfWeek.parse(dayOfWeek),
                    values(CronField.MONTH, fields[3]),
                    values(CronField.YEAR, fields[5]));
        } catch (IllegalArgumentException e) {
            throw refusal(content, e.getMessage());
        }
    }

    private static NavigableSet<Integer> values(CronField field, String text) {
        if (text.equals(UNSPECIFIED)) {
            throw field.complaint(text, "is for days only; write *");
        }
        return field.values(text);
    }

    private static IllegalArgumentException refusal(String content, String problem) {
        return new IllegalArgumentException("cron(" + content + "): " + problem);
    }

    /** What someone may have meant who wrote fields as for another cron. */
    static String suggestion(String[] fields) {
        if (fields.length != FIELDS - 1 && fields.length != FIELDS) {
            return "cron(0 8 ? * MON-FRI *) for 8:00 on weekdays, say";
        }
        List<String> text = new ArrayList<>(List.of(fields));
        if (text.size() < FIELDS) {
            text.add(ANY);
        }
        boolean byMonth =
                text.get(DAY_OF_WEEK).equals(ANY) || text.get(DAY_OF_WEEK).equals(UNSPECIFIED);
        if (byMonth) {
            text.set(DAY_OF_WEEK, UNSPECIFIED);
            if (text.get(DAY_OF_MONTH).equals(UNSPECIFIED)) {
                text.set(DAY_OF_MONTH, ANY);
            }
        } else {
            text.set(DAY_OF_MONTH, UNSPECIFIED);
        }
        return "cron(" + String.join(" ", text) + ")";
    }

    @Override
    public Optional<Instant> next(Instant earliest, Instant begin, ZoneId zone) {
        Instant minute = earliest.truncatedTo(ChronoUnit.MINUTES);
        Instant from = minute.equals(earliest) ? minute : minute.plus(1, ChronoUnit.MINUTES);
        Optional<LocalDateTime> candidate = nextLocal(from.atZone(zone).toLocalDateTime());
        while (candidate.isPresent()) {
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(candidate.get());
            if (!offsets.isEmpty()) {
                Instant instant = candidate.get().toInstant(offsets.getFirst());
                if (!instant.isBefore(from)) {
                    return Optional.of(instant);
                }
            }
            candidate = nextLocal(candidate.get().plusMinutes(1));
        }
        return Optional.empty();
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime from) {
        LocalDate date = from.toLocalDate();
        LocalTime time = from.toLocalTime();
        while (date.getYear() <= years.last()) {
            if (!years.contains(date.getYear())) {
                date = LocalDate.of(years.higher(date.getYear()), 1, 1);
                time = LocalTime.MIN;
            } else if (!months.contains(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
                time = LocalTime.MIN;
            } else {
                Optional<LocalTime> next = days.contain(date) ? nextTime(time) : Optional.empty();
                if (next.isPresent()) {
                    return Optional.of(date.atTime(next.get()));
                }
                date = date.plusDays(1);
                time = LocalTime.MIN;
            }
        }
        return Optional.empty();
    }

    private Optional<LocalTime> nextTime(LocalTime from) {
        if (hours.contains(from.getHour())) {
            Integer minute = minutes.ceiling(from.getMinute());
            if (minute != null) {
                return Optional.of(LocalTime.of(from.getHour(), minute));
            }
        }
        return Optional.ofNullable(hours.higher(from.getHour())).map(hour -> LocalTime.of(hour, minutes.first()));
    }
}
