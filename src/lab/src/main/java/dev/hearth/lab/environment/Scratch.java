package dev.hearth.lab.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lab's temporary folder. It carries the name of its lab's process, so that the next lab can tell which were left
 * behind by one that was killed, and removes them together with the processes that they list.
 */
public final class Scratch implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("hearth-lab-(\\d+)-(\\d+)-\\d+");

    private static final AtomicInteger CREATED = new AtomicInteger();

    /** The kernel counts a process's start in ticks since boot; the boot's own time may be set while we run. */
    private static final long START_TOLERANCE_MILLIS = 2_000;

    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder below {@code parent}, after removing what dead labs left there. */
    public static Scratch create(Path parent) {
        try (Stream<Path> siblings = Files.list(parent)) {
            siblings.filter(sibling -> isAbandoned(sibling.getFileName().toString()))
                    .forEach(Scratch::removeAbandoned);
            Path folder = parent.resolve(newName());
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(folder.resolve("processes"));
            return new Scratch(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the folder for temporary files, " + parent, e);
        }
    }

    /** Makes the folder below the system's folder for temporary files. */
    public static Scratch create() {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** What names this lab among all that ever ran here. */
    String name() {
        return folder.getFileName().toString();
    }

    /** Whether a name is of a lab that runs no more. */
    static boolean isAbandoned(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                && find(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
                        .isEmpty();
    }

    private static String newName() {
        ProcessHandle self = ProcessHandle.current();
        return "hearth-lab-" + self.pid() + "-" + startMillis(self) + "-" + CREATED.incrementAndGet();
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    Path newFolder(String prefix) throws IOException {
        return Files.createTempDirectory(folder, prefix);
    }

    /** Notes a process that must not outlive the lab. */
    Path list(ProcessHandle process) throws IOException {
        return Files.createFile(folder.resolve("processes").resolve(process.pid() + "-" + startMillis(process)));
    }

    @Override
    public void close() {
        remove(folder);
    }

    /** Removes a folder with all that is in it, read-only folders included; symbolic links are not followed. */
    static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
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
        } catch (NoSuchFileException e) {
            // somebody else was faster
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the temporary folder " + folder, e);
        }
    }

    private static void removeAbandoned(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            for (Path process : list(folder.resolve("processes"))) {
                List<String> parts = List.of(process.getFileName().toString().split("-", 2));
                find(Long.parseLong(parts.getFirst()), Long.parseLong(parts.getLast()))
                        .ifPresent(orphan -> Posix.signalGroup(orphan.pid(), Posix.SIGKILL));
            }
            remove(folder);
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            // It belongs to another user, or is no folder of ours: not ours to remove.
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            // The lab was killed while it removed the folder itself.
            return List.of();
        }
    }

    private static Optional<ProcessHandle> find(long pid, long startMillis) {
        return ProcessHandle.of(pid).filter(process -> process.info()
                .startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - startMillis) <= START_TOLERANCE_MILLIS)
                .orElse(true));
    }
}
