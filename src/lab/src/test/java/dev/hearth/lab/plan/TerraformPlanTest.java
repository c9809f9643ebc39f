package dev.hearth.lab.plan;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.FunctionSettings.Asynchronous;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.plan.PlannedFunction.Front;
import dev.hearth.lab.schedule.Expression;
import dev.hearth.lab.schedule.Origin;
import dev.hearth.lab.schedule.Schedule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans as Terraform wrote them, cut down to what is read; {@code foreign.json} and those in texts are made up. */
class TerraformPlanTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:a";

    @TempDir
    Path folder;

    @Test
    void a_module_s_function_comes_with_its_settings() {
        PlannedFunction shop = stored("complete").functions().getFirst();
        assertAll(
                () -> assertEquals("shop", shop.settings().name()),
                () -> assertEquals(new MemorySize(1024), shop.settings().memory()),
                () -> assertEquals(Duration.ofSeconds(15), shop.settings().timeout()),
                () -> assertEquals(OptionalInt.of(200), shop.settings().reservedConcurrency()),
                () -> assertEquals(0, shop.settings().provisionedConcurrency()),
                () -> assertEquals(Set.of("live"), shop.settings().aliases()),
                () -> assertEquals(
                        new Asynchronous(0, Duration.ofSeconds(60)),
                        shop.settings().asynchronous()),
                () -> assertEquals(
                        Map.of(
                                "GREETING", "Hello from the shop",
                                "HEARTH_WARM_EXPOSE", "false",
                                "HEARTH_WARM_FAN_OUT", "25",
                                "HEARTH_WARM_MAX_AGE", "2m",
                                "HEARTH_WARM_MAX_TARGET", "100",
                                "HEARTH_WARM_MAX_WINDOW", "1s",
                                "HEARTH_WARM_MIN_WINDOW", "100ms",
                                "HEARTH_WARM_ROUNDS", "3"),
                        shop.settings().environment()),
                () -> assertEquals(Optional.of("bootstrap"), shop.handler()),
                () -> assertEquals(Optional.of("live"), shop.alias()));
    }

    @Test
    void a_function_s_package_is_where_the_plan_says() {
        assertEquals(
                new Code.Zip(
                        Path.of("./../../../target/function.zip"),
                        Optional.of("X3kuW6znjtEpQD1MTlPNNTWbJrogx3KKZuaEwDTW8pg=")),
                stored("complete").functions().getFirst().code());
    }

    @Test
    void all_schedules_of_a_module_come_with_their_zone_start_end_and_event() {
        List<PlannedSchedule> schedules =
                stored("complete").functions().getFirst().schedules();
        assertEquals(
                List.of("nights", "office", "sale", "weekends"),
                schedules.stream().map(planned -> planned.schedule().name()).toList());
        Schedule sale = schedules.get(2).schedule();
        assertAll(
                () -> assertEquals("cron(0/2 * * * ? *)", schedules.get(2).expression()),
                () -> assertEquals("shop/sale", sale.path()),
                () -> assertEquals(ZoneId.of("Europe/Berlin"), sale.timeZone()),
                () -> assertEquals(Optional.of(Instant.parse("2027-11-26T05:00:00Z")), sale.start()),
                () -> assertEquals(Optional.of(Instant.parse("2027-11-29T23:00:00Z")), sale.end()),
                () -> assertEquals(new FunctionName("shop", Optional.of("live")), sale.function()),
                () -> assertEquals(
                        new Origin.Scheduler(
                                "shop",
                                "sale",
                                "{\"hearth\":{\"cycle\":{\"id\":\"<aws.scheduler.execution-id>\","
                                        + "\"scheduledAt\":\"<aws.scheduler.scheduled-time>\",\"target\":60}}}"),
                        sale.origin()));
    }

    @Test
    void of_hearth_s_own_schedules_everything_runs_here() {
        assertEquals(List.of(), stored("complete").notHere());
    }

    @Test
    void provisioned_environments_are_a_setting_of_their_function() {
        TerraformPlan plan = stored("provisioned");
        assertEquals(2, plan.functions().getFirst().settings().provisionedConcurrency());
        assertEquals(List.of("the runtime java21 of hearth: it runs on java25"), plan.notHere());
    }

    @Test
    void of_scaling_the_least_is_provisioned_and_the_rest_is_not_here() {
        TerraformPlan plan = stored("autoscaled");
        assertEquals(2, plan.functions().getFirst().settings().provisionedConcurrency());
        assertEquals(
                List.of(
                        "scaling of hearth:live between 2 and 5 environments: the 2 that are started up front stay",
                        "the scheduled action day, cron(0 8 * * ? *): it would scale hearth:live to 3 to 5"),
                plan.notHere());
    }

    @Test
    void snapstart_s_snapshot_is_not_here() {
        assertTrue(stored("snapstart")
                .notHere()
                .contains("SnapStart's snapshot, which hearth would start from: each of its environments starts"
                        + " in full"));
    }

    @Test
    void minus_one_is_how_the_provider_says_that_nothing_is_reserved() {
        assertEquals(OptionalInt.empty(), foreign("orders").settings().reservedConcurrency());
    }

    @Test
    void what_a_plan_leaves_open_is_what_aws_takes() {
        assertEquals(
                new Asynchronous(1, Duration.ofHours(6)),
                foreign("orders").settings().asynchronous());
        assertEquals(Asynchronous.DEFAULT, foreign("stock").settings().asynchronous());
        assertEquals(Set.of("prod"), foreign("orders").settings().aliases());
        assertEquals(
                "default/plain",
                foreign("orders").schedules().getFirst().schedule().path());
    }

    @Test
    void a_package_that_lies_elsewhere_is_said_to() {
        assertEquals(
                new Code.Elsewhere("lies in the S3 bucket artefacts"),
                foreign("stock").code());
    }

    @Test
    void what_does_not_run_here_is_said_line_by_line_and_the_rest_runs() {
        TerraformPlan plan = stored("foreign");
        assertEquals(
                List.of("orders", "stock"),
                plan.functions().stream()
                        .map(function -> function.settings().name())
                        .toList());
        assertEquals(
                List.of("plain", "grouped", "flexible"),
                foreign("orders").schedules().stream()
                        .map(planned -> planned.schedule().name())
                        .toList());
        assertEquals(
                List.of(
                        "the runtime java21 of orders: it runs on java25",
                        "layers, which orders has",
                        "a VPC, which orders has",
                        "X-Ray, which orders sends its traces to",
                        "the environment variable TABLE of orders: it is known after apply only",
                        "the function report: its runtime python3.13, where there are provided.al2023 and java25",
                        "the function aws_lambda_function.nameless: its name is known after apply only",
                        "the flexible time window of flexible: it fires when it is due",
                        "the schedule off: it is disabled",
                        "the schedule later: its arn is known after apply only",
                        "the schedule queue: its target arn:aws:sqs:eu-central-1:123456789012:orders is no function that"
                                + " runs here",
                        "the schedule canary: its target arn:aws:lambda:eu-central-1:123456789012:function:orders:canary"
                                + " is no alias of this plan",
                        "the schedule silent: it has no input",
                        "the schedule second: rate(30 seconds): the precision is one minute; write"
                                + " rate(1 minute) or more",
                        "the schedule nowhere: Unknown time-zone ID: Berlin"),
                plan.notHere().subList(0, plan.notHere().size() - 1));
        assertTrue(plan.notHere().getLast().startsWith("the schedule sometime: Text 'soon'"), plan.notHere()::getLast);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a function's arn                  | "aws_lambda_function.a.arn", "aws_lambda_function.a"                               | a
                    an alias's arn                    | "aws_lambda_alias.live[0].arn", "aws_lambda_alias.live[0]", "aws_lambda_alias.live" | a:live
                    an alias or else its function     | "aws_lambda_alias.live", "aws_lambda_function.a.arn", "aws_lambda_function.a"       | a:live
                    a module's output                 | "module.shop.function_arn", "module.shop"                                           | b
                    the instance of the same key      | "aws_lambda_function.each", "each.key"                                               | day
                    what is looped over               | "each.value"                                                                         | a
                    """)
    void a_schedule_s_target_whose_arn_is_known_after_apply_only_is_whom_it_refers_to(
            String what, String references, String function) {
        TerraformPlan plan = given(referring("aws_scheduler_schedule.s[\"day\"]", references, ""));
        List<FunctionName> targets = plan.functions().stream()
                .flatMap(planned -> planned.schedules().stream())
                .map(planned -> planned.schedule().function())
                .toList();
        assertEquals(List.of(FunctionName.parse(function).orElseThrow()), targets, plan.notHere()::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "aws_lambda_function.a.arn", "aws_lambda_function.a", "module.shop.function_arn"
                    "local.target"
                    "aws_sqs_queue.q.arn", "aws_sqs_queue.q"
                    """)
    void a_schedule_whose_reference_leaves_its_function_open_is_not_here(String references) {
        assertEquals(
                List.of("the schedule s: its arn is known after apply only"),
                given(referring("aws_scheduler_schedule.s[\"day\"]", references, ""))
                        .notHere());
    }

    @Test
    void a_schedule_in_a_module_finds_its_function_through_the_module_s_variable() {
        String module =
                """
                , "timer": {"expressions": {"target_arn": {"references": ["module.shop.function_arn", "module.shop"]}},
                  "module": {"resources": [{"address": "aws_scheduler_schedule.s",
                    "expressions": {"target": [{"arn": {"references": ["var.target_arn"]}}]}}]}}
                """;
        TerraformPlan plan = given(referring("module.timer.aws_scheduler_schedule.s", "", module));
        assertEquals(
                List.of("b"),
                plan.functions().stream()
                        .filter(planned -> !planned.schedules().isEmpty())
                        .map(planned -> planned.settings().name())
                        .toList(),
                plan.notHere()::toString);
    }

    /** A plan of four functions, an alias whose function is known by reference, and a schedule of an unknown target. */
    private static String referring(String schedule, String references, String moduleCalls) {
        return """
                {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
                  {"address": "aws_lambda_function.a", "mode": "managed", "type": "aws_lambda_function", "values": {"function_name": "a"}},
                  {"address": "aws_lambda_function.each[\\"day\\"]", "mode": "managed", "type": "aws_lambda_function", "values": {"function_name": "day"}},
                  {"address": "aws_lambda_function.each[\\"night\\"]", "mode": "managed", "type": "aws_lambda_function", "values": {"function_name": "night"}},
                  {"address": "aws_lambda_alias.live[0]", "mode": "managed", "type": "aws_lambda_alias", "values": {"name": "live"}},
                  {"address": "SCHEDULE", "mode": "managed", "type": "aws_scheduler_schedule", "values":
                    {"name": "s", "schedule_expression": "rate(5 minutes)", "target": [{"input": "{}"}]}}],
                  "child_modules": [{"resources": [
                    {"address": "module.shop.aws_lambda_function.this[0]", "mode": "managed", "type": "aws_lambda_function", "values": {"function_name": "b"}}]}]}},
                 "resource_changes": [
                  {"address": "aws_lambda_alias.live[0]", "change": {"after_unknown": {"function_name": true}}},
                  {"address": "SCHEDULE", "change": {"after_unknown": {"target": [{"arn": true}]}}}],
                 "configuration": {"root_module": {
                  "resources": [
                    {"address": "aws_lambda_alias.live", "expressions": {"function_name": {"references": ["aws_lambda_function.a.arn", "aws_lambda_function.a"]}}},
                    {"address": "aws_scheduler_schedule.s", "for_each_expression": {"references": ["aws_lambda_function.a.arn", "aws_lambda_function.a"]},
                     "expressions": {"target": [{"arn": {"references": [REFERENCES]}}]}}],
                  "module_calls": {"shop": {"module": {"outputs": {"function_arn": {"expression":
                    {"references": ["aws_lambda_function.this[0].arn", "aws_lambda_function.this[0]", "aws_lambda_function.this"]}}}}}CALLS}}}}
                """
                .replace("SCHEDULE", schedule.replace("\"", "\\\""))
                .replace("REFERENCES", references)
                .replace("CALLS", moduleCalls);
    }

    private TerraformPlan given(String content) {
        try {
            return TerraformPlan.read(Files.writeString(folder.resolve("given.json"), content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_plan_without_a_function_says_so() {
        assertEquals("the plan PLAN deploys no Lambda function", refusal(planned("")));
        assertTrue(assertThrows(Refusal.class, () -> stored("adopt"))
                .getMessage()
                .endsWith("deploys no Lambda function that can run here:\n  the schedule day: its target"
                        + " arn:aws:lambda:us-east-1:123456789012:function:orders:live is no function that runs here"));
    }

    @Test
    void a_plan_that_is_not_there_says_how_to_write_one() {
        Path none = folder.resolve("none.json");
        String message =
                assertThrows(Refusal.class, () -> TerraformPlan.read(none)).getMessage();
        assertEquals(
                "there is no plan " + none + ": write one with 'terraform/plan-json > " + none
                        + "', or with 'terraform show -json PLAN > " + none + "'",
                message);
    }

    /** Of such a mistake Jackson knows no place. */
    @Test
    void a_plan_that_is_nested_beyond_measure_is_refused_in_words() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.json"), "[".repeat(1_001));
        Refusal refusal = assertThrows(Refusal.class, () -> TerraformPlan.read(plan));
        assertTrue(refusal.getMessage().startsWith(plan + " is no JSON: give what"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PK and more                                        | is a plan in Terraform's own form, not in JSON: write 'terraform show -json PLAN > plan.json'
                    {"format_version": "1.2",                          | is no JSON (line 2): give what 'terraform show -json PLAN' prints
                    Terraform used the selected providers              | is no JSON (line 1): give what
                    []                                                 | is JSON, but no plan: give what
                    {"@level": "info"}                                 | is JSON, but no plan: give what
                    {"format_version": "1.0", "values": {}}            | is a state, which says what is deployed, not a plan: give what
                    {"version": 4, "lineage": "0f1e"}                  | is a state, which says what is deployed, not a plan: give what
                    {"format_version": "1.0", "provider_schemas": {}}  | is no plan (it has no planned_values): give what
                    {"format_version": "0.2", "planned_values": {}}    | is a plan in format 0.2, of which only 1 is known here: plan with Terraform 1.9
                    {"format_version": "2.0", "planned_values": {}}    | is a plan in format 2.0, of which only 1 is known here
                    {"format_version": "1.2", "planned_values": {}, "errored": true} | is half a plan: Terraform met errors
                    """)
    void what_is_no_plan_is_named_with_what_to_give_instead(String content, String message) {
        String refusal = refusal(content + "\n");
        assertTrue(refusal.startsWith("PLAN " + message), refusal);
    }

    @Test
    void a_value_that_terraform_would_not_write_is_named_by_its_address() {
        assertEquals(
                "aws_lambda_function.a.memory_size is \"much\" in the plan, not a whole number: give a plan as Terraform"
                        + " writes it",
                refusal(planned(function("\"memory_size\": \"much\""))));
    }

    @Test
    void a_setting_that_lambda_would_refuse_is_refused() {
        assertEquals(
                "aws_lambda_function.a: memory size must be 128 to 10240 MB, not 64",
                refusal(planned(function("\"memory_size\": 64"))));
    }

    @Test
    void a_rule_with_a_schedule_is_run_for_each_of_its_targets_that_is_a_function() throws IOException {
        TerraformPlan plan = read(planned(function("\"timeout\": 3") + ","
                + rule("\"name\": \"often\", \"schedule_expression\": \"rate(5 minutes)\"") + ","
                + target("a", "\"rule\": \"often\", \"arn\": \"" + ARN + "\", \"input\": \"{\\\"warmer\\\":true}\"")
                + ","
                + target("b", "\"rule\": \"often\", \"arn\": \"" + ARN + ":$LATEST\"") + ","
                + target("q", "\"rule\": \"often\", \"arn\": \"arn:aws:sqs:us-east-1:123456789012:q\"")));
        assertEquals(
                List.of(
                        new PlannedSchedule(
                                "rate(5 minutes)",
                                new Schedule(
                                        new Origin.Rule(
                                                "often",
                                                "aws_cloudwatch_event_target.a",
                                                Optional.of("{\"warmer\":true}")),
                                        Expression.parseRule("rate(5 minutes)"),
                                        ZoneOffset.UTC,
                                        Optional.empty(),
                                        Optional.empty(),
                                        new FunctionName("a", Optional.empty()))),
                        new PlannedSchedule(
                                "rate(5 minutes)",
                                new Schedule(
                                        new Origin.Rule("often", "aws_cloudwatch_event_target.b", Optional.empty()),
                                        Expression.parseRule("rate(5 minutes)"),
                                        ZoneOffset.UTC,
                                        Optional.empty(),
                                        Optional.empty(),
                                        new FunctionName("a", Optional.of("$LATEST"))))),
                plan.functions().getFirst().schedules());
        assertEquals(List.of(), plan.notHere());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "is_enabled": false, "schedule_expression": "rate(5 minutes)" | | the rule often: it is disabled
                    "state": "DISABLED", "schedule_expression": "rate(5 minutes)" | | the rule often: it is disabled
                    "schedule_expression": "rate(5 minute)" | | the rule often: rate(5 minute): the unit of 5 is minutes; write rate(5 minutes)
                    "schedule_expression": "at(2030-01-01T00:00:00)" | | the rule often: at(2030-01-01T00:00:00): rules have rate() and cron() only; EventBridge Scheduler has at()
                    "event_pattern": "{}" | | the rule often: it waits for events, which nothing sends here
                    "event_bus_name": "own", "schedule_expression": "rate(5 minutes)" | | the rule often: it is of another bus than the default one
                    "schedule_expression": "rate(5 minutes)" | "input_path": "$.detail" | the rule often: its input is a part of the event (input_path), which is not done here
                    "schedule_expression": "rate(5 minutes)" | "input_transformer": [{"input_template": "<x>"}] | the rule often: its input is made from the event (input_transformer), which is not done here
                    "event_pattern": "{}", "schedule_expression": "rate(5 minutes)" | | the rule often in so far as it waits for events: it fires when it is due
                    """)
    void what_of_a_rule_does_not_run_is_said(String rule, String target, String line) throws IOException {
        assertEquals(
                List.of(line),
                read(planned(function("\"timeout\": 3") + "," + rule("\"name\": \"often\", " + rule) + ","
                                + target(
                                        "a",
                                        "\"rule\": \"often\", \"arn\": \"" + ARN + "\""
                                                + (target == null ? "" : ", " + target))))
                        .notHere());
    }

    @Test
    void a_target_whose_rule_or_function_is_not_there_is_said() throws IOException {
        String often = rule("\"name\": \"often\", \"schedule_expression\": \"rate(5 minutes)\"");
        assertEquals(
                List.of(
                        "the target aws_cloudwatch_event_target.a: its rule other is not in this plan",
                        "the rule often: its target " + ARN + "b is no function that runs here",
                        "the rule often: its target " + ARN + ":live is no alias of this plan"),
                read(planned(String.join(
                                ",",
                                function("\"timeout\": 3"),
                                often,
                                target("a", "\"rule\": \"other\", \"arn\": \"" + ARN + "\""),
                                target("b", "\"rule\": \"often\", \"arn\": \"" + ARN + "b\""),
                                target("c", "\"rule\": \"often\", \"arn\": \"" + ARN + ":live\""))))
                        .notHere());
    }

    @Test
    void a_rule_and_its_function_are_found_by_what_their_target_refers_to() throws IOException {
        String resources = String.join(
                ",",
                function("\"timeout\": 3"),
                rule("\"schedule_expression\": \"cron(0 8 * * ? *)\""),
                target("a", "\"input\": null"));
        String rest =
                """
                , "resource_changes": [
                  {"address": "aws_cloudwatch_event_rule.often", "change": {"after_unknown": {"name": true}}},
                  {"address": "aws_cloudwatch_event_target.a", "change": {"after_unknown": {"rule": true, "arn": true}}}],
                 "configuration": {"root_module": {"resources": [{"address": "aws_cloudwatch_event_target.a",
                  "expressions": {"rule": {"references": ["aws_cloudwatch_event_rule.often.name", "aws_cloudwatch_event_rule.often"]},
                   "arn": {"references": ["aws_lambda_function.a.arn", "aws_lambda_function.a"]}}}]}}
                """;
        TerraformPlan read = read(planned(resources, rest));
        assertEquals(
                "often",
                read.functions().getFirst().schedules().getFirst().schedule().name());
        assertEquals(List.of("the name of the rule often: it is known after apply only"), read.notHere());
    }

    private static String rule(String values) {
        return resource("aws_cloudwatch_event_rule", "often", values);
    }

    private static String target(String label, String values) {
        return resource("aws_cloudwatch_event_target", label, values);
    }

    private static String resource(String type, String label, String values) {
        return "{\"address\": \"" + type + "." + label + "\", \"mode\": \"managed\", \"type\": \"" + type
                + "\", \"values\": {" + values + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    the provider          | | "configuration": {"provider_config": {"aws": {"expressions": {"region": {"constant_value": "eu-west-1"}, "allowed_account_ids": {"constant_value": ["210987654321"]}}}}}
                    the root's variables  | | "variables": {"where": {"value": "eu-west-1"}}, "configuration": {"provider_config": {"aws": {"expressions": {"region": {"references": ["var.where"]}, "allowed_account_ids": {"constant_value": ["210987654321"]}}}}}
                    an ARN                | "arn": "arn:aws:lambda:eu-west-1:210987654321:function:a", | "configuration": {}
                    region and role       | "region": "eu-west-1", "role": "arn:aws:iam::210987654321:role/path/r", | "configuration": {}
                    what AWS was asked    | | "prior_state": {"values": {"root_module": {"child_modules": [{"resources": [{"mode": "data", "type": "aws_region", "values": {"name": "eu-west-1"}}, {"mode": "data", "type": "aws_caller_identity", "values": {"account_id": "210987654321"}}]}]}}}
                    """)
    void functions_run_where_the_plan_says(String by, String values, String rest) throws IOException {
        TerraformPlan plan = read(planned(function((values == null ? "" : values) + "\"timeout\": 3"), "," + rest));
        assertEquals(Optional.of("eu-west-1"), plan.region());
        assertEquals(Optional.of("210987654321"), plan.account());
        assertEquals(List.of(), plan.notHere());
    }

    @Test
    void a_plan_that_does_not_say_where_leaves_it_open() throws IOException {
        TerraformPlan plan = read(planned(
                function("\"timeout\": 3"),
                ", \"configuration\": {\"provider_config\":"
                        + " {\"aws\": {\"expressions\": {\"region\": {\"references\": [\"local.where\"]}}}}}"));
        assertEquals(Optional.empty(), plan.region());
        assertEquals(Optional.empty(), plan.account());
    }

    @Test
    void of_several_regions_the_functions_one_counts_and_that_is_said() throws IOException {
        TerraformPlan plan = read(planned(
                function("\"region\": \"eu-west-1\""),
                ", \"configuration\": {\"provider_config\": {\"aws\": {\"expressions\": {\"region\":"
                        + " {\"constant_value\": \"us-east-1\"}}}}}"));
        assertEquals(Optional.of("eu-west-1"), plan.region());
        assertEquals(List.of("several regions (eu-west-1, us-east-1): everything runs in eu-west-1"), plan.notHere());
    }

    /** Whatever stands where in a plan. */
    @ParameterizedTest
    @ValueSource(strings = {"complete", "foreign", "autoscaled"})
    void a_plan_with_anything_anywhere_is_read_or_refused_in_words(String name) throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode plan = json.readTree(TerraformPlanTest.class.getResourceAsStream(name + ".json"));
        List<JsonNode> odd = new ArrayList<>();
        for (String text :
                List.of("null", "true", "-1", "1e99", "\"\\u0000\"", "\"a b\"", "[]", "{}", "[[]]", "[{}]")) {
            odd.add(json.readTree(text));
        }
        for (String place : places(plan, "")) {
            JsonPointer pointer = JsonPointer.compile(place);
            for (JsonNode value : odd) {
                JsonNode changed = plan.deepCopy();
                JsonNode parent = changed.at(pointer.head());
                String last = pointer.last().getMatchingProperty();
                if (parent instanceof ObjectNode object) {
                    object.set(last, value);
                } else {
                    ((ArrayNode) parent).set(Integer.parseInt(last), value);
                }
                try {
                    TerraformPlan.read(Path.of("plan.json"), changed);
                } catch (Refusal e) {
                    assertFalse(e.getMessage().isBlank());
                } catch (RuntimeException e) {
                    throw new AssertionError(place + " = " + value, e);
                }
            }
        }
    }

    private static List<String> places(JsonNode node, String at) {
        List<String> places = new ArrayList<>();
        node.properties().forEach(entry -> {
            String place = at + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
            places.add(place);
            places.addAll(places(entry.getValue(), place));
        });
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                places.add(at + "/" + index);
                places.addAll(places(node.get(index), at + "/" + index));
            }
        }
        return places;
    }

    @Test
    void a_package_whose_name_is_no_path_is_named() {
        assertEquals(
                "aws_lambda_function.a.filename is no path (Nul character not allowed): a\0.zip",
                refusal(planned(function("\"filename\": \"a\\u0000.zip\""))));
    }

    @Test
    void a_folder_is_no_plan() {
        assertEquals(
                "cannot read the plan " + folder + ": Is a directory",
                assertThrows(Refusal.class, () -> TerraformPlan.read(folder)).getMessage());
    }

    @Test
    void a_function_url_is_how_http_reaches_its_function() throws IOException {
        String url = ", {\"address\": \"aws_lambda_function_url.a\", \"mode\": \"managed\", \"type\":"
                + " \"aws_lambda_function_url\", \"values\": {\"function_name\": \"a\"}}";
        String function = function("\"runtime\": \"provided.al2023\", \"filename\": \"a.zip\"");
        assertEquals(Front.FUNCTION_URL, front(planned(function + url)));
        assertEquals(Front.HTTP_API, front(planned(function)));
    }

    @Test
    void a_rest_api_is_how_http_reaches_the_function_that_its_integration_names() throws IOException {
        String function = function("\"runtime\": \"provided.al2023\", \"filename\": \"a.zip\"");
        String known = ", {\"address\": \"aws_api_gateway_integration.all\", \"mode\": \"managed\", \"type\":"
                + " \"aws_api_gateway_integration\", \"values\": {\"type\": \"AWS_PROXY\", \"uri\":"
                + " \"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                + "arn:aws:lambda:us-east-1:123456789012:function:%s/invocations\"}}";
        assertEquals(Front.REST_API, front(planned(function + known.formatted("a"))));
        assertEquals(Front.HTTP_API, front(planned(function + known.formatted("another"))));
        assertEquals(
                List.of("the resources, methods, authorizers and models of the REST API that"
                        + " aws_api_gateway_integration.all is of: every request reaches its function"),
                read(planned(function + known.formatted("a"))).notHere());
    }

    @Test
    void a_rest_api_is_known_by_what_its_integration_refers_to_before_the_arn_is_known() throws IOException {
        String function = function("\"runtime\": \"provided.al2023\", \"filename\": \"a.zip\"");
        String integration = ", {\"address\": \"aws_api_gateway_integration.all\", \"mode\": \"managed\", \"type\":"
                + " \"aws_api_gateway_integration\", \"values\": {\"type\": \"AWS_PROXY\"}}";
        assertEquals(
                Front.REST_API,
                front(planned(
                        function + integration,
                        ", \"configuration\": {\"root_module\": {\"resources\": [{\"address\":"
                                + " \"aws_api_gateway_integration.all\", \"expressions\": {\"uri\": {\"references\":"
                                + " [\"aws_lambda_function.a.invoke_arn\", \"aws_lambda_function.a\"]}}}]}}")));
    }

    private Front front(String plan) throws IOException {
        return read(plan).functions().getFirst().front();
    }

    private TerraformPlan read(String content) throws IOException {
        return TerraformPlan.read(Files.writeString(folder.resolve("given.json"), content));
    }

    private static String planned(String resources) {
        return planned(resources, "");
    }

    private static String planned(String resources, String rest) {
        return "{\"format_version\": \"1.2\", \"planned_values\": {\"root_module\": {\"resources\": [" + resources
                + "]}}" + rest + "}";
    }

    private static String function(String values) {
        return "{\"address\": \"aws_lambda_function.a\", \"mode\": \"managed\", \"type\": \"aws_lambda_function\","
                + " \"values\": {\"function_name\": \"a\", " + values + "}}";
    }

    private String refusal(String content) {
        try {
            Path file = Files.writeString(folder.resolve("given.json"), content);
            return assertThrows(Refusal.class, () -> TerraformPlan.read(file))
                    .getMessage()
                    .replace(file.toString(), "PLAN");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PlannedFunction foreign(String name) {
        return stored("foreign").functions().stream()
                .filter(function -> function.settings().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static TerraformPlan stored(String name) {
        try {
            return TerraformPlan.read(
                    Path.of(TerraformPlanTest.class.getResource(name + ".json").toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
