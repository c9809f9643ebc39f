package dev.hearth.lab.lambda;

import java.time.Duration;
import java.util.Optional;

/**
 * One invocation as its environment receives it from the Runtime API.
 *
 * @param functionArn the invoked ARN, with the qualifier if the caller gave one
 * @param left how much of its time is left at hand-over
 * @param payload the event
 * @param clientContext the Invoke API's client context, decoded
 */
public record Invocation(
        String requestId,
        String functionArn,
        Duration left,
        String traceId,
        Optional<String> clientContext,
        Payload payload) {}
