package dev.hearth.lab.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * What an extension has of a cold start.
 *
 * @param registered from the begin of init until it registered, which the runtime's start waits for
 * @param ready from the begin of init until it asked for its first event, which the end of init waits for
 * @param memoryBytes the most that its processes held by then; 0 where it is part of the function's
 */
public record ExtensionShare(
        String name,
        @JsonProperty("registeredMs") Duration registered,
        @JsonProperty("readyMs") Duration ready,
        long memoryBytes) {}
