package dev.hearth.lab.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class Boto3InvokeIT extends InvokeApiContract {

    private static final JsonMapper JSON = new JsonMapper();

    private static Process python;
    private static Writer calls;
    private static BufferedReader replies;

    @BeforeAll
    static void startPython() throws Exception {
        python = new ProcessBuilder(
                        PythonClients.interpreter(),
                        PythonClients.script("boto3_calls.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        calls = python.outputWriter(StandardCharsets.UTF_8);
        replies = python.inputReader(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void endPython() throws Exception {
        if (python != null) {
            calls.close();
            python.waitFor();
        }
    }

    @Override
    Reply invoke(String endpoint, Call call) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("operation", "invoke");
        ObjectNode arguments = line.putObject("arguments").put("FunctionName", call.function());
        call.qualifier().ifPresent(qualifier -> arguments.put("Qualifier", qualifier));
        call.type().ifPresent(type -> arguments.put("InvocationType", type));
        call.clientContext().ifPresent(context -> arguments.put("ClientContext", context));
        call.payload().ifPresent(payload -> line.put("payload", payload.getBytes(StandardCharsets.UTF_8)));
        if (call.logTail()) {
            arguments.put("LogType", "Tail");
        }
        JsonNode reply = ask(endpoint, line);
        JsonNode response = reply.get("response");
        if (reply.has("error")) {
            return new Reply.Failure(
                    reply.get("typed").asText(), reply.at("/error/Message").asText(), optional(response, "Reason"));
        }
        return new Reply.Success(
                response.get("StatusCode").asInt(),
                optional(response, "FunctionError"),
                optional(response, "LogResult").map(Boto3InvokeIT::decode),
                optional(response, "ExecutedVersion"),
                decode(reply.get("payload").asText()));
    }

    @Override
    String memorySizeOf(String endpoint, String function) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("operation", "get_function_configuration");
        line.putObject("arguments").put("FunctionName", function);
        return ask(endpoint, line).at("/response/MemorySize").asText();
    }

    @Override
    void setVariable(String endpoint, String function, String name, String value) throws IOException {
        ObjectNode update = JSON.createObjectNode().put("operation", "update_function_configuration");
        update.putObject("arguments")
                .put("FunctionName", function)
                .putObject("Environment")
                .putObject("Variables")
                .put(name, value);
        ask(endpoint, update);
        ObjectNode wait = JSON.createObjectNode().put("waiter", "function_updated_v2");
        wait.putObject("arguments").put("FunctionName", function);
        ask(endpoint, wait);
    }

    private static JsonNode ask(String endpoint, ObjectNode line) throws IOException {
        calls.write(line.put("endpoint", endpoint) + "\n");
        calls.flush();
        return JSON.readTree(Optional.ofNullable(replies.readLine())
                .orElseThrow(() -> new AssertionError("boto3 ended before it replied; its error is above")));
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
