package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What Lambda says of the invocation that is being served.
 *
 * @param requestId its id
 * @param callee the function that was invoked; absent outside Lambda
 * @param deadline when Lambda cuts it off
 */
record Invocation(String requestId, Optional<Callee> callee, Instant deadline) {
    /** Outside Lambda nothing is cut off; this only keeps a forgotten wait finite. */
    private static final Duration OUTSIDE_LAMBDA = Duration.ofMinutes(1);

    /**
     * Reads Lambda's context.
     *
     * @param context Lambda's; null where there is none, and without an ARN in development and tests
     */
    static Invocation of(Context context, Instant now) {
        if (context == null || context.getInvokedFunctionArn() == null) {
            return new Invocation(UUID.randomUUID().toString(), Optional.empty(), now.plus(OUTSIDE_LAMBDA));
        }
        return new Invocation(
                context.getAwsRequestId(),
                Callee.of(context.getInvokedFunctionArn()),
                now.plusMillis(context.getRemainingTimeInMillis()));
    }
}
