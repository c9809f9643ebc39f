package dev.hearth.warm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.WarmEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/**
 * Invokes through the AWS SDK. Region, credentials and endpoint ({@code AWS_ENDPOINT_URL_LAMBDA}) are what the SDK finds by
 * itself. The client is made when a cycle first needs it, so no user waits for it and a held environment never has one.
 */
@ApplicationScoped
public class LambdaInvoker implements Invoker {
    /** Lambda's longest function time-out, and a minute: an answer takes as long as the child holds. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(16);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int SHOWN = 200;

    private final InstantSource clock;
    private LambdaClient client;

    LambdaInvoker(@WarmersOwn InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void connect(Callee callee) {
        try {
            client().invoke(request(callee)
                    .invocationType(InvocationType.DRY_RUN)
                    .build());
        } catch (SdkException e) {
            // What is wrong comes out of the first invocation, as an outcome.
        }
    }

    @Override
    public Outcome invoke(Callee callee, WarmEvent.Hold hold) {
        Instant sent = clock.instant();
        try {
            InvokeResponse response = client().invoke(request(callee)
                    .invocationType(InvocationType.REQUEST_RESPONSE)
                    .payload(SdkBytes.fromUtf8String(hold.toJson().toString()))
                    .build());
            return outcome(response, Duration.between(sent, clock.instant()));
        } catch (TooManyRequestsException e) {
            return new Outcome.Throttled("throttled: " + e.reasonAsString());
        } catch (SdkException e) {
            return new Outcome.Failed(e.getClass().getSimpleName() + ": " + e.getMessage(), Duration.ZERO);
        }
    }

    @PreDestroy
    synchronized void close() {
        if (client != null) {
            client.close();
        }
    }

    /** Whether there is a client. There is none before the first cycle. */
    public synchronized boolean connected() {
        return client != null;
    }

    private static InvokeRequest.Builder request(Callee callee) {
        return InvokeRequest.builder()
                .functionName(callee.function())
                .qualifier(callee.qualifier().orElse(null));
    }

    private Outcome outcome(InvokeResponse response, Duration took) {
        String payload = response.payload().asUtf8String();
        if (response.functionError() != null) {
            return new Outcome.Failed(response.functionError() + ": " + message(payload), took);
        }
        return answer(payload)
                .<Outcome>map(Outcome.Answered::new)
                .orElseGet(() -> new Outcome.Failed(
                        "answered " + shortened(payload) + " to a hold; does the function carry the warmer?", took));
    }

    private Optional<HoldAnswer> answer(String payload) {
        try {
            return Optional.ofNullable(WarmJson.MAPPER.readValue(payload, HoldAnswer.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private String message(String payload) {
        try {
            JsonNode error = WarmJson.MAPPER.readTree(payload);
            return shortened(error.path("errorMessage").asText(payload));
        } catch (IOException e) {
            return shortened(payload);
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private synchronized LambdaClient client() {
        if (client == null) {
            client = LambdaClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT)
                            .socketTimeout(LONGEST_ANSWER))
                    .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                    .build();
        }
        return client;
    }
}
