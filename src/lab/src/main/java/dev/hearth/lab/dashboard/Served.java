package dev.hearth.lab.dashboard;

import dev.hearth.warm.event.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * A function that the page is about.
 *
 * @param alias what callers invoke; {@code $LATEST} where empty
 * @param httpPort where it is served over HTTP
 * @param target how many environments its schedule keeps warm; empty where it has none
 * @param idle how long an environment may idle
 */
public record Served(String name, Optional<String> alias, int httpPort, Optional<Target> target, Duration idle) {}
