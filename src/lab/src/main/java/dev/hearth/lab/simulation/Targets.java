package dev.hearth.lab.simulation;

/** How many environments are wanted, by the time. */
@FunctionalInterface
public interface Targets {

    /** @param now microseconds since 1970 */
    int at(long now);
}
