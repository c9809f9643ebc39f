package dev.hearth.lab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of variables. As Docker's and SAM's {@code --env-file}: a line NAME=VALUE each, the value as it stands; # comments.
 * Or as SAM's {@code --env-vars}: JSON with an object of variables for each function, and one for all, {@code Parameters}.
 */
final class VariablesFile {

    private static final String FOR_ALL = "Parameters";
    private static final ObjectMapper JSON = new ObjectMapper();

    private VariablesFile() {}

    /**
     * The variables in their order; of a name that stands twice the last counts.
     *
     * @throws IllegalArgumentException where the file cannot be read or something in it is none; names the file and where, never a value
     */
    static GivenVariables.Layer read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("--env-file " + file + " cannot be read as text: " + e, e);
        }
        String source = "--env-file " + file;
        return text.stripLeading().startsWith("{")
                ? json(source, text)
                : new GivenVariables.Layer(source, lines(source, text.lines().toList()), Map.of());
    }

    private static Map<String, String> lines(String source, List<String> lines) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripLeading();
            if (!line.isEmpty() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(
                            source + ", line " + (i + 1) + ": must be NAME=VALUE, or a comment after #");
                }
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }

    private static GivenVariables.Layer json(String source, String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    source + " begins as JSON, and is none"
                            + Optional.ofNullable(e.getLocation())
                                    .map(location -> " from line " + location.getLineNr() + " on")
                                    .orElse(": it is nested too deeply"),
                    e);
        }
        Map<String, String> everywhere = new LinkedHashMap<>();
        Map<String, Map<String, String>> byFunction = new LinkedHashMap<>();
        root.properties().forEach(function -> {
            Map<String, String> variables = variables(source, function.getKey(), function.getValue());
            if (function.getKey().equals(FOR_ALL)) {
                everywhere.putAll(variables);
            } else {
                byFunction.put(function.getKey(), variables);
            }
        });
        return new GivenVariables.Layer(source, everywhere, byFunction);
    }

    private static Map<String, String> variables(String source, String function, JsonNode object) {
        if (!object.isObject()) {
            throw new IllegalArgumentException(source + ", " + function + ": must be an object of variables, as SAM's"
                    + " {\"FUNCTION\": {\"NAME\": \"VALUE\"}}");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        object.properties().forEach(variable -> {
            if (!variable.getValue().isValueNode() || variable.getValue().isNull()) {
                throw new IllegalArgumentException(
                        source + ", " + function + ", " + variable.getKey() + ": must be a text");
            }
            variables.put(variable.getKey(), variable.getValue().asText());
        });
        return variables;
    }
}
