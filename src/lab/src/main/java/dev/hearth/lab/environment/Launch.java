package dev.hearth.lab.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that is to be started. */
record Launch(List<String> command, Map<String, String> environment, Path directory) {

    Launch {
        command = List.copyOf(command);
    }
}
