package dev.hearth.lab.plan;

import static dev.hearth.lab.plan.NotHere.LATER;

import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.schedule.Expression;
import dev.hearth.lab.schedule.Origin;
import dev.hearth.lab.schedule.Schedule;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What EventBridge's Scheduler and its rules send to a plan's functions, and when. */
final class ScheduleReader {

    private static final String DEFAULT_BUS = "default";

    private final Resources resources;
    private final Map<String, FunctionSettings> functions;
    private final Consumer<String> notHere;
    private final Set<String> paths = new HashSet<>();
    private final Map<String, List<PlannedSchedule>> schedules = new HashMap<>();

    /**
     * @param functions those that run here, by name
     * @param notHere told what does not run, a line each
     */
    ScheduleReader(Resources resources, Map<String, FunctionSettings> functions, Consumer<String> notHere) {
        this.resources = resources;
        this.functions = functions;
        this.notHere = notHere;
    }

    /** By function. */
    Map<String, List<PlannedSchedule>> read() {
        resources.of("aws_scheduler_schedule").forEach(resource -> {
            String shown = "the schedule " + resource.text("name").orElse(resource.address());
            if (add(shown, () -> schedule(resource)) && resource.says("flexible_time_window", "mode", "FLEXIBLE")) {
                notHere.accept("the flexible time window of "
                        + resource.text("name").orElse(resource.address()) + ": it fires when it is due");
            }
        });
        resources
                .of("aws_cloudwatch_event_target")
                .filter(this::mayBeForFunction)
                .forEach(this::addRule);
        return schedules;
    }

    /** Returns whether it runs. */
    private boolean add(String shown, Supplier<PlannedSchedule> reader) {
        try {
            PlannedSchedule planned = reader.get();
            if (!paths.add(planned.schedule().path())) {
                throw new NotHere("there is another one of this name");
            }
            schedules
                    .computeIfAbsent(planned.schedule().function().name(), function -> new ArrayList<>())
                    .add(planned);
            return true;
        } catch (NotHere | IllegalArgumentException | DateTimeException e) {
            notHere.accept(shown + ": " + e.getMessage());
            return false;
        }
    }

    private PlannedSchedule schedule(Resource resource) {
        if (resource.text("state").filter("DISABLED"::equals).isPresent()) {
            throw new NotHere("it is disabled");
        }
        String expression = required(resource, "schedule_expression");
        Resource target = resource.block("target").orElseThrow(() -> new NotHere("it has no target"));
        return new PlannedSchedule(
                expression,
                new Schedule(
                        new Origin.Scheduler(
                                resource.text("group_name").orElse(Origin.Scheduler.DEFAULT_GROUP),
                                required(resource, "name"),
                                required(target, "input")),
                        Expression.parse(expression),
                        ZoneId.of(resource.text("schedule_expression_timezone").orElse("UTC")),
                        resource.text("start_date").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant),
                        resource.text("end_date").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant),
                        target(target, () -> resources.referred(resource.address(), "target.arn"))));
    }

    /** Queues, topics and the rest have rules too. What an expression behind {@code local} is, no plan says. */
    private boolean mayBeForFunction(Resource target) {
        return resources.namesFunction(target)
                || target.text("arn").filter(arn -> arn.contains(":lambda:")).isPresent()
                || (target.isUnknown("arn")
                        && resources
                                .referredTo(target.address(), "arn")
                                .findAny()
                                .isEmpty());
    }

    private void addRule(Resource target) {
        Optional<Resource> found = ruleOf(target);
        if (found.isEmpty()) {
            notHere.accept("the target " + target.address() + ": its rule "
                    + target.text("rule")
                            .map(rule -> rule + " is not in this plan")
                            .orElse("is " + LATER));
            return;
        }
        Resource rule = found.get();
        String name = rule.text("name").orElseGet(rule::label);
        String shown = "the rule " + name;
        if (add(shown, () -> rule(rule, name, target))) {
            if (rule.isUnknown("name")) {
                notHere.accept("the name of the rule " + name + ": it is " + LATER);
            }
            if (rule.text("event_pattern").isPresent() || rule.isUnknown("event_pattern")) {
                notHere.accept(shown + " in so far as it waits for events: it fires when it is due");
            }
        }
    }

    private Optional<Resource> ruleOf(Resource target) {
        Optional<String> name = target.text("rule");
        return name.isPresent()
                ? resources
                        .of("aws_cloudwatch_event_rule")
                        .filter(rule -> rule.text("name").equals(name))
                        .findFirst()
                : resources
                        .referredTo(target.address(), "rule")
                        .filter(resource -> resource.type().equals("aws_cloudwatch_event_rule"))
                        .findFirst();
    }

    /** A rule counts in UTC (EventBridge user guide, "Creating an EventBridge rule that runs on a schedule"). */
    private PlannedSchedule rule(Resource rule, String name, Resource target) {
        if (rule.text("state").filter("DISABLED"::equals).isPresent()
                || rule.said("is_enabled").filter("false"::equals).isPresent()) {
            throw new NotHere("it is disabled");
        }
        if (rule.text("event_bus_name").filter(bus -> !bus.equals(DEFAULT_BUS)).isPresent()
                || rule.isUnknown("event_bus_name")) {
            throw new NotHere("it is of another bus than the default one");
        }
        boolean scheduled = rule.text("schedule_expression").isPresent() || rule.isUnknown("schedule_expression");
        if (!scheduled) {
            throw new NotHere("it waits for events, which nothing sends here");
        }
        String expression = required(rule, "schedule_expression");
        FunctionName function = target(target, () -> resources.referred(target.address(), "arn"));
        if (target.hasAny("input_transformer") || target.isUnknown("input_transformer")) {
            throw new NotHere("its input is made from the event (input_transformer), which is not done here");
        }
        if (target.text("input_path").isPresent() || target.isUnknown("input_path")) {
            throw new NotHere("its input is a part of the event (input_path), which is not done here");
        }
        return new PlannedSchedule(
                expression,
                new Schedule(
                        new Origin.Rule(name, target.address(), input(target)),
                        Expression.parseRule(expression),
                        ZoneOffset.UTC,
                        Optional.empty(),
                        Optional.empty(),
                        function));
    }

    /** Empty where the event is AWS's own. */
    private static Optional<String> input(Resource target) {
        if (target.isUnknown("input")) {
            throw new NotHere("its input is " + LATER);
        }
        return target.text("input");
    }

    /** @param referred whom the ARN belongs to, where it is known after apply only */
    private FunctionName target(Resource target, Supplier<Optional<FunctionName>> referred) {
        return function((target.isUnknown("arn") ? referred.get() : Optional.<FunctionName>empty())
                .map(FunctionName::text)
                .orElseGet(() -> required(target, "arn")));
    }

    private FunctionName function(String arn) {
        FunctionName function = FunctionName.parse(arn)
                .filter(name -> functions.containsKey(name.name()))
                .orElseThrow(() -> new NotHere("its target " + arn + " is no function that runs here"));
        boolean exists = function.qualifier().filter(qualifier -> !qualifier.equals(FunctionName.LATEST)).stream()
                .allMatch(functions.get(function.name()).aliases()::contains);
        if (!exists) {
            throw new NotHere("its target " + arn + " is no alias of this plan");
        }
        return function;
    }

    private static String required(Resource resource, String name) {
        return resource.text(name)
                .orElseThrow(() ->
                        new NotHere(resource.isUnknown(name) ? "its " + name + " is " + LATER : "it has no " + name));
    }
}
