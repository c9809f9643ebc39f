package dev.hearth.lab.lambda;

import java.time.Duration;

/** What a person who watches the service sees, one event a line. */
public sealed interface LambdaEvent {

    String function();

    /** An environment came up: {@code init} as in its REPORT line, {@code waited} for a free place to start in. */
    record ColdStart(
            String function, EnvironmentId environment, Initialization initialization, Duration waited, Duration init)
            implements LambdaEvent {}

    record InitFailed(String function, EnvironmentId environment, EnvironmentEvent.Failure failure)
            implements LambdaEvent {}

    /**
     * An invocation is over.
     *
     * @param cold whether it had to wait for its environment to start
     */
    record Invoked(
            String function,
            EnvironmentId environment,
            Invocation invocation,
            Answer answer,
            boolean cold,
            Report report)
            implements LambdaEvent {}

    record Throttled(String function, String requestId, Lambda.Reason reason) implements LambdaEvent {}

    /** An asynchronous event was given up: out of retries or too old. */
    record EventDropped(String function, String requestId, String reason) implements LambdaEvent {}

    /** An environment was ended: idle for too long, crashed, timed out, or the service went down. */
    record Ended(String function, EnvironmentId environment, String reason) implements LambdaEvent {}

    /** A line that a function wrote to stdout or stderr. */
    record Logged(String function, EnvironmentId environment, String line) implements LambdaEvent {}
}
