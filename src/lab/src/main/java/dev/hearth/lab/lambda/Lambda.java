package dev.hearth.lab.lambda;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The Lambda service as its callers see it. Thread-safe; nothing here blocks. */
public interface Lambda {

    List<FunctionSettings> functions();

    /**
     * What a function is configured with.
     *
     * @throws IllegalArgumentException if there is no such function
     */
    Configuration configuration(String function);

    /** The ARN, without a qualifier, that a function of this name has here, whether it exists or not. */
    String arn(String function);

    /**
     * Runs a function and completes with what its caller is told; never completes exceptionally. What is chained to it
     * runs in an environment's thread and must not block.
     */
    CompletionStage<Outcome> invoke(Request request);

    /** Puts an event into the asynchronous queue; the outcome is {@link Outcome.Accepted} or a refusal. */
    Outcome enqueue(Request request);

    /**
     * Gives a function another configuration, of which no other change can come in between. Environments that run with the
     * old one finish what they do and are ended.
     *
     * @param change makes the new settings of what is in force; what it throws is thrown, and changes nothing
     * @return what is in force now
     * @throws IllegalArgumentException if there is no such function, or the account cannot reserve that much
     */
    Configuration reconfigure(String function, Function<Configuration, FunctionSettings> change);

    /** Gives the function of that name these settings, whatever it had. */
    default void configure(FunctionSettings settings) {
        reconfigure(settings.name(), before -> settings);
    }

    /**
     * A caller's request for an invocation.
     *
     * @param function the function's bare name
     * @param qualifier version or alias, if given; {@code $LATEST} otherwise
     * @param wantsLog whether the outcome must carry the log's tail, which only exists once the invocation is over
     * @param traceId the caller's {@code X-Amzn-Trace-Id}, if it sent one
     */
    record Request(
            String function,
            Optional<String> qualifier,
            Payload payload,
            boolean wantsLog,
            Optional<String> clientContext,
            Optional<String> traceId) {}

    /** What the caller of a function is told. */
    sealed interface Outcome {

        /**
         * The function ran.
         *
         * @param log the last 4 KB, START, END and REPORT lines included, if asked for
         */
        record Completed(String requestId, Answer answer, String executedVersion, Optional<String> log)
                implements Outcome {}

        record Accepted(String requestId) implements Outcome {}

        record Throttled(String requestId, Reason reason) implements Outcome {}

        record NotFound(String functionArn) implements Outcome {}

        /** Refused with 400 {@code RecursiveInvocationException}: the function has invoked itself too often in one chain. */
        record Recursive(String requestId, String functionArn) implements Outcome {}

        /** The service is going down, or failed in itself. */
        record Unavailable(String requestId, String message) implements Outcome {}
    }

    /** Why an invocation was refused with 429, by AWS's name. */
    enum Reason {
        RESERVED("ReservedFunctionConcurrentInvocationLimitExceeded"),
        ACCOUNT("ConcurrentInvocationLimitExceeded"),
        RATE("FunctionInvocationRateLimitExceeded"),
        /** The queue of asynchronous events is full. AWS says so of a caller that is too fast. */
        QUEUE("CallerRateLimitExceeded");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
