package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.lab.cloud.Deployment;
import dev.hearth.lab.cloud.Handler;
import dev.hearth.lab.cloud.Warming;
import dev.hearth.lab.http.HttpKind;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.linux.Limits;
import dev.hearth.lab.plan.PlannedSchedule;
import dev.hearth.lab.schedule.Expression;
import dev.hearth.lab.schedule.Origin;
import dev.hearth.lab.schedule.Schedule;
import dev.hearth.lab.watch.Ink;
import dev.hearth.warm.event.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BannerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T18:00:30Z");
    private static final String CYCLE = "{\"hearth\":{\"cycle\":{\"target\":5}}}";
    private static final FunctionSettings SETTINGS = FunctionSettings.named("hearth");

    @Test
    void a_typed_schedule_needs_no_name() {
        String rate = "rate(5 minutes)";
        assertEquals(
                List.of("  kept warm   20 environments, rate(5 minutes)"),
                about(
                        "kept warm",
                        SETTINGS,
                        Warming.typed("hearth", rate, Expression.parse(rate), ZoneOffset.UTC, Target.of(20))));
    }

    @Test
    void a_plan_s_schedules_come_with_their_names_and_when_they_are_due() {
        assertEquals(
                List.of(
                        "  kept warm   often: 5 environments, rate(5 minutes), now",
                        "  kept warm   office: 5 environments, cron(0 8 ? * MON-FRI *) Europe/Berlin,"
                                + " next 2026-11-24 08:00",
                        "  kept warm   past: 5 environments, at(2026-01-01T00:00:00) Europe/Berlin, never again",
                        "  kept warm   report: an event of its own, rate(1 hour), now"),
                about(
                        "kept warm",
                        SETTINGS,
                        planned("often", "rate(5 minutes)", CYCLE),
                        planned("office", "cron(0 8 ? * MON-FRI *)", CYCLE),
                        planned("past", "at(2026-01-01T00:00:00)", CYCLE),
                        planned("report", "rate(1 hour)", "{\"rebuild\":true}")));
    }

    @Test
    void provisioned_environments_are_said_to_be_started_up_front() {
        FunctionSettings settings = SETTINGS.withProvisionedConcurrency(2);
        assertEquals(List.of("  provisioned 2 environments, started up front"), about("provisioned", settings));
        assertEquals(List.of(), about("kept warm", settings));
    }

    @Test
    void a_function_that_nothing_keeps_warm_says_so() {
        assertEquals(List.of("  kept warm   not at all"), about("kept warm", SETTINGS));
    }

    @Test
    void what_of_a_plan_is_not_here_is_said_line_by_line() {
        assertEquals(
                List.of("  not here    layers, which hearth has", "  not here    a VPC, which hearth has"),
                about("not here", SETTINGS));
    }

    private static Warming planned(String name, String expression, String input) {
        return Warming.planned(new PlannedSchedule(
                expression,
                new Schedule(
                        new Origin.Scheduler("hearth", name, input),
                        Expression.parse(expression),
                        ZoneId.of("Europe/Berlin"),
                        Optional.empty(),
                        Optional.empty(),
                        new FunctionName("hearth", Optional.of("live")))));
    }

    @Test
    void says_where_the_page_is() {
        assertEquals(
                List.of("  dashboard   http://localhost:9002  (all of this to look at)"), about("dashboard", SETTINGS));
    }

    private static List<String> about(String label, FunctionSettings settings, Warming... warmings) {
        Deployment deployment = new Deployment(
                settings,
                Path.of("function.zip"),
                List.of(),
                new Handler.Own(),
                Optional.empty(),
                HttpKind.API,
                9000,
                List.of(warmings));
        return Banner.lines(
                        new Ink(false),
                        List.of(deployment),
                        List.of("layers, which hearth has", "a VPC, which hearth has"),
                        9001,
                        OptionalInt.of(9002),
                        new Limits(true, true, "limited"),
                        NOW)
                .stream()
                .filter(line -> line.startsWith("  " + label))
                .toList();
    }
}
