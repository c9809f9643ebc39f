package dev.hearth.lab.linux;

import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files by which control groups are read and written, and what both versions of their interface share. */
public final class ControlFiles {

    /** Over which a CPU limit holds: short, so that a small function is slowed evenly; Linux takes 1 ms of it at least. */
    private static final Duration PERIOD = Duration.ofMillis(20);

    /** The file that lists a group's processes, and adds one that is written to it. */
    static final String PROCESSES = "cgroup.procs";

    private static final int ATTEMPTS = 50;

    private ControlFiles() {}

    /** Makes a lab's folder and claims it. */
    static Path createClaimed(Path folder) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Files.createDirectories(folder);
            if (Claim.make(folder.resolve(PROCESSES))) {
                return folder;
            }
            pause();
        }
        throw new IOException("another lab uses " + folder);
    }

    static void removeClaimed(Path folder) {
        removeFolder(folder);
        Claim.release(folder.resolve(PROCESSES));
    }

    /** Removes what labs left in {@code root} that run no more, with the processes in it. */
    static void removeAbandoned(Path root) throws IOException {
        for (Path folder : children(root)) {
            if (Scratch.isLab(folder.getFileName().toString()) && Claim.take(folder.resolve(PROCESSES))) {
                for (Path group : children(folder)) {
                    writeQuietly(group.resolve("cgroup.freeze"), "0");
                    for (int i = 0; i < ATTEMPTS && !removeFolder(group); i++) {
                        kill(group);
                        pause();
                    }
                }
                removeClaimed(folder);
            }
        }
    }

    public static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static boolean removeFolder(Path folder) {
        try {
            Files.delete(folder);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (IOException e) {
            // EBUSY: a process is on its way out
            return false;
        }
    }

    static List<Long> processes(Path folder) {
        return words(folder.resolve(PROCESSES)).stream()
                .map(Long::valueOf)
                // 0 stands for one that this container does not see, and 1 is its own first.
                .filter(pid -> pid > 1)
                .toList();
    }

    static void kill(Path folder) {
        processes(folder).forEach(pid -> Posix.signal(pid, Posix.SIGKILL));
    }

    static long counter(Path file, String name) {
        return text(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    static Set<String> words(Path file) {
        return text(file).stream()
                .flatMap(text -> Arrays.stream(text.split("\\s+", -1)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void write(Path file, String value) throws IOException {
        Files.writeString(file, value);
    }

    static boolean writeIfThere(Path file, String value) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        write(file, value);
        return true;
    }

    /** Writes to a group that may be gone, or be of a kernel without that file: then it returns false. */
    static boolean writeQuietly(Path file, String value) {
        try {
            return writeIfThere(file, value);
        } catch (IOException e) {
            return false;
        }
    }

    static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static long bytes(MemorySize size) {
        return size.megabytes() * 1024L * 1024;
    }

    /** The CPU time in a period, in the kernel's microseconds. */
    static long quota(double cpus) {
        return Math.max(1_000, Math.round(cpus * period()));
    }

    /** The period of a CPU limit, in the kernel's microseconds. */
    static long period() {
        return PERIOD.toNanos() / 1_000;
    }
}
