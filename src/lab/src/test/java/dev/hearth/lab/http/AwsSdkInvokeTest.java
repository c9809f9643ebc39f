package dev.hearth.lab.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

class AwsSdkInvokeTest extends InvokeApiContract {

    UrlConnectionHttpClient.Builder http() {
        return UrlConnectionHttpClient.builder();
    }

    private LambdaClient client(String endpoint) {
        return LambdaClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.EU_NORTH_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(http())
                .overrideConfiguration(configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @Override
    Reply invoke(String endpoint, Call call) {
        InvokeRequest.Builder request = InvokeRequest.builder().functionName(call.function());
        call.qualifier().ifPresent(request::qualifier);
        call.type().map(InvocationType::fromValue).ifPresent(request::invocationType);
        call.clientContext().ifPresent(request::clientContext);
        call.payload().map(SdkBytes::fromUtf8String).ifPresent(request::payload);
        if (call.logTail()) {
            request.logType(LogType.TAIL);
        }
        try (LambdaClient client = client(endpoint)) {
            InvokeResponse response = client.invoke(request.build());
            return new Reply.Success(
                    response.statusCode(),
                    Optional.ofNullable(response.functionError()),
                    Optional.ofNullable(response.logResult())
                            .map(log -> new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8)),
                    Optional.ofNullable(response.executedVersion()),
                    response.payload().asUtf8String());
        } catch (LambdaException e) {
            Optional<String> reason = e instanceof TooManyRequestsException throttled
                    ? Optional.of(throttled.reasonAsString())
                    : Optional.empty();
            return new Reply.Failure(
                    e.getClass().getSimpleName(), e.awsErrorDetails().errorMessage(), reason);
        }
    }

    @Override
    String memorySizeOf(String endpoint, String function) {
        try (LambdaClient client = client(endpoint)) {
            return client.getFunctionConfiguration(request -> request.functionName(function))
                    .memorySize()
                    .toString();
        }
    }

    @Override
    void setVariable(String endpoint, String function, String name, String value) {
        try (LambdaClient client = client(endpoint);
                var waiter = client.waiter()) {
            client.updateFunctionConfiguration(request -> request.functionName(function)
                    .environment(environment -> environment.variables(Map.of(name, value))));
            waiter.waitUntilFunctionUpdatedV2(request -> request.functionName(function));
        }
    }
}
