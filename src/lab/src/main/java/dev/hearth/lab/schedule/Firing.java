package dev.hearth.lab.schedule;

import dev.hearth.lab.lambda.Lambda;
import java.time.Instant;

/**
 * A schedule that was due and what Lambda said to its event.
 *
 * @param scheduledAt the occurrence
 */
public record Firing(Schedule schedule, Instant scheduledAt, Lambda.Outcome outcome) {}
