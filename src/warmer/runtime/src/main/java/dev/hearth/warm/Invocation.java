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

    /** In which a deadline is told: a hand-over may seem to be earlier by it. */
    static final Duration TOLD_IN = Duration.ofMillis(1);

    /** How much an arrival may seem to be before its hand-over: the deadline is told in whole milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(50);

    /**
     * When Lambda handed this invocation over, which is when it begins to bill: a time-out has whole seconds, so what is missing at
     * the arrival to the next whole second was spent on the way to the warmer.
     *
     * @param arrivedAt when the warmer got it, less than a second later
     */
    Instant handedOver(Instant arrivedAt) {
        Duration left = Duration.between(arrivedAt, deadline);
        Duration timeout = Duration.ofSeconds(Math.ceilDiv(
                left.minus(ROUNDING).toMillis(), Duration.ofSeconds(1).toMillis()));
        Instant handedOver = deadline.minus(timeout);
        return handedOver.isBefore(arrivedAt) ? handedOver : arrivedAt;
    }

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
