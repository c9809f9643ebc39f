package dev.hearth.lab.lambda;

import java.time.Duration;

/**
 * What an environment has used since its process was started.
 *
 * @param cpu user and system time of all its processes
 * @param minorFaults page faults served from memory, of its first process and of children that it waited for
 * @param majorFaults page faults that read a file
 * @param peakMemory the most bytes that were resident at once, summed over its processes
 */
public record Usage(Duration cpu, long minorFaults, long majorFaults, long peakMemory) {}
