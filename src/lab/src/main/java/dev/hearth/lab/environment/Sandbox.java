package dev.hearth.lab.environment;

import dev.hearth.lab.lambda.Usage;
import dev.hearth.lab.linux.Cgroup;
import dev.hearth.lab.linux.Mark;
import dev.hearth.lab.linux.Posix;
import dev.hearth.lab.linux.ProcessFigures;
import dev.hearth.lab.linux.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processes of one environment, its runtime and its extensions, in a control group of their own where there are some.
 * All are prepared first and released later.
 */
final class Sandbox {

    private final Program runtime;
    private final Map<String, Program> extensions;
    private final Cgroup cgroup;
    private final List<Path> files;
    private final ProcessFigures before;
    private final Duration cpuBefore;
    private final Set<Long> stopped = new HashSet<>();
    private boolean frozenByGroup;

    private Sandbox(Program runtime, Map<String, Program> extensions, Cgroup cgroup, List<Path> files) {
        this.runtime = runtime;
        this.extensions = extensions;
        this.cgroup = cgroup;
        this.files = files;
        before = ProcessFigures.of(runtime.pid());
        cpuBefore = cgroup.cpuTime().orElse(before.cpu());
    }

    /**
     * What there is to start: the runtime and, by their names, the extensions.
     *
     * @param file what was written for them alone
     */
    record Launches(Launch runtime, Map<String, Launch> extensions, Optional<Program.View> view, Optional<Path> file) {}

    /** Prepares programs; blocks for some milliseconds. Where that fails, nothing is left of them nor of their group. */
    static Sandbox prepare(Launches launches, Cgroup cgroup, Scratch scratch) throws IOException {
        try {
            return prepareIn(cgroup, launches, scratch);
        } catch (IOException | RuntimeException e) {
            end(cgroup);
            throw e;
        }
    }

    private static Sandbox prepareIn(Cgroup cgroup, Launches launches, Scratch scratch) throws IOException {
        Mark mark = cgroup.mark();
        List<Path> files = Stream.concat(Stream.of(scratch.list(mark)), launches.file().stream())
                .toList();
        Map<String, Program> extensions = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Launch> extension : launches.extensions().entrySet()) {
                extensions.put(
                        extension.getKey(), Program.prepare(extension.getValue(), cgroup, mark, launches.view()));
            }
            return new Sandbox(
                    Program.prepare(launches.runtime(), cgroup, mark, launches.view()), extensions, cgroup, files);
        } catch (IOException | RuntimeException e) {
            extensions.values().forEach(Sandbox::abandon);
            remove(files);
            throw e;
        }
    }

    private static void abandon(Program program) {
        program.kill();
        program.output().close();
    }

    private static void end(Cgroup cgroup) {
        try {
            cgroup.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // It goes with the scratch folder.
            }
        }
    }

    /** What runs the function. */
    Program runtime() {
        return runtime;
    }

    /** By the names of their files. */
    Map<String, Program> extensions() {
        return extensions;
    }

    /** The runtime and the extensions. */
    List<Program> programs() {
        return Stream.concat(Stream.of(runtime), extensions.values().stream()).toList();
    }

    void limitCpu(double cpus) {
        try {
            cgroup.limitCpu(cpus);
        } catch (IOException e) {
            // Its processes have ended, and with them its group.
        }
    }

    /** Stops all processes where they are. Not from several threads at once; nor is {@link #thaw}. */
    void freeze() {
        frozenByGroup = cgroup.freeze();
        if (!frozenByGroup) {
            programs().forEach(program -> Posix.signalGroup(program.pid(), Posix.SIGSTOP));
            stopped.clear();
            // Those that have left the process group go on until they are met, and may have started more.
            for (List<Long> met = cgroup.processes(); stopped.addAll(met); met = cgroup.processes()) {
                met.forEach(pid -> Posix.signal(pid, Posix.SIGSTOP));
            }
        }
    }

    void thaw() {
        if (frozenByGroup) {
            cgroup.thaw();
        } else {
            programs().forEach(program -> Posix.signalGroup(program.pid(), Posix.SIGCONT));
            stopped.forEach(pid -> Posix.signal(pid, Posix.SIGCONT));
        }
    }

    /** Kills all processes; each {@link Program#exit} completes soon. */
    void kill() {
        programs().forEach(Program::kill);
        cgroup.kill();
    }

    /** Waits until no process is left and removes the control group; blocks for some milliseconds. */
    void dispose() {
        kill();
        try {
            for (Program program : programs()) {
                program.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(cgroup);
        remove(files);
    }

    boolean ranOutOfMemory() {
        return cgroup.ranOutOfMemory();
    }

    /** The most memory that its processes have held; empty when they are gone. */
    Optional<Long> peakMemory() {
        return ProcessFigures.peakMemory(processes());
    }

    Usage usage() {
        ProcessFigures now = ProcessFigures.of(runtime.pid());
        return new Usage(
                cgroup.cpuTime().orElse(now.cpu()).minus(cpuBefore),
                now.minorFaults() - before.minorFaults(),
                now.majorFaults() - before.majorFaults(),
                peakMemory().orElse(0L));
    }

    private List<Long> processes() {
        List<Long> enclosed = cgroup.processes();
        return enclosed.isEmpty()
                ? programs().stream()
                        .flatMap(program -> ProcessFigures.family(program.pid()).stream())
                        .toList()
                : enclosed;
    }
}
