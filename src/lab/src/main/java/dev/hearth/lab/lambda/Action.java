package dev.hearth.lab.lambda;

import java.time.Duration;

/** What the rules want done. */
public sealed interface Action {

    /** See {@link EnvironmentFactory#start}. */
    record Start(
            EnvironmentId environment, FunctionSettings function, Initialization initialization, Duration initLimit)
            implements Action {}

    record HandOver(EnvironmentId environment, Invocation invocation) implements Action {}

    record Stop(EnvironmentId environment) implements Action {}

    /** The caller of {@link Account#invoke} gets its outcome. */
    record Tell(String requestId, Lambda.Outcome outcome) implements Action {}

    record Announce(LambdaEvent event) implements Action {}
}
