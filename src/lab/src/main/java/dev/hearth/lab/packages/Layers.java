package dev.hearth.lab.packages;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.linux.OwnMounts;
import dev.hearth.lab.linux.Scratch;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layers of a function, put together as Lambda does below {@code /opt}: one after the other, so that of two files of one
 * name the later layer's is there. Thread-safe.
 *
 * @param root what the function's processes see as {@link #OPT}
 * @param extensions the names of the files in its {@code extensions}, which Lambda starts
 * @param mounts how they come to see it there
 */
public record Layers(Path root, List<String> extensions, OwnMounts mounts) {

    /** Where layers are on Lambda. */
    public static final Path OPT = Path.of("/opt");

    /** Where Lambda looks for extensions. */
    public static final Path EXTENSIONS = OPT.resolve("extensions");

    /** Lambda's quota of layers of one function. */
    private static final int MOST = 5;

    /** Lambda's quota of extensions of one function. */
    private static final int MOST_EXTENSIONS = 10;

    public Layers {
        extensions = List.copyOf(extensions);
    }

    /**
     * Unpacks layers, in their order.
     *
     * @throws Refusal if one is none, there are too many, or this machine cannot show them to a function
     */
    public static Layers open(List<Path> zips, Scratch scratch) {
        if (zips.size() > MOST) {
            throw new Refusal(
                    zips.size() + " layers are more than the " + MOST + " that a function may have on Lambda");
        }
        try {
            Path root = scratch.newFolder("opt-");
            for (Path zip : zips) {
                if (!Files.isRegularFile(zip)) {
                    throw new Refusal(
                            "there is no layer " + zip + ": a layer is a zip, whose folders stand below " + OPT);
                }
                Path layer = PackageZip.unpack(zip, scratch.newFolder("layer-"));
                lay(zip, layer, root);
                scratch.discard(layer);
            }
            PackageZip.protect(root);
            List<String> extensions = extensions(root.resolve("extensions"));
            if (extensions.size() > MOST_EXTENSIONS) {
                throw new Refusal("the layers have " + extensions.size() + " extensions, and Lambda starts "
                        + MOST_EXTENSIONS + " at most");
            }
            return new Layers(root.toRealPath(), extensions, OwnMounts.of(root, OPT));
        } catch (IOException e) {
            throw new Refusal("cannot unpack the layers " + zips + ": " + e.getMessage(), e);
        }
    }

    private static void lay(Path zip, Path layer, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(layer)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = root.resolve(layer.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(
                            file,
                            target,
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES,
                            LinkOption.NOFOLLOW_LINKS);
                }
            }
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw clash(zip, root, e);
        }
    }

    private static Refusal clash(Path zip, Path root, FileSystemException problem) {
        return new Refusal(
                "the layer " + zip + " has " + root.relativize(Path.of(problem.getFile()))
                        + " as a file where another layer has a folder, or the other way round",
                problem);
    }

    /** By their names: Lambda starts all of them at once. */
    private static List<String> extensions(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
