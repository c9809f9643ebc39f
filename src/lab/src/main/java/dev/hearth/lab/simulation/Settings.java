package dev.hearth.lab.simulation;

import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.List;

/**
 * The function that is simulated, and what AWS does with it.
 *
 * @param starts how long its starts take: one of these at random each time
 * @param idle how long an environment on demand lives without an invocation
 * @param concurrency environments that may be busy at once
 * @param startsPerWindow new environments within {@link AccountSettings#START_WINDOW}
 * @param provisioning how long a provisioned environment takes to be there, from when it is asked for
 */
public record Settings(
        List<Duration> starts,
        Duration idle,
        Routing routing,
        int concurrency,
        int startsPerWindow,
        Duration provisioning) {

    public Settings {
        starts = List.copyOf(starts);
        if (starts.isEmpty()) {
            throw new IllegalArgumentException("no start to draw from");
        }
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("idle time must be positive, not " + idle);
        }
    }

    /** In an account with AWS's defaults. */
    public static Settings of(List<Duration> starts, Duration idle, Routing routing, Duration provisioning) {
        return new Settings(
                starts,
                idle,
                routing,
                AccountSettings.DEFAULT.concurrency(),
                AccountSettings.DEFAULT.startsPerWindow(),
                provisioning);
    }

    public Settings in(Duration otherIdle, Routing otherRouting) {
        return new Settings(starts, otherIdle, otherRouting, concurrency, startsPerWindow, provisioning);
    }

    public Settings withConcurrency(int other) {
        return new Settings(starts, idle, routing, other, startsPerWindow, provisioning);
    }
}
