package dev.hearth.lab.dashboard;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A function that the page is about.
 *
 * @param alias what callers invoke; {@code $LATEST} where empty
 * @param httpPort where it is served over HTTP
 * @param target how many environments its schedule keeps warm; empty where none asks for a number
 * @param idle how long an environment may idle
 */
public record Served(String name, Optional<String> alias, int httpPort, OptionalInt target, Duration idle) {}
