package dev.hearth.lab.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * What an environment used in one phase.
 *
 * @param cpu user and system time of all its processes
 * @param minorFaults pages that were mapped from memory
 * @param majorFaults pages that had to be read from the disk
 */
public record PhaseUsage(@JsonProperty("cpuMs") Duration cpu, long minorFaults, long majorFaults) {

    public PhaseUsage plus(PhaseUsage other) {
        return new PhaseUsage(cpu.plus(other.cpu), minorFaults + other.minorFaults, majorFaults + other.majorFaults);
    }
}
