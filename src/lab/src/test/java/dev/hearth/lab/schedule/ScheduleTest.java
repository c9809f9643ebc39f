package dev.hearth.lab.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.lab.lambda.FunctionName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Instant CREATED = Instant.parse("2026-11-23T18:00:30Z");
    private static final Instant LATER = CREATED.plusSeconds(3_600);

    @Test
    void a_rate_without_a_start_is_due_at_once() {
        assertEquals(
                Optional.of(CREATED),
                schedule("rate(5 minutes)", Optional.empty(), Optional.empty()).next(CREATED, CREATED));
    }

    @Test
    void a_rate_with_a_start_is_due_first_at_its_start() {
        assertEquals(
                Optional.of(LATER),
                schedule("rate(5 minutes)", Optional.of(LATER), Optional.empty())
                        .next(CREATED, CREATED));
    }

    @Test
    void cron_is_not_due_before_the_start() {
        assertEquals(
                Optional.of(Instant.parse("2026-11-23T19:05:00Z")),
                schedule("cron(0/5 * * * ? *)", Optional.of(LATER), Optional.empty())
                        .next(CREATED, CREATED));
    }

    @Test
    void nothing_is_due_after_the_end() {
        Schedule schedule = schedule("rate(30 minutes)", Optional.empty(), Optional.of(LATER));
        assertEquals(Optional.of(LATER), schedule.next(LATER, CREATED));
        assertEquals(Optional.empty(), schedule.next(LATER.plusNanos(1), CREATED));
    }

    @Test
    void a_one_time_schedule_ignores_start_and_end() {
        assertEquals(
                Optional.of(Instant.parse("2026-11-23T18:01:00Z")),
                schedule("at(2026-11-23T18:01:00)", Optional.of(LATER), Optional.of(LATER.plusSeconds(1)))
                        .next(CREATED, CREATED));
    }

    @Test
    void an_end_before_the_start_is_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> schedule("rate(1 hour)", Optional.of(LATER), Optional.of(CREATED)));
    }

    private static Schedule schedule(String expression, Optional<Instant> start, Optional<Instant> end) {
        return new Schedule(
                new Origin.Scheduler("office", "warm", "{}"),
                Expression.parse(expression),
                ZoneOffset.UTC,
                start,
                end,
                new FunctionName("hearth", Optional.empty()));
    }
}
