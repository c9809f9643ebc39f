package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.lab.plan.TerraformPlan;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code up --plan}: the local Lambda runs what Terraform defines. */
class PlanIT {

    /** What {@code terraform/plan-json} exits with where Terraform finds no AWS provider. */
    private static final int NO_PROVIDER = 3;

    @TempDir
    Path folder;

    @Test
    void a_planned_schedule_fires_and_its_cycle_reaches_its_target() throws Exception {
        Path plan = plan(
                "memory=1024",
                "timeout=20",
                "reserved_concurrency=50",
                "warm={expose=true}",
                "strategy={schedules={often={expression=\"rate(5 minutes)\",target=4},"
                        + "later={expression=\"at(2199-01-01T08:00:00)\",timezone=\"Europe/Berlin\",target=9}}}");
        try (RunningLab lab = RunningLab.up("--plan", plan.toString())) {
            String cycle = lab.await(line -> line.contains("  cycle  "));
            assertTrue(cycle.contains("4 of 4 warm, 4 of them cold"), lab.text());
            says(lab, "1024 MB, reserved concurrency 50");
            says(lab, "  kept warm   often: 4 environments, rate(5 minutes), now");
            says(
                    lab,
                    "  kept warm   later: 9 environments, at(2199-01-01T08:00:00) Europe/Berlin, next 2199-01-01 08:00");
            assertEquals(200, lab.get("/warm").statusCode(), "the plan's variables open GET /warm");
            assertFalse(lab.text().contains("user waited"), lab.text());
        }
    }

    @Test
    void provisioned_environments_are_started_up_front_and_marked() throws Exception {
        Path plan = plan("strategy={kind=\"provisioned\",environments=2}");
        try (RunningLab lab = RunningLab.up("--plan", plan.toString())) {
            awaitProvisioned(lab, 2);
            assertEquals(200, lab.get("/hello").statusCode());
            says(lab, "  provisioned 2 environments, started up front");
            assertFalse(lab.text().contains("cold start"), lab.text());
        }
    }

    @Test
    void of_autoscaled_environments_the_least_are_started_and_the_rest_is_said() throws Exception {
        Path plan = plan("strategy={kind=\"autoscaled\",minimum=2,maximum=7}");
        try (RunningLab lab = RunningLab.up("--plan", plan.toString())) {
            awaitProvisioned(lab, 2);
            says(lab, "  not here    scaling of hearth:live between 2 and 7 environments: the 2 that are started");
        }
    }

    @Test
    void another_package_takes_the_place_of_the_plan_s_and_its_schedules_wait_until_they_are_due() throws Exception {
        try (RunningLab lab = RunningLab.up(
                "--plan",
                stored("complete"),
                "--package",
                RunningLab.functionPackage().toString())) {
            lab.await(line -> line.contains("  kept warm   sale: 60 environments"));
            lab.await(line -> line.contains("not imitated"));
            assertEquals(404, lab.get("/warm").statusCode(), "the plan's variables close GET /warm");
        }
    }

    @Test
    void a_plan_s_handler_variables_and_rule_stay_where_another_package_takes_the_place_of_its_own() throws Exception {
        Path plan = Files.writeString(
                folder.resolve("plan.json"),
                """
                {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
                  {"address": "aws_lambda_function.a", "mode": "managed", "type": "aws_lambda_function", "values":
                    {"function_name": "hearth", "runtime": "provided.al2023", "filename": "a.zip",
                     "handler": "function.handler", "environment": [{"variables": {"GREETING": "hello"}}]}},
                  {"address": "aws_cloudwatch_event_rule.often", "mode": "managed", "type": "aws_cloudwatch_event_rule",
                   "values": {"name": "often", "schedule_expression": "rate(5 minutes)"}},
                  {"address": "aws_cloudwatch_event_target.a", "mode": "managed", "type": "aws_cloudwatch_event_target",
                   "values": {"rule": "often", "arn": "arn:aws:lambda:eu-west-1:210987654321:function:hearth"}}]}},
                 "configuration": {"provider_config": {"aws": {"expressions": {"region": {"constant_value": "eu-west-1"}}}}}}
                """);
        String source = BashPackage.in(folder.resolve("bash")).toString();
        try (RunningLab lab = RunningLab.up("--plan", plan.toString(), "--package", source)) {
            lab.await(line -> line.contains("  cold start  "));
            says(lab, "  kept warm   often: an event of its own, rate(5 minutes), now");
            assertEquals(
                    "function.handler got {} and hello",
                    lab.invoke("{}".getBytes(StandardCharsets.UTF_8)).body(),
                    lab.text());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--memory, 512",
        "--timeout, 5s",
        "--schedule, rate(1 hour)",
        "--timezone, UTC",
        "--target, 3",
        "--reserved-concurrency, 7"
    })
    void what_the_plan_says_is_not_said_twice(String option, String value) throws Exception {
        refuses(2, option + " does not go with --plan, which says it", "--plan", stored("complete"), option, value);
    }

    @Test
    void a_function_that_the_plan_has_not_is_refused_with_those_that_it_has() throws Exception {
        refuses(2, "has no function orders; it has shop", "--plan", stored("complete"), "--function", "orders=x.zip");
        refuses(2, "has several functions (orders, stock)", "--plan", stored("foreign"), "--package", "x.zip");
    }

    @Test
    void what_is_no_plan_is_refused_without_a_stack_trace() throws Exception {
        refuses(2, "there is no plan none.json", "--plan", "none.json");
        refuses(2, "deploys no Lambda function that can run here", "--plan", stored("adopt"));
        refuses(2, "the plan's package of orders, build/orders.zip, is neither at", "--plan", stored("foreign"));
    }

    private static void refuses(int status, String why, String... arguments) throws Exception {
        try (RunningLab lab = RunningLab.up(arguments)) {
            assertEquals(status, lab.awaitExit(), lab.text());
            says(lab, "hearth: ");
            says(lab, why);
            assertFalse(lab.text().contains("\tat "), lab.text());
        }
    }

    private static void says(RunningLab lab, String text) {
        assertTrue(lab.text().contains(text), lab.text());
    }

    private static void awaitProvisioned(RunningLab lab, int number) throws InterruptedException {
        lab.await(line -> lab.output().stream()
                        .filter(told -> told.matches(".*  provisioned  .* init .*"))
                        .count()
                == number);
    }

    private static String stored(String name) throws URISyntaxException {
        return Path.of(TerraformPlan.class.getResource(name + ".json").toURI()).toString();
    }

    /** Plans the deployment of the function's own package, with these variables. */
    private Path plan(String... variables) throws IOException, InterruptedException {
        assumeTrue(hasTerraform(), "there is no terraform on the PATH");
        Path functionPackage = RunningLab.functionPackage().toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(List.of(
                "../../terraform/plan-json",
                ".",
                "-var=zip=" + functionPackage,
                "-var=architecture=" + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64")));
        if (!RunningLab.isNative()) {
            // Providers before 6.20 know no java25.
            command.addAll(List.of("-var=package=jvm", "-var=runtime=java21"));
        }
        Stream.of(variables).map("-var="::concat).forEach(command::add);
        Path plan = folder.resolve("plan.json");
        Path problems = folder.resolve("problems");
        ProcessBuilder terraform =
                new ProcessBuilder(command).redirectOutput(plan.toFile()).redirectError(problems.toFile());
        try (NoAccount account = new NoAccount()) {
            account.enter(terraform.environment());
            int status = terraform.start().waitFor();
            assumeTrue(status != NO_PROVIDER, () -> "terraform finds no AWS provider: " + read(problems));
            assertEquals(0, status, () -> read(problems));
        }
        return plan;
    }

    private static boolean hasTerraform() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "terraform")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
