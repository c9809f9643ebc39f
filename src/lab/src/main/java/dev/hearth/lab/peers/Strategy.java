package dev.hearth.lab.peers;

import dev.hearth.lab.bench.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to keep N environments of a function warm. In events and variables {@code ${n}} stands for N, {@code ${fifth}} for a
 * fifth of it, rounded up.
 *
 * @param title what people call it
 * @param about what it is, in a sentence
 * @param path of the function's package, below the project's folder or absolute; Hearth's own package where empty
 * @param build the folder of the package's recipe, if the project makes it
 * @param variables of the function
 * @param leader a second function that gets the events and warms the first, named {@code peer}, from outside
 * @param events what a schedule sends at the same moment
 * @param provisioned whether AWS keeps the environments
 * @param claim where in the answer to the event (a JSON pointer) it says how many environments it has reached
 */
public record Strategy(
        String name,
        String title,
        String about,
        Optional<Path> path,
        Optional<Path> build,
        Map<String, String> variables,
        Optional<Leader> leader,
        List<String> events,
        boolean provisioned,
        Optional<String> claim) {

    private static final int FIFTH = 5;

    /** A function that warms another. */
    public record Leader(Path path, Map<String, String> variables) {

        public Leader {
            variables = Map.copyOf(variables);
        }
    }

    public Strategy {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a strategy has no name");
        }
        variables = Map.copyOf(variables);
        events = List.copyOf(events);
    }

    /** How the project in this folder makes the package, if it does. */
    public Optional<Recipe> recipe(Path project) {
        return build.map(folder -> new Recipe(project.toAbsolutePath().resolve(folder)));
    }

    /** Whether a pool of this kind can be had: what AWS keeps is always full. */
    boolean has(Pool pool) {
        return !provisioned || pool == Pool.FULL;
    }

    static String filledIn(String text, int n) {
        return text.replace("${n}", Integer.toString(n)).replace("${fifth}", Integer.toString(Math.ceilDiv(n, FIFTH)));
    }

    static Map<String, String> filledIn(Map<String, String> variables, int n) {
        Map<String, String> filled = new LinkedHashMap<>();
        variables.forEach((name, value) -> filled.put(name, filledIn(value, n)));
        return filled;
    }
}
