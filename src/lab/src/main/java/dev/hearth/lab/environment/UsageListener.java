package dev.hearth.lab.environment;

import dev.hearth.lab.lambda.EnvironmentId;

/** Told what an environment has used, right before each of its {@code Ready} and {@code Idle} events, on its event loop. */
@FunctionalInterface
public interface UsageListener {

    void used(EnvironmentId environment, Usage usage);
}
