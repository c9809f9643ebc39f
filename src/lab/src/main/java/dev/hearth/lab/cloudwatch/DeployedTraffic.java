package dev.hearth.lab.cloudwatch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cost.Architecture;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.SystemLogLevel;

/**
 * A deployed function, and what CloudWatch keeps of its traffic. An interrupt of the thread that reads ends a stream after the
 * page that is under way; what was read by then is whole.
 */
public final class DeployedTraffic implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MINUTE = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What tells of invocations and of starts, in a log of text (CloudWatch Logs user guide, "Filter pattern syntax"). */
    private static final String TEXT_PATTERN = "?REPORT ?INIT_START";

    /** The same, in a log of JSON. */
    private static final String JSON_PATTERN =
            "{ ($.type = \"platform.report\") || ($.type = \"platform.initStart\") }";

    private final LambdaClient lambda;
    private final CloudWatchLogsClient logs;
    private final CloudWatchClient metrics;
    private final GetFunctionConfigurationResponse function;

    /**
     * The function's log group.
     *
     * @param storedBytes all that it holds, of whatever time
     * @param keptDays how long it keeps a line; without an end where empty
     */
    public record Log(String group, long storedBytes, OptionalInt keptDays) {}

    private DeployedTraffic(LambdaClient lambda, CloudWatchLogsClient logs, CloudWatchClient metrics, String name) {
        this.lambda = lambda;
        this.logs = logs;
        this.metrics = metrics;
        try {
            function = explained(
                    "lambda:GetFunctionConfiguration",
                    () -> lambda.getFunctionConfiguration(request -> request.functionName(name)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Finds a function, with the credentials, region and endpoint that AWS's tools would take.
     *
     * @param name the function's name or ARN
     * @throws Refusal if AWS has none there, or cannot be asked
     */
    public static DeployedTraffic of(String name, Optional<String> region) {
        try {
            return new DeployedTraffic(
                    client(LambdaClient.builder(), region),
                    client(CloudWatchLogsClient.builder(), region),
                    client(CloudWatchClient.builder(), region),
                    name);
        } catch (SdkException e) {
            throw new Refusal("AWS cannot be asked: " + e.getMessage(), e);
        }
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, Optional<String> region) {
        region.map(Region::of).ifPresent(builder::region);
        // CloudWatch lets an account ask a few times a second: it is asked as often as it bears.
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
                .overrideConfiguration(client -> client.retryStrategy(RetryMode.ADAPTIVE_V2))
                .build();
    }

    public String name() {
        return function.functionName();
    }

    public String region() {
        return lambda.serviceClientConfiguration().region().id();
    }

    public MemorySize memory() {
        return new MemorySize(function.memorySize());
    }

    public Architecture architecture() {
        return function.architecturesAsStrings().contains("arm64") ? Architecture.ARM64 : Architecture.X86;
    }

    /**
     * Where the function's invocations are reported.
     *
     * @throws Refusal if they are not, or the log is not there
     */
    public Log log() {
        Optional<LoggingConfig> logging = Optional.ofNullable(function.loggingConfig());
        if (json() && logging.orElseThrow().systemLogLevel() == SystemLogLevel.WARN) {
            throw new Refusal(
                    name() + " logs in JSON with the system log level WARN, at which AWS writes no report of an"
                            + " invocation: add --metrics, which reads figures by the minute instead");
        }
        String group = logging.map(LoggingConfig::logGroup).orElse("/aws/lambda/" + name());
        return explained(
                        "logs:DescribeLogGroups",
                        () ->
                                logs
                                        .describeLogGroupsPaginator(request -> request.logGroupNamePrefix(group))
                                        .logGroups()
                                        .stream()
                                        .filter(found -> found.logGroupName().equals(group))
                                        .findFirst())
                .map(DeployedTraffic::log)
                .orElseThrow(
                        () -> new Refusal(
                                "AWS has no log " + group
                                        + " there, as if the function had never run: add --metrics, which reads figures by the minute instead"));
    }

    private static Log log(LogGroup found) {
        return new Log(
                found.logGroupName(),
                Optional.ofNullable(found.storedBytes()).orElse(0L),
                Optional.ofNullable(found.retentionInDays())
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty));
    }

    private boolean json() {
        return Optional.ofNullable(function.loggingConfig())
                .filter(logging -> logging.logFormat() == LogFormat.JSON)
                .isPresent();
    }

    /**
     * What the log says of invocations and starts, as {@code aws logs filter-log-events} prints it, a document a page.
     *
     * @param reached told after each page how far it is
     */
    public InputStream reports(Log log, Period period, Consumer<Instant> reached) {
        Iterator<FilterLogEventsResponse> pages = logs.filterLogEventsPaginator(
                        request -> request.logGroupName(log.group())
                                .filterPattern(json() ? JSON_PATTERN : TEXT_PATTERN)
                                .startTime(period.from().toEpochMilli())
                                .endTime(period.to().toEpochMilli()))
                .iterator();
        return documents("logs:FilterLogEvents", pages, page -> {
            ObjectNode document = JSON.createObjectNode();
            ArrayNode events = document.putArray("events");
            page.events()
                    .forEach(event -> events.add(JSON.createObjectNode()
                            .put("logStreamName", event.logStreamName())
                            .put("timestamp", event.timestamp())
                            .put("message", event.message())));
            page.events().stream()
                    .map(FilteredLogEvent::timestamp)
                    .max(Long::compare)
                    .map(Instant::ofEpochMilli)
                    .ifPresent(reached);
            return document;
        });
    }

    /** Invocations, their duration and concurrency by the minute, as {@code aws cloudwatch get-metric-data} prints them. */
    public InputStream minutes(Period period) {
        Iterator<GetMetricDataResponse> pages = metrics.getMetricDataPaginator(
                        request -> request.startTime(period.from())
                                .endTime(period.to())
                                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                .metricDataQueries(
                                        figure("Invocations", "Sum"),
                                        figure("Duration", "Average"),
                                        figure("ConcurrentExecutions", "Maximum")))
                .iterator();
        return documents("cloudwatch:GetMetricData", pages, page -> {
            ObjectNode document = JSON.createObjectNode();
            ArrayNode results = document.putArray("MetricDataResults");
            page.metricDataResults().forEach(result -> results.add(result(result)));
            return document;
        });
    }

    private MetricDataQuery figure(String metric, String statistic) {
        Dimension of = Dimension.builder().name("FunctionName").value(name()).build();
        return MetricDataQuery.builder()
                .id("of" + metric)
                .metricStat(stat -> stat.period(MINUTE).stat(statistic).metric(by -> by.namespace("AWS/Lambda")
                        .metricName(metric)
                        .dimensions(of)))
                .build();
    }

    private static ObjectNode result(MetricDataResult result) {
        ObjectNode json = JSON.createObjectNode().put("Id", result.id());
        ArrayNode times = json.putArray("Timestamps");
        result.timestamps().forEach(time -> times.add(time.toString()));
        ArrayNode values = json.putArray("Values");
        result.values().forEach(values::add);
        return json;
    }

    /** Asks for a page only once the one before it was read. */
    @SuppressWarnings("JdkObsolete") // A SequenceInputStream takes no Iterator
    private static <P> InputStream documents(String permission, Iterator<P> pages, Function<P, ObjectNode> document) {
        return new SequenceInputStream(new Enumeration<>() {

            @Override
            public boolean hasMoreElements() {
                return !Thread.currentThread().isInterrupted() && pages.hasNext();
            }

            @Override
            public InputStream nextElement() {
                try {
                    String page = document.apply(explained(permission, pages::next)) + "\n";
                    return new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8));
                } catch (AbortedException e) {
                    Thread.currentThread().interrupt();
                    return InputStream.nullInputStream();
                }
            }
        });
    }

    private static <T> T explained(String permission, Supplier<T> request) {
        try {
            return request.get();
        } catch (AbortedException e) {
            throw e;
        } catch (ResourceNotFoundException e) {
            throw new Refusal("AWS has no such function there: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new Refusal("AWS does not do " + permission + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        lambda.close();
        logs.close();
        metrics.close();
    }
}
