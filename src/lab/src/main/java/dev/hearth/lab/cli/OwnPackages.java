package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.bench.Matrix;
import dev.hearth.lab.bench.Recipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The project's own packages, which are built first where they are out of date. */
final class OwnPackages {

    /** How long the program waits, when it is told to end, for a build to. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private OwnPackages() {}

    /** The checkout, as the script that started this says; the working directory else. */
    static Path root() {
        return Path.of(System.getProperty("hearth.root", ""));
    }

    /** The project's own by name, any other by path. */
    static Path path(String packageName) {
        Optional<Matrix.Entry> own = own(packageName);
        own.flatMap(OwnPackages::build)
                .filter(outcome -> outcome != Recipe.Result.BUILT)
                .ifPresent(_ -> {
                    throw new Refusal("the package " + packageName + " could not be built");
                });
        return own.map(entry -> root().resolve(entry.path())).orElseGet(() -> Converters.path(packageName));
    }

    /** The name of the native package, or of the JVM's where this machine cannot build the native one. */
    static String preferred() {
        Optional<Recipe.Result> outcome = own("native").flatMap(OwnPackages::build);
        if (outcome.equals(Optional.of(Recipe.Result.NOT_ON_THIS_MACHINE))) {
            System.out.println("Running the JVM package. (Native is the default where it can be built.)");
            return "jvm";
        }
        return "native";
    }

    private static Optional<Matrix.Entry> own(String name) {
        return Matrix.own().packages().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    private static Optional<Recipe.Result> build(Matrix.Entry entry) {
        try (Interruption _ = new Interruption(PATIENCE)) {
            return entry.recipe(root()).map(Recipe::build);
        }
    }
}
