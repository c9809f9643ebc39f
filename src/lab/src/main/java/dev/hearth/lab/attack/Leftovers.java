package dev.hearth.lab.attack;

import dev.hearth.lab.attack.Victim.Life;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a lab that has ended must not leave: processes, folders, control groups. */
final class Leftovers {

    private static final Path PROCESSES = Path.of("/proc");
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");
    private static final int CONTROL_GROUP_DEPTH = 4;

    /** A process that was killed is there until its parent, or init, has taken notice. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private Leftovers() {}

    /** What is left of a life after a moment in which it may go, by name. */
    static List<String> of(Life life) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> left = look(life);
        while (!left.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(LOOK_EVERY);
            left = look(life);
        }
        return left;
    }

    private static List<String> look(Life life) {
        String name = "hearth-lab-" + life.pid() + "-";
        List<String> left = new ArrayList<>(processes(Victim.MARK + "=" + life.mark()));
        left.addAll(named(Path.of(System.getProperty("java.io.tmpdir")), 1, name));
        left.addAll(named(CONTROL_GROUPS, CONTROL_GROUP_DEPTH, name));
        return left;
    }

    /** Processes that were given a variable. */
    private static List<String> processes(String variable) {
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> text(process.resolve("environ")).contains(variable + "\0"))
                    .map(process ->
                            "the process " + process.getFileName() + " (" + text(process.resolve("cmdline")) + ")")
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty where it is gone. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> named(Path folder, int depth, String name) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.find(folder, depth, (path, attributes) -> path.getFileName()
                .toString()
                .startsWith(name))) {
            return found.map(Path::toString).toList();
        } catch (IOException | UncheckedIOException e) {
            // Something went away while it was looked at.
            return List.of("what could not be looked at: " + e.getMessage());
        }
    }
}
