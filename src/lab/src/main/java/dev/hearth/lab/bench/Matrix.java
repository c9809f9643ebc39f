package dev.hearth.lab.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is measured: packages, each at every memory size. It is a file, so that other packages and sizes need no program.
 *
 * @param memory the sizes of a whole run
 * @param quick the sizes of a quick run
 * @param question the two packages whose comparison the run is about, if there are two
 * @param event what each environment is invoked with
 */
public record Matrix(
        List<Entry> packages,
        @JsonProperty("memoryMb") List<MemorySize> memory,
        @JsonProperty("quickMemoryMb") List<MemorySize> quick,
        Optional<Run.Question> question,
        JsonNode event) {

    /**
     * A package to measure.
     *
     * @param title a short name for people
     * @param about what it is, in a sentence
     * @param path of the package: a zip or a folder, below the project's folder or absolute
     * @param handler the value of {@code _HANDLER}, if not the package's own
     * @param build the folder of its recipe, below the project's folder or absolute, if the project makes it
     * @param layers the zips of its layers in order, below the project's folder or absolute, if it has any
     */
    public record Entry(
            String name,
            String title,
            String about,
            Path path,
            Optional<String> handler,
            Optional<Path> build,
            Optional<List<Path>> layers) {

        private Entry with(List<Path> more) {
            return new Entry(
                    name + WITH_LAYERS,
                    title + " with layers",
                    about + ", with the layers "
                            + more.stream().map(Path::toString).collect(Collectors.joining(", ")),
                    path,
                    handler,
                    build,
                    Optional.of(Stream.concat(layers.orElse(List.of()).stream(), more.stream())
                            .toList()));
        }

        /** How the project in this folder makes it, if it does. */
        public Optional<Recipe> recipe(Path project) {
            return build.map(folder -> new Recipe(project.toAbsolutePath().resolve(folder)));
        }
    }

    /** What the name of a package ends with that is measured with layers too. */
    public static final String WITH_LAYERS = "-layers";

    public Matrix {
        packages = List.copyOf(packages);
        memory = List.copyOf(memory);
        quick = List.copyOf(quick);
        require(!packages.isEmpty(), "it names no package");
        require(!memory.isEmpty() && !quick.isEmpty(), "it names no memory size");
        Set<String> names = new HashSet<>();
        for (Entry entry : packages) {
            require(names.add(entry.name()), "it names the package " + entry.name() + " twice");
        }
        question.ifPresent(asked -> require(
                names.contains(asked.subject()) && names.contains(asked.against()),
                "its question is about a package that it does not name"));
    }

    /** The project's own. */
    public static Matrix own() {
        try (InputStream in = Matrix.class.getResourceAsStream("matrix.json")) {
            return Json.MAPPER.readValue(in, Matrix.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a user's. */
    public static Matrix read(Path file) {
        try {
            return Json.MAPPER.treeToValue(Json.object(Files.readString(file)), Matrix.class);
        } catch (JacksonException e) {
            throw new Refusal(file + " is no matrix: " + Json.problem(e));
        } catch (IOException e) {
            throw new Refusal("cannot read the matrix " + file + ": " + e);
        }
    }

    /** The same without the packages that are not named. */
    public Matrix withPackages(Set<String> names) {
        Set<String> unknown = new TreeSet<>(names);
        packages.forEach(entry -> unknown.remove(entry.name()));
        if (!unknown.isEmpty()) {
            throw new Refusal("the matrix has no package " + String.join(", ", unknown) + "; it has "
                    + String.join(", ", packages.stream().map(Entry::name).toList()));
        }
        return new Matrix(
                packages.stream().filter(entry -> names.contains(entry.name())).toList(),
                memory,
                quick,
                question.filter(asked -> names.contains(asked.subject()) && names.contains(asked.against())),
                event);
    }

    /** Each package twice: as it is, and with these layers too. */
    public Matrix withLayers(List<Path> layers) {
        return layers.isEmpty()
                ? this
                : new Matrix(
                        packages.stream()
                                .flatMap(entry -> Stream.of(entry, entry.with(layers)))
                                .toList(),
                        memory,
                        quick,
                        question,
                        event);
    }

    /** Every package at each of the sizes. */
    List<Cell> variants(List<MemorySize> sizes) {
        return packages.stream()
                .flatMap(entry -> sizes.stream().map(size -> new Cell(entry.name(), size)))
                .toList();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
