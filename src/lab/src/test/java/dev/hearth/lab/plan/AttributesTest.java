package dev.hearth.lab.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttributesTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:a";

    @TempDir
    Path folder;

    @Test
    void every_resource_type_and_attribute_of_the_provider_has_its_row_and_no_row_is_of_anything_else()
            throws IOException {
        try (InputStream schema = AttributesTest.class.getResourceAsStream("schema.txt")) {
            List<String> names = new String(schema.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            assertEquals(
                    new TreeSet<>(names),
                    new TreeSet<>(Attributes.TABLE.all().stream()
                            .map(row -> row.type() + "." + row.name())
                            .toList()));
        }
    }

    @Test
    void every_row_has_one_of_four_verdicts_and_words_where_it_is_said() {
        for (Attributes.Attribute row : Attributes.TABLE.all()) {
            assertTrue(row.isNotHere() || List.of("runs", "line", "nothing").contains(row.verdict()), row::toString);
            assertEquals(row.isNotHere(), !row.words().isEmpty(), row::toString);
        }
    }

    @Test
    void the_table_for_users_is_what_the_lab_reads() throws IOException {
        Map<String, String> read = Attributes.TABLE.all().stream()
                .filter(Attributes.Attribute::isNotHere)
                .collect(Collectors.toMap(
                        Attributes.Attribute::type,
                        AttributesTest::shown,
                        (left, right) -> left + ", " + right,
                        LinkedHashMap::new));
        List<String> rows = Files.readAllLines(Path.of("../../docs/local-lambda.md")).stream()
                .filter(line -> line.startsWith("| `aws_"))
                .toList();
        assertEquals(
                read.entrySet().stream()
                        .map(row -> "| `" + row.getKey() + "` | " + row.getValue() + " |")
                        .toList(),
                rows);
    }

    private static String shown(Attributes.Attribute row) {
        return (row.name().equals(Attributes.ALL) ? "all of it" : "`" + row.name() + "`")
                + (row.verdict().contains(" unless ")
                        ? " other than `" + row.verdict().split(" unless ", 2)[1] + "`"
                        : "")
                + (row.ofFunctionsOnly() ? " where it names a function" : "");
    }

    static List<Attributes.Attribute> notHere() {
        return Attributes.TABLE.all().stream()
                .filter(Attributes.Attribute::isNotHere)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notHere")
    void what_is_not_here_has_its_line(Attributes.Attribute row) throws IOException {
        boolean all = row.name().equals(Attributes.ALL);
        Object value = all ? ARN : "odd";
        List<String> steps =
                List.of((all ? "arn" : row.name()).split("\\.", -1)).reversed();
        for (String step : steps) {
            value = value instanceof Map ? Map.of(step, List.of(value)) : Map.of(step, value);
        }
        Map<Object, Object> values = new HashMap<>((Map<?, ?>) value);
        if (row.ofFunctionsOnly()) {
            values.put("some_arn", ARN);
        }
        List<String> lines = notHere("some_resource", row.type(), values);
        String words = row.words().replace("{}", "odd");
        assertTrue(lines.stream().anyMatch(line -> line.startsWith(words)), lines::toString);
    }

    @Test
    void what_is_not_here_has_its_line_even_where_its_value_is_known_after_apply_only() throws IOException {
        Path file = folder.resolve("plan.json");
        Files.writeString(
                file,
                """
                {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
                  {"address": "aws_lambda_function.a", "mode": "managed", "type": "aws_lambda_function",
                   "values": {"function_name": "a"}},
                  {"address": "aws_lambda_function_event_invoke_config.a", "mode": "managed",
                   "type": "aws_lambda_function_event_invoke_config",
                   "values": {"function_name": "a", "destination_config": [{"on_failure": [{}]}]}}]}},
                 "resource_changes": [{"address": "aws_lambda_function_event_invoke_config.a", "change":
                  {"after_unknown": {"destination_config": [{"on_failure": [{"destination": true}]}]}}}]}
                """);
        assertEquals(
                List.of("a destination for events that failed, which aws_lambda_function_event_invoke_config.a has"),
                TerraformPlan.read(file).notHere());
    }

    @Test
    void an_attribute_that_only_a_newer_provider_has_has_its_line_where_it_is_set() throws IOException {
        Map<String, Object> values = new HashMap<>(
                Map.of("function_name", "b", "region", "eu-west-1", "brand_new", List.of(Map.of("mode", "ON"))));
        values.put("new_but_not_set", null);
        values.put("new_and_empty", List.of());
        values.put("new_and_off", false);
        assertEquals(
                List.of("the attribute brand_new, which b has: it is not known here"),
                notHere("aws_lambda_function.b", "aws_lambda_function", values).stream()
                        .filter(line -> line.contains("new"))
                        .toList());
        assertEquals(
                List.of("the attribute brand_new, which the schedule s has: it is not known here"),
                notHere(
                                "aws_scheduler_schedule.s",
                                "aws_scheduler_schedule",
                                Map.of("name", "s", "brand_new", "a text"))
                        .stream()
                        .filter(line -> line.contains("new"))
                        .toList());
    }

    @Test
    void a_resource_that_is_not_known_here_has_its_line_where_it_names_a_function() throws IOException {
        assertEquals(
                List.of("aws_lb_target_group_attachment.x, which names a function: this kind of resource is not known"
                        + " here"),
                notHere(
                        "aws_lb_target_group_attachment.x",
                        "aws_lb_target_group_attachment",
                        Map.of("target_id", ARN)));
        assertEquals(
                List.of(),
                notHere(
                        "aws_lb_target_group_attachment.x",
                        "aws_lb_target_group_attachment",
                        Map.of("target_id", ARN + "nother")));
        assertEquals(List.of(), notHere("aws_vpc.x", "aws_vpc", Map.of("cidr_block", "10.0.0.0/16")));
    }

    private List<String> notHere(String address, String type, Object values) throws IOException {
        Map<String, Object> function =
                resource("aws_lambda_function.a", "aws_lambda_function", Map.of("function_name", "a"));
        Map<String, Object> plan = Map.of(
                "format_version",
                "1.2",
                "planned_values",
                Map.of("root_module", Map.of("resources", List.of(function, resource(address, type, values)))));
        Path file = folder.resolve("plan.json");
        Files.write(file, new ObjectMapper().writeValueAsBytes(plan));
        return TerraformPlan.read(file).notHere();
    }

    private static Map<String, Object> resource(String address, String type, Object values) {
        return Map.of("address", address, "mode", "managed", "type", type, "values", values);
    }
}
