package dev.hearth.lab.bench;

import dev.hearth.lab.environment.Usage;
import dev.hearth.lab.environment.UsageListener;
import dev.hearth.lab.lambda.EnvironmentId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what each environment had used when it was last ready or idle. */
final class UsageLog implements UsageListener {

    private final Map<EnvironmentId, Usage> latest = new ConcurrentHashMap<>();

    private volatile Duration total = Duration.ZERO;

    @Override
    public void used(EnvironmentId environment, Usage usage) {
        latest.put(environment, usage);
    }

    Optional<Usage> latest(EnvironmentId environment) {
        return Optional.ofNullable(latest.get(environment));
    }

    /** Closes an environment's account. */
    void forget(EnvironmentId environment) {
        Optional.ofNullable(latest.remove(environment)).ifPresent(usage -> total = total.plus(usage.cpu()));
    }

    /** The CPU time of all that were forgotten. */
    Duration total() {
        return total;
    }
}
