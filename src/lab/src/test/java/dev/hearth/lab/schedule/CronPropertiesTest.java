package dev.hearth.lab.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two calculations that share nothing with ours: cron-utils, and asking every minute whether it is due. */
class CronPropertiesTest {

    private static final CronParser QUARTZ =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    @Property(tries = 500)
    void agrees_with_cron_utils_on_calendars(
            @ForAll("minutes") String minutes,
            @ForAll("hours") String hours,
            @ForAll("days") String days,
            @ForAll("instants") Instant from) {
        String fields = minutes + " " + hours + " " + days + " *";
        Optional<Instant> expected = ExecutionTime.forCron(QUARTZ.parse("0 " + fields))
                .nextExecution(from.minusNanos(1).atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toInstant);
        assertEquals(expected, Expression.parse("cron(" + fields + ")").next(from, from, ZoneOffset.UTC), fields);
    }

    @Property(tries = 200)
    void is_due_in_the_first_minute_that_the_wall_clock_shows_for_the_first_time(
            @ForAll("minuteSets") Set<Integer> minutes,
            @ForAll("hourSets") Set<Integer> hours,
            @ForAll("zones") ZoneId zone,
            @ForAll("aroundClockChanges") Instant from) {
        String expression = "cron(" + list(minutes) + " " + list(hours) + " * * ? *)";
        Instant expected = from.truncatedTo(ChronoUnit.MINUTES);
        while (expected.isBefore(from) || !shows(expected, minutes, hours, zone)) {
            expected = expected.plus(1, ChronoUnit.MINUTES);
        }
        assertEquals(Optional.of(expected), Expression.parse(expression).next(from, from, zone), expression);
    }

    private static boolean shows(Instant instant, Set<Integer> minutes, Set<Integer> hours, ZoneId zone) {
        LocalDateTime wall = LocalDateTime.ofInstant(instant, zone);
        boolean firstPass = zone.getRules()
                .getValidOffsets(wall)
                .getFirst()
                .equals(zone.getRules().getOffset(instant));
        return firstPass && minutes.contains(wall.getMinute()) && hours.contains(wall.getHour());
    }

    private static String list(Set<Integer> values) {
        return String.join(",", values.stream().map(String::valueOf).toList());
    }

    @Provide
    Arbitrary<String> minutes() {
        return field(0, 59);
    }

    @Provide
    Arbitrary<String> hours() {
        return field(0, 23);
    }

    /** Day of month, month and day of week, one of the days as ?. */
    @Provide
    Arbitrary<String> days() {
        Arbitrary<String> months = Arbitraries.oneOf(field(1, 12), Arbitraries.of("*", "JAN", "FEB,DEC"));
        Arbitrary<String> ofMonth = Arbitraries.oneOf(
                field(1, 28),
                Arbitraries.of("*", "L", "LW"),
                Arbitraries.integers().between(1, 28).map(day -> day + "W"));
        Arbitrary<String> ofWeek = Arbitraries.oneOf(
                Arbitraries.of("*", "MON-FRI", "1", "SUN,WED", "2-6"),
                Arbitraries.integers().between(1, 7).map(day -> day + "L"),
                Combinators.combine(
                                Arbitraries.integers().between(1, 7),
                                Arbitraries.integers().between(1, 4))
                        .as((day, number) -> day + "#" + number));
        return Arbitraries.oneOf(
                Combinators.combine(ofMonth, months).as((day, month) -> day + " " + month + " ?"),
                Combinators.combine(months, ofWeek).as((month, day) -> "? " + month + " " + day));
    }

    private static Arbitrary<String> field(int first, int last) {
        Arbitrary<Integer> value = Arbitraries.integers().between(first, last);
        return Arbitraries.oneOf(
                Arbitraries.just("*"),
                value.map(String::valueOf),
                Combinators.combine(value, value).as((a, b) -> Math.min(a, b) + "-" + Math.max(a, b)),
                Combinators.combine(value, Arbitraries.integers().between(1, last))
                        .as((start, step) -> start + "/" + step),
                value.list()
                        .ofMinSize(2)
                        .ofMaxSize(4)
                        .map(values -> String.join(
                                ",", values.stream().map(String::valueOf).toList())));
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(0, 20L * 365 * 24 * 3600).map(EPOCH::plusSeconds);
    }

    @Provide
    Arbitrary<Set<Integer>> minuteSets() {
        return Arbitraries.integers().between(0, 59).set().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<Set<Integer>> hourSets() {
        return Arbitraries.integers().between(0, 3).set().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
                .map(ZoneId::of);
    }

    /** Within two days of a change in one of those zones. */
    @Provide
    Arbitrary<Instant> aroundClockChanges() {
        return Combinators.combine(
                        Arbitraries.of(
                                "2027-03-28T01:00:00Z",
                                "2027-10-31T01:00:00Z",
                                "2027-03-14T07:00:00Z",
                                "2027-11-07T06:00:00Z",
                                "2027-04-03T15:00:00Z",
                                "2027-10-02T15:30:00Z"),
                        Arbitraries.integers().between(-48 * 3600, 48 * 3600))
                .as((change, seconds) -> Instant.parse(change).plusSeconds(seconds));
    }
}
