package dev.hearth.lab.watch;

import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.LambdaEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps which invocations had to wait for an environment's start. Thread-safe. */
public final class ColdStarts implements Consumer<LambdaEvent> {

    /**
     * One of them.
     *
     * @param user whether somebody waited for it, and not a cycle
     * @param init as in the REPORT line
     */
    public record ColdStart(EnvironmentId environment, boolean user, Duration init) {}

    private final Map<EnvironmentId, Duration> inits = new HashMap<>();
    private final List<ColdStart> all = new ArrayList<>();

    @Override
    public synchronized void accept(LambdaEvent event) {
        switch (event) {
            case LambdaEvent.Started started -> inits.put(started.environment(), started.init());
            case LambdaEvent.HandedOver given
            when given.cold() ->
                all.add(new ColdStart(
                        given.environment(),
                        switch (Event.of(given.invocation().payload())) {
                            case Event.Cycle _, Event.Hold _ -> false;
                            case Event.Http _, Event.Other _ -> true;
                        },
                        inits.getOrDefault(given.environment(), Duration.ZERO)));
            case LambdaEvent.Ended ended -> inits.remove(ended.environment());
            default -> {}
        }
    }

    /** All so far, in their order. */
    public synchronized List<ColdStart> all() {
        return List.copyOf(all);
    }
}
