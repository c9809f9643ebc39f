package dev.hearth.lab.environment;

import dev.hearth.lab.lambda.Usage;
import dev.hearth.lab.linux.Cgroup;
import dev.hearth.lab.linux.Mark;
import dev.hearth.lab.linux.OutputPipe;
import dev.hearth.lab.linux.Posix;
import dev.hearth.lab.linux.ProcessFigures;
import dev.hearth.lab.linux.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The processes of one environment: a session of their own, in a control group of their own where there are some, their output
 * in one pipe.
 *
 * <p>It is prepared first and released later: a shell joins the control group and then waits, so that the program it
 * becomes is in the group from its first instruction, and what the preparation takes is no part of the program's start.
 */
final class Sandbox {

    /** How many files an environment may open, as on AWS. */
    static final int FILES = 1_024;

    /**
     * Arguments: files to join the group by, {@code --}, assignments, {@code --}, the program with its arguments.
     * Assignments are what would change how the shell itself runs. The limits are AWS's: {@link #FILES}, no core dumps.
     */
    private static final String PREPARATION =
            """
            while [ "$1" != -- ]; do echo $$ >"$1" || exit 125; shift; done; shift
            while [ "$1" != -- ]; do export "$1"; shift; done; shift
            ulimit -n FILES
            ulimit -c 0
            unset OLDPWD SHLVL
            echo
            read -r _ || exit 125
            exec "$@" </dev/null
            """
                    .replace("FILES", Integer.toString(FILES));

    private static final int PREPARATION_LIMIT_MILLIS = 10_000;

    private final Process process;
    private final OutputPipe output;
    private final Cgroup cgroup;
    private final Path listing;
    private volatile ProcessFigures before = ProcessFigures.NONE;
    private volatile Duration cpuBefore = Duration.ZERO;
    private final Set<Long> stopped = new HashSet<>();
    private boolean frozenByGroup;

    private Sandbox(Process process, OutputPipe output, Cgroup cgroup, Path listing) {
        this.process = process;
        this.output = output;
        this.cgroup = cgroup;
        this.listing = listing;
    }

    /** Prepares a program; blocks for some milliseconds. Where that fails, nothing is left of it nor of its group. */
    static Sandbox prepare(
            List<String> program, Map<String, String> environment, Path directory, Cgroup cgroup, Scratch scratch)
            throws IOException {
        try {
            return prepareIn(cgroup, program, environment, directory, scratch);
        } catch (IOException | RuntimeException e) {
            end(cgroup);
            throw e;
        }
    }

    private static Sandbox prepareIn(
            Cgroup cgroup, List<String> program, Map<String, String> environment, Path directory, Scratch scratch)
            throws IOException {
        OutputPipe output = new OutputPipe();
        Optional<Process> process = Optional.empty();
        Optional<Path> listing = Optional.empty();
        try {
            Mark mark = cgroup.mark();
            listing = Optional.of(scratch.list(mark));
            process = Optional.of(spawn(program, environment, directory, cgroup, output));
            mark.put(process.get().pid());
            Sandbox sandbox = new Sandbox(process.get(), output, cgroup, listing.get());
            sandbox.awaitPreparation();
            return sandbox;
        } catch (IOException | RuntimeException e) {
            process.ifPresent(Process::destroyForcibly);
            output.close();
            listing.ifPresent(Sandbox::unlist);
            throw e;
        }
    }

    private static void end(Cgroup cgroup) {
        try {
            cgroup.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unlist(Path listing) {
        try {
            Files.deleteIfExists(listing);
        } catch (IOException e) {
            // It goes with the scratch folder.
        }
    }

    private static Process spawn(
            List<String> program, Map<String, String> environment, Path directory, Cgroup cgroup, OutputPipe output)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", PREPARATION, "hearth"));
        cgroup.doors().forEach(door -> command.add(door.toString()));
        command.add("--");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        environment.forEach((name, value) -> {
            if (name.startsWith("LD_")) {
                command.add(name + "=" + value);
            } else {
                builder.environment().put(name, value);
            }
        });
        command.add("--");
        command.addAll(program);
        try {
            return builder.directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.path().toFile())
                    .start();
        } catch (IOException e) {
            throw new IOException(
                    "cannot start a process (setsid, of util-linux, must be installed): " + e.getMessage(), e);
        } finally {
            output.closeWriteEnd();
        }
    }

    private void awaitPreparation() throws IOException {
        if (!output.await(PREPARATION_LIMIT_MILLIS)) {
            throw new IOException("the machine took more than 10 s to start a shell");
        }
        String said = new String(output.take().bytes(), StandardCharsets.UTF_8);
        if (!said.equals("\n")) {
            throw new IOException("cannot prepare a process: " + said.strip());
        }
        before = ProcessFigures.of(pid());
        cpuBefore = cgroup.cpuTime().orElse(before.cpu());
    }

    /** Lets the program start, now. */
    void release() throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        }
    }

    OutputPipe output() {
        return output;
    }

    long pid() {
        return process.pid();
    }

    /** Completes with the exit value when the program has ended: 128 and the signal's number where a signal ended it. */
    CompletionStage<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
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
            Posix.signalGroup(pid(), Posix.SIGSTOP);
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
            Posix.signalGroup(pid(), Posix.SIGCONT);
            stopped.forEach(pid -> Posix.signal(pid, Posix.SIGCONT));
        }
    }

    /** Kills all processes; {@link #exit} completes soon. */
    void kill() {
        Posix.signalGroup(pid(), Posix.SIGKILL);
        cgroup.kill();
    }

    /** Waits until no process is left and removes the control group; blocks for some milliseconds. */
    void dispose() {
        kill();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(cgroup);
        unlist(listing);
    }

    boolean ranOutOfMemory() {
        return cgroup.ranOutOfMemory();
    }

    /** The most memory that its processes have held; empty when they are gone. */
    Optional<Long> peakMemory() {
        return processes().stream()
                .map(ProcessFigures::peakMemory)
                .flatMap(Optional::stream)
                .reduce(Long::sum);
    }

    Usage usage() {
        ProcessFigures now = ProcessFigures.of(pid());
        return new Usage(
                cgroup.cpuTime().orElse(now.cpu()).minus(cpuBefore),
                now.minorFaults() - before.minorFaults(),
                now.majorFaults() - before.majorFaults(),
                peakMemory().orElse(0L));
    }

    private List<Long> processes() {
        List<Long> enclosed = cgroup.processes();
        return enclosed.isEmpty() ? ProcessFigures.family(pid()) : enclosed;
    }
}
