package dev.hearth.lab.traffic;

import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.Optional;

/**
 * What the names of log streams tell of environments, one each.
 *
 * @param longestIdle how long one was idle and still alive: idle environments live at least so long
 * @param routing which idle environment got an invocation, where at least {@link Streams#LEAST_CHOICES} choices were seen
 * @param choices invocations that could have gone to more than one
 */
public record Observed(Duration longestIdle, Optional<Routing> routing, int choices) {}
