package dev.hearth.lab.schedule;

import dev.hearth.lab.lambda.FunctionName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When to send which event to a function.
 *
 * @param group the schedules among which it has its name for itself
 * @param timeZone where the fields of cron and at expressions count
 * @param start before which it is not due, and from which a rate counts; one-time schedules ignore it
 * @param end after which it is not due; one-time schedules ignore it
 * @param input the event, with {@code <aws.scheduler.…>} placeholders
 */
public record Schedule(
        String group,
        String name,
        Expression expression,
        ZoneId timeZone,
        Optional<Instant> start,
        Optional<Instant> end,
        FunctionName function,
        String input) {

    /** What AWS has in every account for schedules that name no group. */
    public static final String DEFAULT_GROUP = "default";

    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-_.]{1,64}");

    public Schedule {
        requireName("a schedule's name", name);
        requireName("a schedule group's name", group);
        if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
            throw new InvalidSchedule("the schedule " + name + " ends (" + end.get() + ") before it starts ("
                    + start.get() + "): name a later end");
        }
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidSchedule(what + " is 1 to 64 letters, digits, -, _ or ., not: " + name);
        }
    }

    /** Its name in the account, as its ARN ends. */
    public String path() {
        return group + "/" + name;
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
