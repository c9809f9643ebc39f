package dev.hearth.lab.cli;

import dev.hearth.lab.lambda.FunctionSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One function as it is run.
 *
 * @param source its package, a file or a folder
 */
record Deployment(FunctionSettings settings, Path source, int httpPort, Optional<Warming> warming) {

    String name() {
        return settings.name();
    }
}
