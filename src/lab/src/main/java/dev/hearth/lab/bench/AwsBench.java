package dev.hearth.lab.bench;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.SystemLogLevel;

/**
 * Measures a function that is deployed on AWS. It changes the function's {@code $LATEST} while it does; {@link #close} puts
 * everything back.
 */
public final class AwsBench implements AutoCloseable {

    /** Longer than any function runs. */
    private static final Duration RESPONSE_LIMIT = Duration.ofMinutes(16);

    private final LambdaClient client;
    private final DeployedFunction function;
    private final String name;
    private final String region;

    private AwsBench(LambdaClient client, String name) {
        this.client = client;
        this.name = name;
        this.region = client.serviceClientConfiguration().region().id();
        this.function = DeployedFunction.find(client, name);
        requireReports();
    }

    /** AWS leaves the report out below the level INFO (AWS Lambda developer guide, "System log level event mapping"). */
    private void requireReports() {
        LoggingConfig logging = function.original().loggingConfig();
        if (logging != null
                && logging.logFormat() == LogFormat.JSON
                && logging.systemLogLevel() == SystemLogLevel.WARN) {
            function.close();
            throw new Refusal(name + " logs in JSON with the system log level WARN, at which AWS writes no report:"
                    + " set its level to INFO or DEBUG, or its format to text");
        }
    }

    /** Finds the function, with the credentials, region and endpoint that AWS's tools would take. */
    public static AwsBench of(String function, Optional<String> region) {
        LambdaClientBuilder builder = LambdaClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(RESPONSE_LIMIT));
        region.map(Region::of).ifPresent(builder::region);
        return explained(function, () -> {
            LambdaClient client = builder.build();
            try {
                return of(client, function);
            } catch (RuntimeException e) {
                client.close();
                throw e;
            }
        });
    }

    static AwsBench of(LambdaClient client, String function) {
        return new AwsBench(client, function);
    }

    /** The memory size that the function has. */
    public MemorySize memory() {
        return function.memory();
    }

    /** What a measurement will cost, at most and as a rule, before anything is spent. */
    public Estimate estimate(List<MemorySize> memory, int starts) {
        return Estimate.of(
                PriceTable.current(),
                region,
                architecture().equals("arm64") ? Architecture.ARM64 : Architecture.X86,
                memory,
                starts,
                Duration.ofSeconds(function.original().timeout()));
    }

    /** Measures; an interrupt of the thread ends it early, and the run holds what was measured by then. */
    public Run run(
            List<MemorySize> memory, int starts, long seed, String event, Path project, Campaign.Progress progress) {
        Instant startedAt = Instant.now();
        return explained(name, () -> {
            Campaign.Taken outcome = new Campaign(
                            memory.stream().map(size -> new Cell(name, size)).toList(),
                            Campaign.aws(starts),
                            seed,
                            new AwsColdStarts(client, function, name, event),
                            progress)
                    .run();
            GetFunctionConfigurationResponse original = function.original();
            return new Run(
                    Run.FORMAT,
                    startedAt,
                    new Place.Aws(region, name, runtime(), architecture()),
                    Machine.commit(project),
                    seed,
                    Optional.empty(),
                    List.of(new Artifact(
                            name,
                            name,
                            Optional.ofNullable(original.description())
                                    .filter(description -> !description.isBlank())
                                    .orElse("deployed function"),
                            Optional.ofNullable(original.codeSize()).orElse(0L),
                            Optional.ofNullable(original.codeSha256()).map(sum -> HexFormat.of()
                                    .formatHex(Base64.getDecoder().decode(sum))))),
                    outcome.samples(),
                    outcome.failures(),
                    outcome.complete());
        });
    }

    /** Puts the function's configuration back as it was. */
    @Override
    public void close() {
        try (LambdaClient _ = client) {
            function.close();
        }
    }

    private String runtime() {
        return Optional.ofNullable(function.original().runtimeAsString()).orElse("unknown runtime");
    }

    private String architecture() {
        return function.original().architecturesAsStrings().stream().findFirst().orElse("x86_64");
    }

    private interface Step<T> {

        T run();
    }

    private static <T> T explained(String function, Step<T> step) {
        try {
            return step.run();
        } catch (ResourceNotFoundException e) {
            throw new Refusal("AWS has no function " + function + " there: " + e.getMessage());
        } catch (SdkException e) {
            throw new Refusal("AWS does not do it: " + e.getMessage());
        }
    }
}
