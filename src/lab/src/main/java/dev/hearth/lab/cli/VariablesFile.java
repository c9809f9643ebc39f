package dev.hearth.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of variables as Docker's and SAM's {@code --env-file}: a line NAME=VALUE each, the value as it stands; # comments. */
final class VariablesFile {
    private VariablesFile() {}

    /**
     * The variables in their order; of a name that stands twice the last counts.
     *
     * @throws IllegalArgumentException where the file cannot be read or a line is none; names the file and line, never a value
     */
    static Map<String, String> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("--env-file " + file + " cannot be read as text: " + e, e);
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripLeading();
            if (!line.isEmpty() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(
                            "--env-file " + file + ", line " + (i + 1) + ": must be NAME=VALUE, or a comment after #");
                }
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }
}
