package dev.hearth.lab.advice;

import java.time.ZonedDateTime;

/**
 * A moment that needed much more than its hour ever did on another day.
 *
 * @param needed environments that users needed at once
 * @param usual the most that any other day needed within an hour of that time of day
 */
public record Spike(ZonedDateTime at, int needed, int usual) {}
