package dev.hearth.lab.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.plan.PlannedSchedule;
import dev.hearth.lab.schedule.Expression;
import dev.hearth.lab.schedule.Origin;
import dev.hearth.lab.schedule.Schedule;
import dev.hearth.warm.event.Target;
import dev.hearth.warm.event.WarmEvent;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How a function is kept warm.
 *
 * @param expression of the schedule, as it was written
 * @param first the event of a cycle that is sent at once where the schedule is not due
 */
public record Warming(String expression, Schedule schedule, Optional<String> first) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** By a schedule of the command line: who types it wants to see it work now. */
    public static Warming typed(
            String function, String written, Expression expression, ZoneId timeZone, Target target) {
        Schedule schedule = new Schedule(
                new Origin.Scheduler(Origin.Scheduler.DEFAULT_GROUP, "warm-" + function, scheduled(target)),
                expression,
                timeZone,
                Optional.empty(),
                Optional.empty(),
                new FunctionName(function, Optional.empty()));
        return new Warming(written, schedule, Optional.of(cycle(target)));
    }

    /** By a schedule of a plan, when it is due and not before. */
    public static Warming planned(PlannedSchedule planned) {
        return new Warming(planned.expression(), planned.schedule(), Optional.empty());
    }

    /** How many environments its cycles ask for; empty where its event is no warm cycle that could be led. */
    public Optional<Target> target() {
        JsonNode target = read().path(WarmEvent.KEY).path("cycle").path("target");
        long min = target.path("min").asLong(target.asLong());
        long max = target.path("max").asLong(target.asLong());
        return min >= 1 && max >= min ? Optional.of(new Target(min, max)) : Optional.empty();
    }

    /** Its event; empty where that is no JSON object. */
    private ObjectNode read() {
        try {
            return JSON.readTree(schedule.origin().input().orElse("{}")) instanceof ObjectNode event
                    ? event
                    : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    /** The same with another target; it must have one. */
    Warming withTarget(int target) {
        ObjectNode event = read();
        event.withObject("/" + WarmEvent.KEY + "/cycle").put("target", target);
        Schedule changed = new Schedule(
                schedule.origin().withInput(event.toString()),
                schedule.expression(),
                schedule.timeZone(),
                schedule.start(),
                schedule.end(),
                schedule.function());
        return new Warming(expression, changed, first.map(before -> cycle(Target.of(target))));
    }

    /** The event of a cycle that is sent by hand, which is neither repeated nor too late. */
    public static String cycle(Target target) {
        return new WarmEvent.Cycle(target, Optional.empty(), Optional.empty())
                .toJson()
                .toString();
    }

    /** The event of a schedule's cycles; EventBridge Scheduler fills in which one and when it was due. */
    private static String scheduled(Target target) {
        ObjectNode event =
                new WarmEvent.Cycle(target, Optional.of("<aws.scheduler.execution-id>"), Optional.empty()).toJson();
        event.withObject("/" + WarmEvent.KEY + "/cycle").put("scheduledAt", "<aws.scheduler.scheduled-time>");
        return event.toString();
    }
}
