package dev.hearth.lab.lambda;

import java.time.Instant;
import java.util.Optional;

/**
 * One invocation as its environment receives it from the Runtime API.
 *
 * @param functionArn the invoked ARN, with the qualifier if the caller gave one
 * @param payload the event
 * @param clientContext the Invoke API's client context, decoded
 */
public record Invocation(
        String requestId,
        String functionArn,
        Instant deadline,
        String traceId,
        Optional<String> clientContext,
        Payload payload) {}
