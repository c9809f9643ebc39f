package dev.hearth.lab.bench;

import dev.hearth.lab.environment.Usage;
import dev.hearth.lab.environment.UsageListener;
import dev.hearth.lab.lambda.EnvironmentId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what each environment had used when it was last ready or idle. */
final class UsageLog implements UsageListener {

    private final Map<EnvironmentId, Usage> latest = new ConcurrentHashMap<>();

    @Override
    public void used(EnvironmentId environment, Usage usage) {
        latest.put(environment, usage);
    }

    Optional<Usage> latest(EnvironmentId environment) {
        return Optional.ofNullable(latest.get(environment));
    }

    void forget(EnvironmentId environment) {
        latest.remove(environment);
    }
}
