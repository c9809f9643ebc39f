package dev.hearth.lab.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** At a fixed distance, whatever the clocks of a time zone do; the first time at once. A day is 24 hours. */
record Every(Duration period) implements Expression {

    private static final Pattern FORM = Pattern.compile("(?<value>\\d{1,9})\\s+(?<unit>[a-zA-Z]+)");

    /** @param agreeing whether the unit's number must agree with the value's, as for rules it must */
    static Every parse(String content, boolean agreeing) {
        String shown = "rate(" + content + ")";
        Matcher form = FORM.matcher(content);
        if (!form.matches()) {
            throw new IllegalArgumentException(shown + " needs a whole number and a unit; write rate(5 minutes)");
        }
        int value = Integer.parseInt(form.group("value"));
        if (value == 0) {
            throw new IllegalArgumentException(shown + " must be 1 or more; write rate(1 minute)");
        }
        String unit = form.group("unit");
        Duration one =
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "minute", "minutes" -> Duration.ofMinutes(1);
                    case "hour", "hours" -> Duration.ofHours(1);
                    case "day", "days" -> Duration.ofDays(1);
                    case "second", "seconds" ->
                        throw new IllegalArgumentException(
                                shown + ": the precision is one minute; write rate(1 minute) or more");
                    case "week", "weeks" ->
                        throw new IllegalArgumentException(
                                shown + ": there are minutes, hours and days; write rate(" + 7L * value + " days)");
                    default ->
                        throw new IllegalArgumentException(shown + ": there are minutes, hours and days, no " + unit);
                };
        String proper = properUnit(unit, value);
        if (agreeing ? !unit.equals(proper) : !unit.equals(unit.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    shown + ": the unit of " + value + " is " + proper + "; write rate(" + value + " " + proper + ")");
        }
        return new Every(one.multipliedBy(value));
    }

    private static String properUnit(String unit, int value) {
        String lower = unit.toLowerCase(Locale.ROOT);
        String singular = lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
        return value == 1 ? singular : singular + "s";
    }

    @Override
    public Optional<Instant> next(Instant earliest, Instant begin, ZoneId zone) {
        if (!earliest.isAfter(begin)) {
            return Optional.of(begin);
        }
        Duration since = Duration.between(begin, earliest);
        long periods = since.dividedBy(period);
        Instant last = begin.plus(period.multipliedBy(periods));
        return Optional.of(last.equals(earliest) ? last : last.plus(period));
    }
}
