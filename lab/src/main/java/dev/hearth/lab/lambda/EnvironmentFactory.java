package dev.hearth.lab.lambda;

import java.util.function.Consumer;

/** Starts environments: real ones are processes, simulated ones a few numbers. */
public interface EnvironmentFactory {

    /**
     * Starts an environment, or starts it anew after it was reset (same id, same log stream). Does not block.
     *
     * @param events told what happens to it, on any thread, one event at a time and in order
     */
    Environment start(
            EnvironmentId id,
            FunctionSettings function,
            Initialization initialization,
            Consumer<EnvironmentEvent> events);
}
