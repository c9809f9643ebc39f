package dev.hearth.lab.plan;

import dev.hearth.lab.schedule.Schedule;

/**
 * A schedule that a plan creates.
 *
 * @param expression as it is written in the plan
 */
public record PlannedSchedule(String expression, Schedule schedule) {}
