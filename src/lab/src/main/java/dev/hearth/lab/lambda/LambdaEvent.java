package dev.hearth.lab.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What happens in the service, for whoever watches it. An environment begins to start, has started or failed to, and is
 * then handed invocations, each of which is answered and a moment later over; between them it is idle. At last it has
 * ended, but for one that crashed or ran out of time: that may begin to start anew.
 */
public sealed interface LambdaEvent {

    /** When, on the clock of the rules: never before the event that was told before. */
    Instant at();

    String function();

    /** An environment began to start. */
    record Starting(Instant at, String function, EnvironmentId environment, Initialization initialization)
            implements LambdaEvent {}

    /** What became of an environment's extensions in its init, which is over. */
    record Extended(Instant at, String function, EnvironmentId environment, List<ExtensionReport> extensions)
            implements LambdaEvent {

        public Extended {
            extensions = List.copyOf(extensions);
        }
    }

    /** An environment came up: {@code init} as in its REPORT line, {@code waited} for a free place to start in. */
    record Started(
            Instant at,
            String function,
            EnvironmentId environment,
            Initialization initialization,
            Duration waited,
            Duration init)
            implements LambdaEvent {}

    record InitFailed(Instant at, String function, EnvironmentId environment, EnvironmentEvent.Failure failure)
            implements LambdaEvent {}

    /**
     * An environment got an invocation, which it holds until it is {@link Invoked}.
     *
     * @param arrived when the request for it came, or the event into the queue
     * @param cold whether it had to wait for its environment to start
     */
    record HandedOver(
            Instant at,
            String function,
            EnvironmentId environment,
            Invocation invocation,
            Instant arrived,
            boolean cold)
            implements LambdaEvent {}

    /** The answer is there and its caller told, unless that one waits for the log too. The environment is not free yet. */
    record Answered(Instant at, String function, EnvironmentId environment, String requestId, Answer answer)
            implements LambdaEvent {}

    /**
     * An invocation is over.
     *
     * @param cold whether it had to wait for its environment to start
     */
    record Invoked(
            Instant at,
            String function,
            EnvironmentId environment,
            Invocation invocation,
            Answer answer,
            boolean cold,
            Report report)
            implements LambdaEvent {}

    /** An environment has nothing to do, and no invocation that waits for it. */
    record Idle(Instant at, String function, EnvironmentId environment) implements LambdaEvent {}

    record Throttled(Instant at, String function, String requestId, Lambda.Reason reason) implements LambdaEvent {}

    /** An asynchronous event was given up: out of retries or too old. */
    record EventDropped(Instant at, String function, String requestId, String reason) implements LambdaEvent {}

    /** An environment was ended: idle for too long, crashed, timed out, or the service went down. */
    record Ended(Instant at, String function, EnvironmentId environment, String reason) implements LambdaEvent {}

    /**
     * A function has other code from now on, which every new environment starts with.
     *
     * @param ended how many environments of the old code had nothing to do, and end now
     * @param ending how many have, and end as soon as that is over
     */
    record Deployed(Instant at, String function, int ended, int ending) implements LambdaEvent {}

    /** A line that a function wrote to stdout or stderr. */
    record Logged(Instant at, String function, EnvironmentId environment, String line) implements LambdaEvent {}
}
