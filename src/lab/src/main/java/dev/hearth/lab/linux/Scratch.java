package dev.hearth.lab.linux;

import dev.hearth.lab.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lab's temporary folder. The lab holds a lock in it while it runs ({@link Claim}), so that the next lab can tell
 * which were left behind by one that was killed, and removes them together with the processes whose marks they list. It
 * believes only folders that are its own user's and closed to everybody else.
 */
public final class Scratch implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("hearth-lab-\\d{1,10}-[0-9a-f]{16}");

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final String LOCK = "lock";
    private static final String PROCESSES = "processes";
    private static final int ATTEMPTS = 20;

    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder below {@code parent}, then removes what dead labs left there.
     *
     * @throws Refusal if it cannot be made
     */
    public static Scratch create(Path parent) {
        try {
            Scratch scratch = make(parent);
            scratch.removeAbandoned(parent);
            return scratch;
        } catch (IOException e) {
            throw new Refusal(
                    "cannot write to the folder for temporary files, " + parent + " (" + e.getMessage()
                            + "): name another one by the variable TMPDIR",
                    e);
        }
    }

    /**
     * Makes the folder below the one for temporary files: {@code TMPDIR}, else the system's.
     *
     * @throws Refusal if that cannot be written to
     */
    public static Scratch create() {
        return create(parent(System.getenv()));
    }

    static Path parent(Map<String, String> environment) {
        return Path.of(Optional.ofNullable(environment.get("TMPDIR"))
                        .filter(folder -> !folder.isBlank())
                        .orElseGet(() -> System.getProperty("java.io.tmpdir")))
                .toAbsolutePath();
    }

    private static Scratch make(Path parent) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Path folder = parent.resolve(newName());
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (Claim.make(folder.resolve(LOCK))) {
                Files.createDirectory(folder.resolve(PROCESSES));
                return new Scratch(folder);
            }
        }
        throw new IOException("another lab removes what this one makes there");
    }

    private static String newName() {
        return "hearth-lab-" + ProcessHandle.current().pid() + "-"
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
    }

    /** What names this lab among all that ever ran here. */
    public String name() {
        return folder.getFileName().toString();
    }

    /** Whether a name is of a lab, dead or alive. */
    static boolean isLab(String name) {
        return NAME.matcher(name).matches();
    }

    public Path newFolder(String prefix) throws IOException {
        return Files.createTempDirectory(folder, prefix);
    }

    /** A new file in it, which everybody may read. */
    public Path newFile(String prefix) throws IOException {
        Path file = Files.createTempFile(folder, prefix, "");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** Removes a folder that was made here; one that lies elsewhere is left as it is. */
    public void discard(Path made) {
        try {
            if (made.startsWith(folder.toRealPath())) {
                remove(made);
            }
        } catch (IOException e) {
            // It goes with the rest.
        }
    }

    /** Notes processes that must not outlive the lab. */
    public Path list(Mark mark) throws IOException {
        return Files.createFile(folder.resolve(PROCESSES).resolve(Long.toString(mark.value())));
    }

    @Override
    public void close() {
        try {
            empty(folder);
            Claim.release(folder.resolve(LOCK));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the temporary folder " + folder, e);
        }
    }

    /** Removes all of a claimed folder; its lock last, so that what is left of it if we are killed here can be claimed. */
    private static void empty(Path folder) throws IOException {
        for (Path file : list(folder)) {
            if (!file.endsWith(LOCK)) {
                remove(file);
            }
        }
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }

    /** Removes a file, or a folder with all that is in it, read-only or not; symbolic links are not followed. */
    private static void remove(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.setPosixFilePermissions(directory, OWNER_ONLY);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void removeAbandoned(Path parent) throws IOException {
        PosixFileAttributes own = attributes(folder);
        for (Path sibling : list(parent)) {
            if (isLab(sibling.getFileName().toString())) {
                try {
                    removeIfAbandoned(sibling, own);
                } catch (IOException e) {
                    // What cannot be read or removed is no reason not to start.
                }
            }
        }
    }

    private static void removeIfAbandoned(Path sibling, PosixFileAttributes own) throws IOException {
        PosixFileAttributes attributes = attributes(sibling);
        Path lock = sibling.resolve(LOCK);
        if (!attributes.isDirectory()
                || !attributes.owner().equals(own.owner())
                || !attributes.permissions().equals(OWNER_ONLY)) {
            return;
        }
        if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            // Made or removed by a lab that was killed in that moment: then it is empty, and deleted; or by a living
            // one.
            Files.delete(sibling);
        } else if (Claim.take(lock)) {
            try {
                for (Path listed : list(sibling.resolve(PROCESSES))) {
                    mark(listed.getFileName().toString()).ifPresent(Mark::end);
                }
                empty(sibling);
            } finally {
                Claim.release(lock);
            }
        }
    }

    private static Optional<Mark> mark(String text) {
        try {
            return Optional.of(new Mark(Long.parseLong(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static PosixFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            // Somebody else was faster.
            return List.of();
        }
    }
}
