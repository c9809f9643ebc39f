package dev.hearth.lab.cli;

import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.schedule.Expression;
import dev.hearth.lab.schedule.Schedule;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How a function is kept warm.
 *
 * @param text the expression as the user wrote it
 * @param target how many environments
 */
record Warming(String text, Expression expression, ZoneId timeZone, int target) {

    Schedule schedule(String function) {
        return new Schedule(
                Schedule.DEFAULT_GROUP,
                "warm-" + function,
                expression,
                timeZone,
                Optional.empty(),
                Optional.empty(),
                new FunctionName(function, Optional.empty()),
                "{\"hearth\":{\"cycle\":{\"target\":" + target + ",\"id\":\"<aws.scheduler.execution-id>\","
                        + "\"scheduledAt\":\"<aws.scheduler.scheduled-time>\"}}}");
    }

    /** The event of a cycle that is sent by hand, which is neither repeated nor too late. */
    static String cycle(int target) {
        return "{\"hearth\":{\"cycle\":{\"target\":" + target + "}}}";
    }
}
