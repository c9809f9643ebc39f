package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.watch.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever a user gives, a mistake is answered with lines that name it, and exit code 2. */
class MistakesTest {

    /** Arguments that take any text, or that are looked at only while the lab, a builder or AWS is at work. */
    private static final Set<String> TAKE_ANYTHING =
            Set.of("up --package", "up --record", "compare --package", "advise --function", "record --path");

    private static final String PLAN =
            """
            {"format_version": "1.2", "planned_values": {"root_module": {"resources": [
            {"address": "aws_lambda_function.a", "mode": "managed", "type": "aws_lambda_function", "values":
            {"function_name": "a", "runtime": "provided.al2023", "filename": "a.zip"}}]}}}
            """;

    @TempDir
    Path folder;

    private record Refusal(int exitCode, String text) {}

    /** All there are, so that nobody need think of a new one. */
    static Set<String> commands() {
        return lab().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void rubbish_for_any_argument_is_refused_in_a_line_that_names_it(String command) throws IOException {
        List<String> rubbish = rubbish();
        List<String> wrong = new ArrayList<>();
        CommandLine lab = lab();
        List<ArgSpec> arguments =
                lab.getSubcommands().get(command).getCommandSpec().args();
        for (ArgSpec argument : arguments) {
            if (!TAKE_ANYTHING.contains(command + " " + name(argument))) {
                for (String value : rubbish) {
                    if (!means(command, argument, value)) {
                        check(wrong, refusal(lab, with(command, arguments, argument, value)), name(argument), value);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private List<String> rubbish() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {0, (byte) 0xff, 27, 91, 50, 74, 10});
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        return List.of(
                "",
                " ",
                "-1",
                "--",
                "99999999999999999999",
                "1e3",
                "NaN",
                "äöü \u202e",
                "a\u001b[2Jb\u0007",
                "a\0b",
                "=",
                "=x",
                "a b\n=c",
                "x".repeat(100_000),
                folder.toString(),
                folder.resolve("missing").toString(),
                binary.toString(),
                circle.toString(),
                binary.resolve("below").toString(),
                Files.createFile(folder.resolve("empty")).toString(),
                Files.writeString(folder.resolve("long"), "x".repeat(5_000_000)).toString());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** The command with this value of one argument, and with what else it must be given. */
    private String[] with(String command, List<ArgSpec> arguments, ArgSpec argument, String value) {
        List<String> line = new ArrayList<>(List.of(command));
        List<String> operands = new ArrayList<>();
        for (ArgSpec each : arguments) {
            boolean walked = each == argument;
            if (each instanceof OptionSpec option && (walked || each.required())) {
                String given = walked ? value : given(each);
                if (option.arity().max() == 0) {
                    line.add(option.longestName() + "=" + given);
                } else {
                    line.addAll(List.of(option.longestName(), given));
                }
            } else if (each.isPositional() && (walked || each.required())) {
                operands.add(walked ? value : given(each));
            }
        }
        line.add("--");
        line.addAll(operands);
        return line.toArray(String[]::new);
    }

    /** What a command must be given for the argument that is walked to be looked at. */
    private String given(ArgSpec argument) {
        return name(argument).equals("FOLDER") ? folder.toString() : "/bin/sh";
    }

    private static boolean means(String command, ArgSpec argument, String value) {
        if (argument.arity().max() == 0 && value.isBlank()) {
            return true; // --watch= is --watch
        }
        return switch (name(argument)) {
            case "--env-file" -> value.endsWith("empty");
            case "--event", "MAP" -> Stream.of("binary", "empty", "long").anyMatch(value::endsWith);
            case "--function" ->
                command.equals("warm") && FunctionName.parse(value).isPresent();
            case "--aws" -> FunctionName.parse(value).isPresent();
            case "--handler" -> value.matches("[^\\s\\p{Cntrl}]{1,128}");
            case "--seed" -> value.equals("-1");
            case "--output", "FOLDER" -> command.equals("cycles") ? couldBeAFile(value) : couldBeAFolder(value);
            default -> false;
        };
    }

    private static boolean couldBeAFile(String value) {
        return couldBeAFolder(value) || Stream.of("binary", "empty", "long").anyMatch(value::endsWith);
    }

    private static boolean couldBeAFolder(String value) {
        return !value.isBlank()
                && value.indexOf('\0') < 0
                && value.length() < 256
                && Stream.of("binary", "below", "circle", "empty", "long").noneMatch(value::endsWith);
    }

    static List<Arguments> files() {
        List<Arguments> files = new ArrayList<>();
        for (String option : List.of(
                "up --plan",
                "up --env-file",
                "bench --matrix",
                "bench --from",
                "bench --compare",
                "compare --strategies",
                "compare --from",
                "advise FILE")) {
            for (String content : List.of(
                    "",
                    " ",
                    "null",
                    "[]",
                    "{}",
                    "true",
                    "1e999",
                    "\0",
                    "\u001b[2J",
                    "{\"packages\": 5, \"format\": \"x\", \"format_version\": []}",
                    "{\"packages\": [{}], \"format\": 1e99, \"format_version\": \"1.2\", \"planned_values\": 7}",
                    "[".repeat(100_000),
                    "{\"a\":".repeat(100_000),
                    "x".repeat(5_000_000),
                    "REPORT RequestId: x\tDuration: 1e999 ms\tMemory Size: -1 MB\n".repeat(3))) {
                boolean noVariables = option.endsWith("--env-file") && (content.isBlank() || content.equals("{}"));
                if (!noVariables) {
                    files.add(Arguments.of(option, content));
                }
            }
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_of_rubbish_is_refused_in_a_line_that_names_it(String commandAndOption, String content)
            throws IOException {
        Path file = Files.writeString(folder.resolve("given"), content);
        String[] command = commandAndOption.split(" ", -1);
        List<String> wrong = new ArrayList<>();
        Refusal refusal = command[1].startsWith("--")
                ? refusal(command[0], command[1], file.toString())
                : refusal(command[0], file.toString());
        check(wrong, refusal, command[1], file.toString());
        assertEquals(List.of(), wrong);
        assertTrue(
                refusal.text()
                                .lines()
                                .filter(line -> !line.contains("see ./hearth"))
                                .count()
                        == 1,
                refusal.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A B=c",
                "1A=x",
                "AWS_REGION=eu-west-1",
                "_HANDLER=x",
                "AA=a\0b",
                "AA",
                "\u001b[2J=x",
                "\ud83d\ude00=x"
            })
    void a_variable_that_aws_would_refuse_is_refused_wherever_it_stands(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("variables"), "OK=1\n" + line + "\n");
        List<String> wrong = new ArrayList<>();
        String name = line.substring(0, Math.max(1, line.indexOf('=')));
        check(wrong, refusal("up", "--package", "p", "--env-file", file.toString()), "--env-file", name);
        check(wrong, refusal("up", "--package", "p", "--env", line), "--env", name);
        assertEquals(List.of(), wrong);
    }

    private static void check(List<String> wrong, Refusal refusal, String option, String value) {
        boolean named = refusal.text().contains(option)
                || refusal.text().contains("'" + Printable.text(key(value)) + "'")
                || (!value.isBlank() && refusal.text().contains(Printable.text(begin(value))));
        boolean calm = !refusal.text().contains("\tat ")
                && refusal.text().chars().noneMatch(c -> Character.isISOControl(c) && c != '\n');
        if (refusal.exitCode() != 2 || !named || !calm || !refusal.text().startsWith("hearth")) {
            String shown = value.length() > 50 ? value.substring(0, 50) + "…" : value;
            wrong.add(option + " '" + shown + "': " + refusal.exitCode() + " "
                    + refusal.text().substring(0, Math.min(300, refusal.text().length())));
        }
    }

    /** Of NAME=VALUE the name; a line's end is no part of a line. */
    private static String key(String value) {
        return begin(value.split("=", 2)[0].replaceAll("\\R", "?"));
    }

    /** More of it is not repeated. */
    private static String begin(String value) {
        return value.substring(0, Math.min(value.length(), 500));
    }

    @Test
    void a_plan_does_not_excuse_an_idle_time_of_nothing() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.json"), PLAN);
        Refusal refusal = refusal("up", "--plan", plan.toString(), "--function", "a=" + folder, "--idle", "0s");
        assertEquals(2, refusal.exitCode(), refusal.text());
        assertTrue(refusal.text().startsWith("hearth: idle time must be positive"), refusal.text());
    }

    @Test
    void a_name_that_leaves_no_room_for_its_schedule_s_is_refused() {
        Refusal refusal = refusal("up", "--function", "f".repeat(62) + "=" + folder);
        assertEquals(2, refusal.exitCode(), refusal.text());
        assertFalse(refusal.text().contains("\tat "), refusal.text());
    }

    @Test
    void two_options_that_say_what_to_run_are_one_too_many() {
        Refusal refusal = refusal("up", "--function", "a=x", "--package", "y");
        assertEquals(2, refusal.exitCode());
        assertTrue(refusal.text().startsWith("hearth: --package and --function both say what to run"), refusal.text());
    }

    @ParameterizedTest
    @CsvSource({
        "--minutes 1 --requests 5, --minutes and --requests are two soaks: give one of them",
        "--environments 3, --environments goes with --requests",
        "--minutes 0, '--minutes must be 1 to 10000, not 0'",
        "--requests 0, 'there must be at least 1 request, not 0'"
    })
    void a_soak_is_an_attack_or_a_number_of_requests(String arguments, String message) {
        Refusal refusal = refusal(("soak " + arguments).split(" ", -1));
        assertEquals(2, refusal.exitCode());
        assertTrue(refusal.text().startsWith("hearth: " + message), refusal.text());
    }

    @ParameterizedTest
    @CsvSource({"0", "1001"})
    void a_cycle_asks_for_at_least_one_and_at_most_an_account_s_environments(String target) {
        Refusal refusal = refusal("warm", target);
        assertEquals(2, refusal.exitCode());
        assertTrue(refusal.text().startsWith("hearth: N is " + target), refusal.text());
    }

    @ParameterizedTest
    @CsvSource({"5-2", "0-3"})
    void a_range_of_environments_goes_upwards_from_one_or_more(String target) {
        Refusal refusal = refusal("up", "--target", target);
        assertEquals(2, refusal.exitCode());
        assertTrue(
                refusal.text().contains("'" + target + "' is no range of environments; it goes from 1 or more"),
                refusal.text());
        assertTrue(refusal("warm", "2-1001").text().startsWith("hearth: N is 2-1001"));
    }

    @Test
    void a_plan_s_own_words_fill_no_screen() throws IOException {
        String name = "ä".repeat(70_000);
        Path plan = Files.writeString(
                folder.resolve("plan.json"),
                PLAN.replace("\"function_name\": \"a\"", "\"function_name\": \"" + name + "\""));
        Refusal refusal = refusal("up", "--plan", plan.toString());
        assertTrue(refusal.text().length() < 5_000, () -> refusal.text().length() + " characters");
        Path nested = Files.writeString(
                folder.resolve("nested.json"),
                PLAN.replace("\"function_name\": \"a\"", "\"function_name\": [\"" + name + "\"]"));
        Refusal other = refusal("up", "--plan", nested.toString());
        assertEquals(2, other.exitCode());
        assertTrue(other.text().length() < 1_000, other.text());
        assertTrue(other.text().contains("… in the plan, not a text"), other.text());
    }

    @Test
    void a_file_that_is_no_package_is_a_mistake_like_any_other() throws IOException {
        Path file = Files.writeString(folder.resolve("package"), "neither this nor that");
        Refusal refusal = refusal("soak", "--package", file.toString());
        assertEquals(2, refusal.exitCode(), refusal.text());
        assertTrue(refusal.text().startsWith("hearth: " + file + " is no function package"), refusal.text());
        assertEquals(1, refusal.text().lines().count(), refusal.text());
    }

    private static Refusal refusal(String... arguments) {
        return refusal(lab(), arguments);
    }

    private static Refusal refusal(CommandLine lab, String... arguments) {
        StringWriter err = new StringWriter();
        lab.setErr(new PrintWriter(err)).setOut(new PrintWriter(new StringWriter()));
        int exitCode = lab.execute(arguments);
        return new Refusal(exitCode, err.toString());
    }

    private static CommandLine lab() {
        return HearthLab.commandLine(new HelpTest.WithoutParts());
    }
}
