package dev.hearth.lab.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What all processes of one environment carry, and no other process of this machine: a number as their hard limit of
 * file locks, which Linux has not imposed since 2.4.25 (getrlimit(2), {@code RLIMIT_LOCKS}). A child inherits it, be its
 * session another, its variables cleared, its parent gone or its lab killed, and only root could raise it again. So a
 * mark finds them where there is no control group to tell; where the kernel refuses it, it finds none.
 */
public record Mark(long value) {

    /** No limit that anybody sets in earnest: a trillion file locks. */
    static final long LEAST = 1L << 40;

    private static final int PATIENCE = 50;

    public Mark {
        if (value < LEAST) {
            throw new IllegalArgumentException("no mark: " + value);
        }
    }

    /** A new one, below the mark that this process itself may carry: a lab may run in another lab's function. */
    static Mark fresh() {
        long own = Posix.hardLimit(ProcessHandle.current().pid(), Posix.RLIMIT_LOCKS);
        return new Mark(RandomGenerator.getDefault().nextLong(LEAST, own > LEAST ? own : Long.MAX_VALUE));
    }

    /** Marks a process, and with it all that it will start. */
    public void put(long pid) {
        Posix.limit(pid, Posix.RLIMIT_LOCKS, value);
    }

    /** The ids of the marked processes that run or are stopped. */
    List<Long> processes() {
        List<Long> marked = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), Mark::isProcess)) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (Posix.hardLimit(pid, Posix.RLIMIT_LOCKS) == value && lives(pid)) {
                    marked.add(pid);
                }
            }
        } catch (IOException e) {
            // There is no /proc: no process can be found.
        }
        return marked;
    }

    /** Kills them, those too that they start meanwhile. They end soon, not at once. */
    void kill() {
        Set<Long> killed = new HashSet<>();
        for (List<Long> left = processes(); killed.addAll(left); left = processes()) {
            left.forEach(pid -> Posix.signal(pid, Posix.SIGKILL));
        }
    }

    /** Kills them and waits until none is left, for half a second at most. */
    void end() {
        for (int i = 0; i < PATIENCE && !processes().isEmpty(); i++) {
            kill();
            ControlFiles.pause();
        }
    }

    private static boolean isProcess(Path entry) {
        return Character.isDigit(entry.getFileName().toString().charAt(0));
    }

    /** One that only waits to be reaped does not, unless just its first thread has ended. */
    private static boolean lives(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return (state != 'Z' && state != 'X') || threads(process) > 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static long threads(Path process) throws IOException {
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            return threads.count();
        }
    }
}
