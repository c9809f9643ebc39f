package dev.hearth.lab.lambda;

import java.time.Duration;
import java.util.function.Consumer;

/** Starts environments: real ones are processes, simulated ones a few numbers. */
public interface EnvironmentFactory {

    /**
     * Starts an environment, or starts it anew once its process has ended (same id, same log stream). Neither blocks nor throws.
     *
     * @param initLimit how long it may take from the start of its process to its first {@code /next}: 10 s, or the
     *     function's timeout when it is started anew inside an invocation
     * @param events told what happens to it, on any thread, one event at a time and in order. Every start ends with
     *     exactly one {@link EnvironmentEvent.InitFailed} or {@link EnvironmentEvent.Exited}; nothing follows that
     */
    Environment start(
            EnvironmentId id,
            FunctionSettings function,
            Initialization initialization,
            Duration initLimit,
            Consumer<EnvironmentEvent> events);
}
