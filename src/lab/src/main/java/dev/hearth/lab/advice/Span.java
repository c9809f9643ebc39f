package dev.hearth.lab.advice;

import dev.hearth.lab.simulation.Traffic;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The days of a recording, each 24 hours from the first midnight on, in the user's time zone. A day on which the clocks
 * change keeps its hours of the week, as they are asked of the calendar.
 */
final class Span {

    static final long DAY = Duration.ofDays(1).toMillis() * 1_000;

    private static final int HOURS_A_DAY = 24;

    /** The offsets of all time zones are quarters of an hour. */
    private static final long QUARTER = Duration.ofMinutes(15).toMillis() * 1_000;

    /** A last day that ends before noon is left out where there are enough others. */
    private static final int ENOUGH = 3;

    private final ZoneId zone;
    private final long origin;
    private final int days;

    /** The hour of the week of each quarter of an hour, and of one day more. */
    private final short[] hours;

    /**
     * @param origin the midnight before the first request, microseconds since 1970
     * @param days how many, the first and the last perhaps not whole
     */
    private Span(ZoneId zone, long origin, int days) {
        this.zone = zone;
        this.origin = origin;
        this.days = days;
        hours = new short[(int) ((days + 1) * DAY / QUARTER)];
        for (int quarter = 0; quarter < hours.length; quarter++) {
            ZonedDateTime local = local(origin + quarter * QUARTER);
            hours[quarter] = (short) ((local.getDayOfWeek().getValue() - 1) * HOURS_A_DAY + local.getHour());
        }
    }

    static Span of(Traffic traffic, ZoneId zone) {
        ZonedDateTime first = Traffic.instant(traffic.arrival(0)).atZone(zone).truncatedTo(ChronoUnit.DAYS);
        long origin = Traffic.micros(first.toInstant());
        long last = traffic.arrival(traffic.size() - 1) - origin;
        int days = (int) (last / DAY) + 1;
        boolean hardlyBegun = last % DAY < DAY / 2;
        return new Span(zone, origin, hardlyBegun && days > ENOUGH ? days - 1 : days);
    }

    ZoneId zone() {
        return zone;
    }

    long origin() {
        return origin;
    }

    int days() {
        return days;
    }

    long begin(int day) {
        return origin + day * DAY;
    }

    long end() {
        return begin(days);
    }

    int day(long now) {
        return (int) Math.floorDiv(now - origin, DAY);
    }

    ZonedDateTime local(long now) {
        return Traffic.instant(now).atZone(zone);
    }

    /** 0 is Monday, 0:00 to 0:59. */
    int hourOfWeek(long now) {
        return hours[(int) ((now - origin) / QUARTER)];
    }
}
