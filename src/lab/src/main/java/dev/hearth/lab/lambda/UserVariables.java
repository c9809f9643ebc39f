package dev.hearth.lab.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which environment variables a user may give a function (AWS Lambda developer guide, "Working with Lambda environment
 * variables" and "Defined runtime environment variables"; API reference, {@code Environment}).
 */
public final class UserVariables {

    /** Of names and values together, in bytes. */
    public static final int LONGEST = 4 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    private UserVariables() {}

    /**
     * Returns the variables as they came.
     *
     * @throws IllegalArgumentException if AWS would not take them; the message names the variable, never its value
     */
    public static Map<String, String> require(Map<String, String> variables) {
        Set<String> reserved = new TreeSet<>(variables.keySet());
        reserved.retainAll(RESERVED);
        require(
                reserved.isEmpty(),
                "Lambda was unable to configure your environment variables because the environment variables you have"
                        + " provided contains reserved keys that are currently not supported for modification."
                        + " Reserved keys used in this request: " + String.join(", ", reserved));
        int size = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            require(
                    NAME.matcher(variable.getKey()).matches(),
                    "the environment variable " + FunctionName.quoted(variable.getKey())
                            + " must have a name of two or more letters, digits and _, a letter first");
            require(
                    variable.getValue().indexOf('\0') < 0,
                    "the environment variable " + variable.getKey() + " must not hold the character NUL");
            size += bytes(variable.getKey()) + bytes(variable.getValue());
        }
        require(
                size <= LONGEST,
                "Lambda was unable to configure your environment variables because the environment variables you have"
                        + " provided exceeded the 4KB limit: they have " + size + " bytes");
        return variables;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
