package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class AwsCliInvokeIT extends InvokeApiContract {

    private static final Pattern ERROR = Pattern.compile(
            "An error occurred \\((?<code>\\w+)\\) when calling the \\w+ operation(?: \\(.*?\\))?: (?<message>.*?)(?:\\R.*)?",
            Pattern.DOTALL);

    private static String interpreter;

    @TempDir
    private Path folder;

    private record Ended(int status, String out, String error) {}

    @BeforeAll
    static void install() throws Exception {
        interpreter = PythonClients.interpreter();
    }

    @Override
    Reply invoke(String endpoint, Call call) throws Exception {
        Path result = folder.resolve("result");
        List<String> arguments = new ArrayList<>(List.of("invoke", "--function-name", call.function()));
        call.qualifier().ifPresent(qualifier -> arguments.addAll(List.of("--qualifier", qualifier)));
        call.type().ifPresent(type -> arguments.addAll(List.of("--invocation-type", type)));
        call.clientContext().ifPresent(context -> arguments.addAll(List.of("--client-context", context)));
        if (call.payload().isPresent()) {
            Path payload =
                    Files.writeString(folder.resolve("payload"), call.payload().get());
            arguments.addAll(List.of("--payload", "fileb://" + payload));
        }
        if (call.logTail()) {
            arguments.addAll(List.of("--log-type", "Tail"));
        }
        arguments.add(result.toString());
        Ended ended = aws(endpoint, arguments);
        if (ended.status() != 0) {
            Matcher error = ERROR.matcher(ended.error());
            if (!error.matches()) {
                throw new AssertionError(ended.toString());
            }
            return new Reply.Failure(error.group("code"), error.group("message"), Optional.empty());
        }
        JsonNode out = new JsonMapper().readTree(ended.out());
        return new Reply.Success(
                out.get("StatusCode").asInt(),
                Optional.ofNullable(out.get("FunctionError")).map(JsonNode::asText),
                Optional.ofNullable(out.get("LogResult"))
                        .map(log -> new String(Base64.getDecoder().decode(log.asText()), StandardCharsets.UTF_8)),
                Optional.ofNullable(out.get("ExecutedVersion")).map(JsonNode::asText),
                Files.readString(result));
    }

    @Override
    String memorySizeOf(String endpoint, String function) throws Exception {
        return succeed(
                endpoint, List.of("get-function-configuration", "--function-name", function, "--query", "MemorySize"));
    }

    @Override
    void setVariable(String endpoint, String function, String name, String value) throws Exception {
        succeed(
                endpoint,
                List.of(
                        "update-function-configuration",
                        "--function-name",
                        function,
                        "--environment",
                        "Variables={" + name + "=" + value + "}"));
        succeed(endpoint, List.of("wait", "function-updated-v2", "--function-name", function));
    }

    private String succeed(String endpoint, List<String> arguments) throws Exception {
        Ended ended = aws(endpoint, arguments);
        assertEquals(0, ended.status(), ended::error);
        return ended.out();
    }

    private Ended aws(String endpoint, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(interpreter, "-m", "awscli", "lambda"));
        command.addAll(arguments);
        command.addAll(List.of("--endpoint-url", endpoint, "--output", "json"));
        Path out = folder.resolve("out");
        Path error = folder.resolve("error");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(error.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_DEFAULT_REGION", "eu-north-1",
                        "AWS_MAX_ATTEMPTS", "1",
                        "AWS_CONFIG_FILE", folder.resolve("none").toString()));
        int status = builder.start().waitFor();
        return new Ended(
                status, Files.readString(out).strip(), Files.readString(error).strip());
    }
}
