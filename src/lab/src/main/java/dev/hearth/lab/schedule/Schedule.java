package dev.hearth.lab.schedule;

import dev.hearth.lab.lambda.FunctionName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When to send which event to a function.
 *
 * @param origin says which event
 * @param timeZone where the fields of cron and at expressions count
 * @param start before which it is not due, and from which a rate counts; one-time schedules ignore it
 * @param end after which it is not due; one-time schedules ignore it
 */
public record Schedule(
        Origin origin,
        Expression expression,
        ZoneId timeZone,
        Optional<Instant> start,
        Optional<Instant> end,
        FunctionName function) {

    public Schedule {
        if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
            throw new IllegalArgumentException("the schedule " + origin.name() + " ends (" + end.get()
                    + ") before it starts (" + start.get() + "): name a later end");
        }
    }

    public String name() {
        return origin.name();
    }

    /** Its name in the account. */
    public String path() {
        return origin.path();
    }

    /**
     * The first occurrence that is not before {@code earliest}; empty where none is left.
     *
     * @param created when the schedule was created: a rate without a start counts from there
     */
    public Optional<Instant> next(Instant earliest, Instant created) {
        Instant begin = start.orElse(created);
        if (expression instanceof At) {
            return expression.next(earliest, begin, timeZone);
        }
        Instant from = start.filter(earliest::isBefore).orElse(earliest);
        return expression.next(from, begin, timeZone).filter(occurrence -> end.stream()
                .noneMatch(occurrence::isAfter));
    }
}
