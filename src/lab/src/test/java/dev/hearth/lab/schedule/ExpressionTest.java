package dev.hearth.lab.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private static final Instant NOW = Instant.parse("2026-11-23T18:00:30Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cron(0 10 * * ? *)               | 2026-11-24T10:00 2026-11-25T10:00
                    cron(15 12 * * ? *)              | 2026-11-24T12:15 2026-11-25T12:15
                    cron(0 18 ? * MON-FRI *)         | 2026-11-24T18:00 2026-11-25T18:00 2026-11-26T18:00 2026-11-27T18:00 2026-11-30T18:00
                    cron(0 8 1 * ? *)                | 2026-12-01T08:00 2027-01-01T08:00
                    cron(0/15 * * * ? *)             | 2026-11-23T18:15 2026-11-23T18:30 2026-11-23T18:45 2026-11-23T19:00
                    cron(0/10 * ? * MON-FRI *)       | 2026-11-23T18:10 2026-11-23T18:20
                    cron(0/5 8-17 ? * MON-FRI *)     | 2026-11-24T08:00 2026-11-24T08:05
                    cron(15 10 ? * 6L 2022-2027)     | 2026-11-27T10:15 2026-12-25T10:15 2027-01-29T10:15
                    cron(15 10 ? * 3#2 *)            | 2026-12-08T10:15 2027-01-12T10:15
                    cron(0 0 ? * MON#5 *)            | 2026-11-30T00:00 2027-03-29T00:00
                    cron(5,35 14 * * ? *)            | 2026-11-24T14:05 2026-11-24T14:35
                    cron(0 0 L * ? *)                | 2026-11-30T00:00 2026-12-31T00:00 2027-01-31T00:00 2027-02-28T00:00
                    cron(0 0 LW * ? *)               | 2026-11-30T00:00 2026-12-31T00:00 2027-01-29T00:00
                    cron(0 0 3W * ? *)               | 2026-12-03T00:00 2027-01-04T00:00 2027-02-03T00:00
                    cron(0 0 1W MAY ? *)             | 2027-05-03T00:00 2028-05-01T00:00
                    cron(0 0 31W * ? *)              | 2026-12-31T00:00 2027-01-29T00:00 2027-03-31T00:00
                    cron(0 0 1,15W * ? *)            | 2026-12-01T00:00 2026-12-15T00:00 2027-01-01T00:00
                    cron(0 0 ? * L *)                | 2026-11-28T00:00 2026-12-05T00:00
                    cron(0 0 ? * 1,SAT *)            | 2026-11-28T00:00 2026-11-29T00:00
                    cron(0 0 ? * mon *)              | 2026-11-30T00:00
                    cron(0 0 29 FEB ? *)             | 2028-02-29T00:00 2032-02-29T00:00
                    cron(0 0 1 1 ? 2199)             | 2199-01-01T00:00
                    cron(0 0 1 JAN,JUL ? 2026-2030/2) | 2028-01-01T00:00 2028-07-01T00:00 2030-01-01T00:00
                    cron(10-20/5 6 * * ? *)          | 2026-11-24T06:10 2026-11-24T06:15 2026-11-24T06:20 2026-11-25T06:10
                    cron(*/20 * * * ? *)             | 2026-11-23T18:20 2026-11-23T18:40 2026-11-23T19:00
                    cron(0/30 20-2 ? * MON-FRI *)    | 2026-11-23T20:00 2026-11-23T20:30 2026-11-23T21:00 2026-11-23T21:30 2026-11-23T22:00 2026-11-23T22:30 2026-11-23T23:00 2026-11-23T23:30 2026-11-24T00:00 2026-11-24T00:30 2026-11-24T01:00 2026-11-24T01:30 2026-11-24T02:00 2026-11-24T02:30 2026-11-24T20:00
                    cron(0 20-3/2 * * ? *)           | 2026-11-23T20:00 2026-11-23T22:00 2026-11-24T00:00 2026-11-24T02:00 2026-11-24T20:00
                    cron(0 0 ? * FRI-MON *)          | 2026-11-27T00:00 2026-11-28T00:00 2026-11-29T00:00 2026-11-30T00:00 2026-12-04T00:00
                    cron(0 0 1 NOV-JAN ? *)          | 2026-12-01T00:00 2027-01-01T00:00 2027-11-01T00:00
                    cron(0 0 31 2 ? *)               | never
                    cron(0 0 1 1 ? 2020)             | never
                    at(2026-11-23T18:00:31)          | 2026-11-23T18:00:31 never
                    at(2026-11-23T18:00:29)          | never
                    """)
    void is_due_when_the_user_guide_says(String expression, String expected) {
        List<String> due = List.of(expected.split(" "));
        assertEquals(due, occurrences(expression, NOW, ZoneOffset.UTC, due.size()));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "rate(1 minute),   2026-11-23T18:00:30Z, 2026-11-23T18:00:30Z",
        "rate(5 minutes),  2026-11-23T18:00:31Z, 2026-11-23T18:05:30Z",
        "rate(1 hour),     2026-11-23T20:00:30Z, 2026-11-23T20:00:30Z",
        "rate(2 days),     2026-11-25T18:00:31Z, 2026-11-27T18:00:30Z",
        "rate(5 minutes),  2026-11-20T00:00:00Z, 2026-11-23T18:00:30Z",
    })
    void a_rate_counts_from_its_begin_which_is_its_first_occurrence(
            String expression, Instant earliest, Instant expected) {
        assertEquals(Optional.of(expected), Expression.parse(expression).next(earliest, NOW, ZoneOffset.UTC));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"rate(5 minute), PT5M", "rate(1 minutes), PT1M", "rate(1 hours), PT1H", "rate(2 day), PT48H"})
    void a_schedule_s_rate_may_be_in_the_singular_or_the_plural_as_in_aws_s_samples(
            String expression, Duration period) {
        assertEquals(
                Optional.of(NOW.plus(period)),
                Expression.parse(expression).next(NOW.plusSeconds(1), NOW, ZoneOffset.UTC));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rate(1 minutes)         | the unit of 1 is minute; write rate(1 minute)
                    rate(5 minute)          | the unit of 5 is minutes; write rate(5 minutes)
                    at(2026-11-23T18:00:00) | rules have rate() and cron() only
                    """)
    void a_rule_s_expression_is_taken_more_strictly(String expression, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Expression.parseRule(expression))
                .getMessage();
        assertTrue(actual.contains(message), actual);
    }

    @Test
    void a_rule_takes_what_its_guide_shows() {
        for (String expression : List.of("rate(1 hour)", "rate(7 days)", "cron(0/30 20-2 ? * MON-FRI *)")) {
            assertEquals(Expression.parse(expression), Expression.parseRule(expression));
        }
    }

    @Test
    void a_rate_of_a_day_is_24_hours_when_the_clocks_change() {
        Instant begin = Instant.parse("2027-03-27T12:00:00Z");
        assertEquals(
                Optional.of(Instant.parse("2027-03-28T12:00:00Z")),
                Expression.parse("rate(1 day)").next(begin.plusSeconds(1), begin, BERLIN));
    }

    @Test
    void cron_counts_in_the_time_zone() {
        assertEquals(
                Optional.of(Instant.parse("2026-11-24T07:00:00Z")),
                Expression.parse("cron(0 8 * * ? *)").next(NOW, NOW, BERLIN));
        assertEquals(
                Optional.of(Instant.parse("2027-06-01T06:00:00Z")),
                Expression.parse("cron(0 8 1 6 ? *)").next(NOW, NOW, BERLIN));
    }

    @Test
    void a_time_that_the_clocks_skip_in_spring_is_skipped() {
        assertEquals(
                List.of("2027-03-27T01:30:00Z", "2027-03-29T00:30:00Z"),
                instants("cron(30 2 * * ? *)", Instant.parse("2027-03-26T12:00:00Z"), BERLIN, 2));
    }

    @Test
    void a_time_that_the_clocks_show_twice_in_autumn_counts_once() {
        assertEquals(
                List.of("2027-10-30T00:30:00Z", "2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z"),
                instants("cron(30 2 * * ? *)", Instant.parse("2027-10-29T12:00:00Z"), BERLIN, 3));
    }

    @Test
    void the_second_pass_of_an_hour_in_autumn_waits_for_the_next_one() {
        assertEquals(
                List.of("2027-10-31T02:00:00Z", "2027-10-31T02:20:00Z"),
                instants("cron(0/20 * * * ? *)", Instant.parse("2027-10-31T01:01:00Z"), BERLIN, 2));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    rate(30 seconds)        | the precision is one minute; write rate(1 minute)
                    rate(0 minutes)         | must be 1 or more; write rate(1 minute)
                    rate(5 Minutes)         | write rate(5 minutes)
                    rate(2 weeks)           | write rate(14 days)
                    rate(5 moons)           | there are minutes, hours and days, no moons
                    rate(-5 minutes)        | needs a whole number and a unit; write rate(5 minutes)
                    rate(5minutes)          | write rate(5 minutes)
                    rate(9999999999 days)   | needs a whole number
                    rate()                  | needs a whole number and a unit
                    5 minutes               | write rate(5 minutes)
                    0/5 * * * *             | write cron(0/5 * * * ? *)
                    every five minutes      | write rate(5 minutes), cron(
                    ""                      | is no schedule expression
                    rate(5 minutes          | is no schedule expression
                    cron(0/5 * * * *)       | has 5 fields, not 6: minutes hours day-of-month month day-of-week year; write cron(0/5 * * * ? *)
                    cron(0 8 * * MON)       | write cron(0 8 ? * MON *)
                    cron()                  | has 0 fields
                    cron(* * * * * *)       | ? in exactly one of day-of-month and day-of-week, and say the days in the other; write cron(* * * * ? *)
                    cron(0 8 ? * ? *)       | write cron(0 8 * * ? *)
                    cron(0 8 1 * MON *)     | write cron(0 8 ? * MON *)
                    cron(60 * * * ? *)      | minutes '60' is not known; write 0 to 59
                    cron(0 24 * * ? *)      | hours '24' is not known
                    cron(0 0 32 * ? *)      | day-of-month '32' is not known; write 1 to 31
                    cron(0 0 0 * ? *)       | day-of-month '0' is not known
                    cron(0 0 32W * ? *)     | day-of-month '32' is not known
                    cron(0 0 * 13 ? *)      | month '13' is not known; write 1 to 12, JAN to DEC
                    cron(0 0 ? * 0 *)       | day-of-week '0' is not known; write 1 to 7, SUN to SAT
                    cron(0 0 * * ? 2030-2028) | runs backwards; write 2028-2030
                    cron(0 0 ? * 2#6 *)     | must be one day, #, and 1 to 5; write 3#2
                    cron(0 0 ? * 2#1,3#1 *) | must be one day
                    cron(0 0 ? * 2/2 *)     | list the days, such as 2,4,6
                    cron(0 0 * * ? 1969)    | year '1969' is not known; write 1970 to 2199
                    cron(0 0 * * ? 2200)    | year '2200'
                    cron(*/0 * * * ? *)     | has no step of 1 to 59
                    cron(1/2/3 * * * ? *)   | is not known
                    cron(1-2-3 * * * ? *)   | is not known
                    cron(1,,2 * * * ? *)    | has an empty part
                    cron(? * * * ? *)       | minutes '?' is for days only; write *
                    cron(x * * * ? *)       | minutes 'x' is not known
                    cron(0 0 L-3 * ? *)     | 'L' is not known
                    at(2026-11-23 18:00:00) | write it like at(2026-11-23T18:00:00)
                    at(2026-11-23T18:00:00Z) | the time zone goes apart
                    at(2026-02-30T18:00:00) | is no date and time
                    at(18:00)               | is no date and time
                    """)
    void says_what_is_wrong_and_what_to_write_instead(String expression, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Expression.parse(expression))
                .getMessage();
        assertTrue(actual.contains(message), actual);
    }

    @Test
    void an_expression_beyond_measure_is_not_repeated() {
        String longest = "cron(" + "0,".repeat(118) + "0 * * * ? *)";
        assertEquals(253, longest.length());
        Expression.parse(longest);
        String refusal = assertThrows(IllegalArgumentException.class, () -> Expression.parse("x".repeat(70_000)))
                .getMessage();
        assertEquals(
                "a schedule expression has at most 256 characters, not 70000; write rate(5 minutes),"
                        + " cron(0 8 ? * MON-FRI *) or at(2026-11-23T18:00:00)",
                refusal);
    }

    private static List<String> occurrences(String expression, Instant from, ZoneId zone, int count) {
        return instants(expression, from, zone, count).stream()
                .map(text -> text.equals("never") ? text : text.replaceAll("(:00)?Z$", ""))
                .toList();
    }

    /** The first occurrences; where there are fewer, "never" ends the list. */
    private static List<String> instants(String text, Instant from, ZoneId zone, int count) {
        Expression expression = Expression.parse(text);
        List<String> found = new ArrayList<>();
        Optional<Instant> next = expression.next(from, from, zone);
        while (next.isPresent() && found.size() < count) {
            found.add(next.get().toString());
            next = expression.next(next.get().plusNanos(1), from, zone);
        }
        if (found.size() < count) {
            found.add("never");
        }
        return found;
    }
}
