package dev.hearth.lab.simulation;

/** Sees each of the users' requests as it is decided. */
public interface Watcher {

    /** How a request fared. */
    enum Fate {
        WARM,
        COLD,
        THROTTLED
    }

    Watcher NOBODY = (at, fate, busy, environments) -> {};

    /**
     * A request was decided.
     *
     * @param at microseconds since 1970
     * @param busy environments that are busy with users or warming, this request included
     * @param environments all that there are
     */
    void request(long at, Fate fate, int busy, int environments);
}
