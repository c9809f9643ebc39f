package dev.hearth.lab.cli;

import java.nio.file.Path;

/** Hearth's own package, for tests of other rooms. */
public final class OwnPackage {

    private OwnPackage() {}

    /** The native package where it was built, else the JVM's. */
    public static Path path() {
        return RunningLab.functionPackage().toAbsolutePath();
    }
}
