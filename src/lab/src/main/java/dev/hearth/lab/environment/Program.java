package dev.hearth.lab.environment;

import dev.hearth.lab.linux.Cgroup;
import dev.hearth.lab.linux.Mark;
import dev.hearth.lab.linux.OutputPipe;
import dev.hearth.lab.linux.OwnMounts;
import dev.hearth.lab.linux.Posix;
import dev.hearth.lab.linux.ProcessFigures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A program of an environment, the function's runtime or an extension: a session of its own, its output in one pipe.
 *
 * <p>It is prepared first and released later: a shell joins the control group and then waits, so that the program it
 * becomes is in the group from its first instruction, and what the preparation takes is no part of the program's start.
 */
final class Program {

    /** How many files an environment may open, as on AWS. */
    static final int FILES = 1_024;

    /**
     * Arguments: files to join the group by, {@code --}, what is to be shown and where, {@code --}, assignments, {@code --},
     * the program with its arguments. Assignments are what would change how the shell itself runs. The limits are AWS's:
     * {@link #FILES}, no core dumps.
     */
    private static final String PREPARATION =
            """
            while [ "$1" != -- ]; do echo $$ >"$1" || exit 125; shift; done; shift
            while [ "$1" != -- ]; do command -p mount --bind "$1" "$2" || exit 125; shift 2; done; shift
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

    private Program(Process process, OutputPipe output) {
        this.process = process;
        this.output = output;
    }

    /**
     * What a program sees in the place of this machine's files.
     *
     * @param shown what, by where
     */
    record View(OwnMounts mounts, Map<Path, Path> shown) {

        View {
            shown = Map.copyOf(shown);
        }
    }

    /** Prepares a program; blocks for some milliseconds. Where that fails, nothing is left of it. */
    static Program prepare(Launch launch, Cgroup cgroup, Mark mark, Optional<View> view) throws IOException {
        OutputPipe output = new OutputPipe();
        Optional<Process> process = Optional.empty();
        try {
            process = Optional.of(spawn(launch, cgroup, output, view));
            mark.put(process.get().pid());
            Program program = new Program(process.get(), output);
            program.awaitPreparation();
            return program;
        } catch (IOException | RuntimeException e) {
            process.ifPresent(Process::destroyForcibly);
            output.close();
            throw e;
        }
    }

    private static Process spawn(Launch launch, Cgroup cgroup, OutputPipe output, Optional<View> view)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        view.ifPresent(own -> command.addAll(own.mounts().enter()));
        command.addAll(List.of("/bin/sh", "-c", PREPARATION, "hearth"));
        cgroup.doors().forEach(door -> command.add(door.toString()));
        command.add("--");
        view.ifPresent(own ->
                own.shown().forEach((place, shown) -> command.addAll(List.of(shown.toString(), place.toString()))));
        command.add("--");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        launch.environment().forEach((name, value) -> {
            if (name.startsWith("LD_")) {
                command.add(name + "=" + value);
            } else {
                builder.environment().put(name, value);
            }
        });
        command.add("--");
        view.ifPresent(own -> command.addAll(own.mounts().leave()));
        command.addAll(launch.command());
        try {
            return builder.directory(launch.directory().toFile())
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

    /** Asks it to end. */
    void terminate() {
        Posix.signal(pid(), Posix.SIGTERM);
    }

    /** Kills it with what it started in its session. */
    void kill() {
        Posix.signalGroup(pid(), Posix.SIGKILL);
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** The most memory that it and what it started have held; empty when they are gone. */
    Optional<Long> peakMemory() {
        return ProcessFigures.peakMemory(ProcessFigures.family(pid()));
    }
}
