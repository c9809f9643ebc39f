package dev.hearth.lab.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells when a package has been written to its end: it is another one than before, and stands still. Not thread-safe. */
final class Settling<T> {

    private final Duration quiet;
    private Optional<T> taken;
    private Optional<T> seen;
    private Instant since = Instant.MIN;

    /**
     * Knows of no change yet.
     *
     * @param taken the state of the package that runs
     * @param quiet how long another one must have stood still
     */
    Settling(Optional<T> taken, Duration quiet) {
        this.taken = taken;
        this.seen = taken;
        this.quiet = quiet;
    }

    /** Is told how the package stands now, and whether it is to be taken. A package that is not there never is. */
    boolean settled(Instant now, Optional<T> current) {
        if (!current.equals(seen)) {
            seen = current;
            since = now;
            return false;
        }
        return current.isPresent() && !current.equals(taken) && !now.isBefore(since.plus(quiet));
    }

    /** The package that stood so was taken, or can't be: only another one will be. */
    void take(Optional<T> state) {
        taken = state;
    }
}
