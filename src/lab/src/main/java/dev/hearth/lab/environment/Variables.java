package dev.hearth.lab.environment;

import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.packages.LambdaRuntime;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The environment variables of a function's process, as the Lambda developer guide lists them. */
record Variables(
        FunctionSettings function,
        LambdaRuntime runtime,
        Path taskRoot,
        EnvironmentId environment,
        Initialization initialization,
        String region,
        LocalDate today,
        Map<String, String> ofThisCloud,
        String runtimeApi) {

    /** What extensions are not told (Lambda developer guide, Extensions API, Permissions and configuration). */
    private static final Set<String> OF_THE_RUNTIME = Set.of(
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_XRAY_CONTEXT_MISSING",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT",
            "_HANDLER");

    private static final DateTimeFormatter LOG_STREAM_DATE = DateTimeFormatter.ofPattern("yyyy/MM/dd");

    /** All of them: the user's may replace AWS's defaults and credentials, but none that says which environment this is. */
    Map<String, String> toMap() {
        String root = taskRoot.toString();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LANG", "en_US.UTF-8");
        variables.put("TZ", ":UTC");
        variables.put("PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin");
        variables.put(
                "LD_LIBRARY_PATH",
                "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:" + root + ":" + root + "/lib:/opt/lib");
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("AWS_SESSION_TOKEN", "local");
        variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");

        variables.putAll(ofThisCloud);
        variables.putAll(function.environment());

        variables.put("_HANDLER", runtime.handler());
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        runtime.identifier().ifPresent(identifier -> variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + identifier));
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(function.memory().megabytes()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", initialization.value());
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", today.format(LOG_STREAM_DATE) + "/[$LATEST]" + environment.value());
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("LAMBDA_TASK_ROOT", root);
        variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
        return variables;
    }

    /** Those of an extension that is a program of its own. */
    Map<String, String> ofExtensions() {
        Map<String, String> variables = toMap();
        variables.keySet().removeAll(OF_THE_RUNTIME);
        return variables;
    }
}
