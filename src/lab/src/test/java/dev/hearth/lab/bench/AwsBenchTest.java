package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.host.LocalLambda;
import dev.hearth.lab.host.Time;
import dev.hearth.lab.http.Door;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.SystemLogLevel;

/** The real AWS SDK against the local Lambda's API, whose environments are made up. */
class AwsBenchTest {

    private static final MemorySize DEPLOYED = new MemorySize(256);
    private static final Map<String, String> VARIABLES = Map.of("GREETING", "hello", "EMPTY", "");
    private static final List<MemorySize> SIZES = List.of(new MemorySize(512), new MemorySize(1769));
    private static final Campaign.Progress SILENT = (variant, done, all) -> {};

    private final Vertx vertx = Vertx.vertx();
    private final Environments environments = new Environments();
    private LocalLambda lambda;
    private Door door;

    @BeforeEach
    void deploy() {
        lambda = new LocalLambda(
                AccountSettings.DEFAULT,
                List.of(FunctionSettings.named("hello").withMemory(DEPLOYED).withEnvironment(VARIABLES)),
                environments,
                Time.system(),
                new Random(1),
                event -> {});
        door = Door.openInvokeApi(vertx, lambda, "127.0.0.1", 0);
    }

    @AfterEach
    void remove() {
        door.close();
        lambda.close();
        vertx.close();
    }

    @Test
    void every_start_is_cold_and_every_second_response_warm_at_each_memory_size() {
        Run run;
        try (AwsBench bench = AwsBench.of(client(), "hello")) {
            run = bench.run(SIZES, 3, 1, "{}", Path.of(""), SILENT);
        }
        assertEquals(6, run.samples().size());
        assertEquals(List.of(), run.failures());
        assertEquals(
                Set.copyOf(SIZES),
                new HashSet<>(run.samples().stream()
                        .map(sample -> sample.variant().memory())
                        .toList()));
        run.samples().forEach(sample -> assertEquals(Environments.INIT, sample.init()));
        assertEquals(6, environments.started.get());
        assertTrue(run.complete());
    }

    @Test
    void the_configuration_is_put_back() {
        try (AwsBench bench = AwsBench.of(client(), "hello")) {
            bench.run(SIZES, 1, 1, "{}", Path.of(""), SILENT);
        }
        assertAsDeployed();
    }

    @Test
    void the_configuration_is_put_back_when_interrupted_and_the_samples_are_kept() throws Exception {
        AtomicReference<Run> run = new AtomicReference<>();
        Thread measuring = Thread.ofPlatform().start(() -> {
            try (AwsBench bench = AwsBench.of(client(), "hello")) {
                run.set(bench.run(SIZES, 1000, 1, "{}", Path.of(""), (variant, done, all) -> {
                    if (done == 3) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
        });
        measuring.join(Duration.ofSeconds(30));
        assertFalse(run.get().complete());
        assertEquals(3, run.get().samples().size());
        assertAsDeployed();
    }

    @Test
    void what_a_killed_measurement_left_is_put_right_by_the_next() {
        lambda.configure(FunctionSettings.named("hello")
                .withMemory(new MemorySize(3008))
                .withEnvironment(Map.of("GREETING", "hello", "EMPTY", "", DeployedFunction.MARK, "256/some-uuid")));
        try (AwsBench bench = AwsBench.of(client(), "hello")) {
            assertEquals(DEPLOYED, bench.memory());
        }
        assertAsDeployed();
    }

    @Test
    void a_function_error_is_a_failure() {
        environments.answer = new Answer.FunctionError(Payload.of("{\"errorMessage\":\"no table\"}"));
        try (AwsBench bench = AwsBench.of(client(), "hello")) {
            Run run = bench.run(List.of(DEPLOYED), 5, 1, "{}", Path.of(""), SILENT);
            assertEquals(List.of(), run.samples());
            assertEquals(3, run.failures().size());
            assertEquals(
                    "{\"errorMessage\":\"no table\"}", run.failures().getFirst().message());
        }
        assertAsDeployed();
    }

    @Test
    void a_function_that_logs_json_is_measured_by_it() {
        Run run;
        try (AwsBench bench = AwsBench.of(client(new LogsJson(SystemLogLevel.INFO)), "hello")) {
            run = bench.run(List.of(DEPLOYED), 2, 1, "{}", Path.of(""), SILENT);
        }
        assertEquals(List.of(), run.failures());
        assertEquals(
                List.of(Environments.INIT, Environments.INIT),
                run.samples().stream().map(Sample::init).toList());
    }

    @Test
    void a_function_whose_log_level_leaves_the_report_out_is_refused_before_anything_is_spent() {
        assertEquals(
                "hello logs in JSON with the system log level WARN, at which AWS writes no report: set its level to INFO"
                        + " or DEBUG, or its format to text",
                assertThrows(Refusal.class, () -> AwsBench.of(client(new LogsJson(SystemLogLevel.WARN)), "hello"))
                        .getMessage());
        assertEquals(0, environments.started.get());
        assertAsDeployed();
    }

    /** What AWS answers for a function that logs in JSON, and the local Lambda does not. */
    private record LogsJson(SystemLogLevel level) implements ExecutionInterceptor {

        @Override
        public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
            return switch (context.response()) {
                case GetFunctionConfigurationResponse configuration ->
                    configuration.toBuilder()
                            .loggingConfig(
                                    logging -> logging.logFormat(LogFormat.JSON).systemLogLevel(level))
                            .build();
                case InvokeResponse invoked ->
                    invoked.toBuilder().logResult(json(invoked.logResult())).build();
                case SdkResponse other -> other;
            };
        }

        private static String json(String logResult) {
            ReportLine report = ReportLine.in(new String(Base64.getDecoder().decode(logResult), StandardCharsets.UTF_8))
                    .orElseThrow();
            String metrics = "\"durationMs\":" + report.duration().toNanos() / 1e6 + ",\"memorySizeMB\":256,"
                    + "\"maxMemoryUsedMB\":" + report.maximumMemoryMegabytes()
                    + report.init()
                            .map(init -> ",\"initDurationMs\":" + init.toNanos() / 1e6)
                            .orElse("");
            String line = "{\"time\":\"2026-11-26T08:00:00.000Z\",\"type\":\"platform.report\",\"record\":"
                    + "{\"requestId\":\"1\",\"metrics\":{" + metrics + "},\"status\":\"success\"}}\n";
            return Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_function_that_is_not_there_is_not_measured() {
        assertThrows(ResourceNotFoundException.class, () -> AwsBench.of(client(), "goodbye"));
    }

    @Test
    void the_estimate_tells_invocations_and_dollars_before_anything_is_spent() {
        try (AwsBench bench = AwsBench.of(client(), "hello")) {
            // 100 cold starts of 512 and of 1,769 MB: 400 requests, 222.75 GB times 3 s, or times twice the timeout of
            // 3 s
            Estimate estimate = bench.estimate(SIZES, 100);
            assertEquals(400, estimate.invocations());
            assertEquals(
                    400 * 0.20 / 1e6 + 222.75390625 * 3 * 0.0000166667,
                    estimate.likely().doubleValue(),
                    1e-9);
            assertEquals(
                    400 * 0.20 / 1e6 + 222.75390625 * 6 * 0.0000166667,
                    estimate.most().doubleValue(),
                    1e-9);
        }
        assertEquals(0, environments.started.get());
    }

    private void assertAsDeployed() {
        FunctionSettings settings = lambda.functions().getFirst();
        assertEquals(VARIABLES, settings.environment());
        assertEquals(DEPLOYED, settings.memory());
    }

    private LambdaClient client(ExecutionInterceptor... interceptors) {
        return LambdaClient.builder()
                .overrideConfiguration(client -> client.executionInterceptors(List.of(interceptors)))
                .endpointOverride(URI.create("http://127.0.0.1:" + door.port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Environments that are ready and answer at once. */
    private static final class Environments implements EnvironmentFactory {

        static final Duration INIT = Duration.ofMillis(25);

        private volatile Answer answer = new Answer.Result(Payload.of("{\"statusCode\":200}"));
        private final AtomicInteger started = new AtomicInteger();

        @Override
        public Environment start(
                EnvironmentId id,
                FunctionSettings function,
                Initialization initialization,
                Duration initLimit,
                Consumer<EnvironmentEvent> events) {
            started.incrementAndGet();
            Thread.startVirtualThread(
                    () -> events.accept(new EnvironmentEvent.Ready(Duration.ZERO, INIT, Optional.empty())));
            return new Environment() {
                @Override
                public void invoke(Invocation invocation) {
                    Thread.startVirtualThread(() -> {
                        events.accept(new EnvironmentEvent.Answered(invocation.requestId(), answer));
                        events.accept(new EnvironmentEvent.Idle(
                                invocation.requestId(), Duration.ofMillis(2), 40, Optional.empty()));
                    });
                }

                @Override
                public void stop() {
                    Thread.startVirtualThread(() -> events.accept(new EnvironmentEvent.Exited(
                            new EnvironmentEvent.Failure("Runtime.ExitError", "signal: killed"), 40)));
                }
            };
        }
    }
}
