package dev.hearth.lab.bench;

import dev.hearth.lab.Refusal;
import java.io.IOException;
import java.nio.file.Path;

/** How a project makes one of its packages: a folder with a {@code build}, which does nothing where the package is up to date. */
public record Recipe(Path folder) {

    /** What a {@code build} exits with where this machine lacks something, though nobody made a mistake. */
    private static final int UNAVAILABLE = 69;

    /** How a {@code build} ended; why it did stands on the terminal. */
    public enum Result {
        BUILT,
        NOT_ON_THIS_MACHINE,
        FAILED
    }

    /** Builds; an interrupt of the thread ends it, and it has failed then. */
    public Result build() {
        Process build;
        try {
            build = new ProcessBuilder(folder.resolve("build").toString())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new Refusal("cannot run the recipe " + folder + ": " + e.getMessage());
        }
        try {
            return switch (build.waitFor()) {
                case 0 -> Result.BUILT;
                case UNAVAILABLE -> Result.NOT_ON_THIS_MACHINE;
                default -> Result.FAILED;
            };
        } catch (InterruptedException e) {
            build.destroy();
            Thread.currentThread().interrupt();
            return Result.FAILED;
        }
    }
}
