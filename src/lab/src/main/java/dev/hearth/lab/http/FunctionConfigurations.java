package dev.hearth.lab.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.http.InvokeApi.Refused;
import dev.hearth.lab.lambda.Configuration;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.UserVariables;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration calls of AWS's Lambda API: what they say of a function, and the three settings that they change here
 * ({@code Environment}, {@code MemorySize}, {@code Timeout}). A change is in force when its answer is sent; the answer
 * says {@code InProgress} as AWS's does, so that a client which waits for {@code Successful} finds it by asking again.
 */
final class FunctionConfigurations {

    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ").withZone(ZoneOffset.UTC);

    private final Lambda lambda;

    FunctionConfigurations(Lambda lambda) {
        this.lambda = lambda;
    }

    byte[] list() {
        ObjectNode list = JSON.createObjectNode();
        var functions = list.putArray("Functions");
        lambda.functions()
                .forEach(settings -> functions.add(document(
                        lambda.configuration(settings.name()),
                        new FunctionName(settings.name(), Optional.empty()),
                        "Successful")));
        return bytes(list);
    }

    byte[] get(FunctionName function) {
        return bytes(document(required(function), function, "Successful"));
    }

    byte[] describe(FunctionName function) {
        Configuration configuration = required(function);
        ObjectNode description = JSON.createObjectNode();
        description.set("Configuration", document(configuration, function, "Successful"));
        configuration.settings().reservedConcurrency().ifPresent(reserved -> description
                .putObject("Concurrency")
                .put("ReservedConcurrentExecutions", reserved));
        return bytes(description);
    }

    /** Of two changes on the ground of one revision, the second is refused, through whichever door they come. */
    byte[] update(FunctionName function, byte[] body) {
        require(function);
        JsonNode change = parse(body);
        try {
            Configuration now = lambda.reconfigure(function.name(), before -> {
                requireRevision(change, before);
                return changed(before.settings(), change);
            });
            return bytes(document(now, function, "InProgress"));
        } catch (IllegalArgumentException e) {
            throw new Refused(InvokeError.invalidParameter(e.getMessage()));
        }
    }

    private static void requireRevision(JsonNode change, Configuration before) {
        if (change.hasNonNull("RevisionId")
                && !change.get("RevisionId").asText().equals(before.revision())) {
            throw new Refused(InvokeError.preconditionFailed("The Revision Id provided does not match the latest"
                    + " Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id"));
        }
    }

    private Configuration required(FunctionName function) {
        return lambda.configuration(require(function).name());
    }

    /** The settings of a function that exists, with a qualifier that exists; refuses any other. */
    FunctionSettings require(FunctionName function) {
        String qualifier = function.qualifier().orElse(FunctionName.LATEST);
        return lambda.functions().stream()
                .filter(settings -> settings.name().equals(function.name()))
                .filter(settings -> qualifier.equals(FunctionName.LATEST)
                        || settings.aliases().contains(qualifier))
                .findFirst()
                .orElseThrow(() -> new Refused(InvokeError.notFound(arn(function))));
    }

    private static FunctionSettings changed(FunctionSettings settings, JsonNode change) {
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            JsonNode value = field.getValue();
            settings = switch (field.getKey()) {
                case "FunctionName", "RevisionId" -> settings;
                case "MemorySize" -> settings.withMemory(new MemorySize(integer(field)));
                case "Timeout" -> settings.withTimeout(Duration.ofSeconds(integer(field)));
                case "Environment" -> settings.withEnvironment(variables(value));
                default ->
                    throw new IllegalArgumentException("the local Lambda cannot change " + field.getKey()
                            + "; it can change Environment, MemorySize and Timeout");
            };
        }
        return settings;
    }

    private static int integer(Map.Entry<String, JsonNode> field) {
        if (!field.getValue().canConvertToInt() || !field.getValue().isIntegralNumber()) {
            throw new IllegalArgumentException(field.getKey() + " must be a whole number, not " + field.getValue());
        }
        return field.getValue().intValue();
    }

    private static Map<String, String> variables(JsonNode environment) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> variable :
                environment.path("Variables").properties()) {
            if (!variable.getValue().isTextual()) {
                throw new IllegalArgumentException("Environment.Variables." + variable.getKey() + " must be a string");
            }
            variables.put(variable.getKey(), variable.getValue().textValue());
        }
        return UserVariables.require(variables);
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode change = JSON.readTree(body);
            if (change instanceof ObjectNode) {
                return change;
            }
            throw new Refused(InvokeError.invalidRequestContent("the request's body must be a JSON object"));
        } catch (IOException e) {
            throw new Refused(
                    InvokeError.invalidRequestContent("Could not parse request body into json: " + e.getMessage()));
        }
    }

    private ObjectNode document(Configuration configuration, FunctionName function, String lastUpdateStatus) {
        FunctionSettings settings = configuration.settings();
        ObjectNode document = JSON.createObjectNode()
                .put("FunctionName", settings.name())
                .put("FunctionArn", arn(function))
                .put("Version", FunctionName.LATEST)
                .put("MemorySize", settings.memory().megabytes())
                .put("Timeout", settings.timeout().toSeconds())
                .put("PackageType", "Zip")
                .put("State", "Active")
                .put("LastUpdateStatus", lastUpdateStatus)
                .put("LastModified", LAST_MODIFIED.format(configuration.since()))
                .put("RevisionId", configuration.revision());
        document.putArray("Architectures").add(architecture());
        ObjectNode variables = document.putObject("Environment").putObject("Variables");
        settings.environment().forEach(variables::put);
        return document;
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    }

    private String arn(FunctionName function) {
        return lambda.arn(function.name())
                + function.qualifier().map(qualifier -> ":" + qualifier).orElse("");
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
