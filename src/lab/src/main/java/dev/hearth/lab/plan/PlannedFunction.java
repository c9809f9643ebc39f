package dev.hearth.lab.plan;

import dev.hearth.lab.lambda.FunctionSettings;
import java.util.List;
import java.util.Optional;

/**
 * A function that a plan deploys.
 *
 * @param handler the value of {@code _HANDLER}
 * @param managed whether AWS's Java runtime runs it, and not a {@code bootstrap} of its own
 * @param alias what HTTP callers invoke
 * @param front by what they reach it
 * @param schedules what is sent to it, and when
 */
public record PlannedFunction(
        FunctionSettings settings,
        Code code,
        Optional<String> handler,
        boolean managed,
        Optional<String> alias,
        Front front,
        List<PlannedSchedule> schedules) {

    /** What hands HTTP to a function. */
    public enum Front {
        HTTP_API,
        REST_API,
        FUNCTION_URL
    }

    public PlannedFunction {
        schedules = List.copyOf(schedules);
    }
}
