package dev.hearth.lab.plan;

import java.nio.file.Path;
import java.util.Optional;

/** Where a planned function's code is. */
public sealed interface Code {

    /**
     * On the disk of who planned.
     *
     * @param path as the plan names it: a relative one counts from the folder that was planned, which no plan names
     * @param sha256 of what was planned, in Base64
     */
    record Zip(Path path, Optional<String> sha256) implements Code {}

    /** Not on a disk, or not known yet: {@code where} completes "its code …". */
    record Elsewhere(String where) implements Code {}
}
