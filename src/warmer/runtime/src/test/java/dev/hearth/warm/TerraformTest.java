package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code terraform/} tells the function is what the function listens to. */
class TerraformTest {
    private static final Path TERRAFORM = Path.of("../../../terraform");
    private static final Pattern NAMED_REGION = Pattern.compile("aws_region\\.\\w+(\\.(id|name)\\b|\\[\")");
    private static final Pattern GRANT = Pattern.compile("resource \"(aws_(?:iam|lambda_permission)\\w*\" \"\\w+)\"");
    private static final Pattern VARIABLE = Pattern.compile("HEARTH_WARM_([A-Z_]+)");
    private static final Pattern DEFAULT = Pattern.compile("(\\w+)\\s*= optional\\(\\w+, \"?([^\")]+)\"?\\)");
    /** Not told: the module works its own time-out rule out with it. */
    private static final Set<String> LEFT_TO_THE_FUNCTION = Set.of("reserve");

    @Test
    void every_environment_variable_is_a_setting_and_every_setting_is_told() throws IOException {
        Set<String> told = new TreeSet<>(LEFT_TO_THE_FUNCTION);
        VARIABLE.matcher(read("warming.tf"))
                .results()
                .forEach(found -> told.add(found.group(1).toLowerCase(Locale.ROOT)));

        assertEquals(settings().keySet(), told);
    }

    @Test
    void a_setting_has_the_same_default_in_both() throws IOException {
        String variables = read("variables.tf");
        String warm =
                variables.substring(variables.indexOf("variable \"warm\""), variables.indexOf("variable \"http\""));
        Map<String, String> defaults = new TreeMap<>();
        DEFAULT.matcher(warm).results().forEach(found -> defaults.put(found.group(1), found.group(2)));

        Map<String, String> settings = settings();
        settings.keySet().removeAll(LEFT_TO_THE_FUNCTION);
        settings.remove("max_target"); // worked out from the concurrency that there is
        assertEquals(settings, defaults);
    }

    @Test
    void who_may_apply_has_what_older_providers_ask_of_logs_and_iam() throws IOException {
        String readme = read("README.md");

        for (String action : List.of("TagLogGroup", "UntagLogGroup", "ListTagsLogGroup")) {
            assertTrue(actionsOf("logs", readme).contains('`' + action + '`'), action);
        }
        assertTrue(actionsOf("iam", readme).contains("`UpdateRoleDescription`"));
    }

    /** Provider 5 has id and name, 6 has region and warns of the other two wherever they are named. */
    @Test
    void no_file_names_an_attribute_of_the_region_that_a_provider_warns_of() throws IOException {
        try (Stream<Path> files = Files.list(TERRAFORM)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".tf")).toList()) {
                assertFalse(NAMED_REGION.matcher(Files.readString(file)).find(), file.toString());
            }
        }
    }

    @Test
    void nobody_but_the_function_and_the_scheduler_is_given_a_role_and_nobody_but_http_a_permission()
            throws IOException {
        Set<String> given = new TreeSet<>();
        try (Stream<Path> files = Files.list(TERRAFORM)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".tf")).toList()) {
                GRANT.matcher(Files.readString(file)).results().forEach(found -> given.add(found.group(1)));
            }
        }

        assertEquals(
                Set.of(
                        "aws_iam_role.function",
                        "aws_iam_role.scheduler",
                        "aws_iam_role_policy.function",
                        "aws_iam_role_policy.existing",
                        "aws_iam_role_policy.scheduler",
                        "aws_lambda_permission.api",
                        "aws_lambda_permission.open"),
                given.stream().map(each -> each.replace("\" \"", ".")).collect(Collectors.toSet()));
    }

    private static String actionsOf(String service, String readme) {
        return readme.lines()
                .filter(line -> line.startsWith("| `" + service + "` |"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (Method setting : WarmConfig.class.getDeclaredMethods()) {
            // One without a default is about the events that the module does not send.
            if (setting.isAnnotationPresent(WithDefault.class)) {
                settings.put(
                        setting.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT),
                        setting.getAnnotation(WithDefault.class).value());
            }
        }
        return settings;
    }

    private static String read(String file) throws IOException {
        return Files.readString(TERRAFORM.resolve(file));
    }
}
