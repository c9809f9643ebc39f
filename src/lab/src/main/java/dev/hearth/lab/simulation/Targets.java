package dev.hearth.lab.simulation;

/** How many environments are wanted, by the time. */
@FunctionalInterface
public interface Targets {

    /**
     * The number that is wanted.
     *
     * @param now microseconds since 1970
     */
    int at(long now);
}
