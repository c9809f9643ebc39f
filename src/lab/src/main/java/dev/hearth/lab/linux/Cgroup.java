package dev.hearth.lab.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What encloses the processes of one environment, or stands for the lack of it. */
public interface Cgroup {

    /** The files that a process writes its id to in order to join; its children join with it. */
    List<Path> doors();

    /** The mark for its processes, by which those are found that a killed lab left; asked for once. */
    default Mark mark() {
        return Mark.fresh();
    }

    /** From now on its processes share this much CPU time. */
    void limitCpu(double cpus) throws IOException;

    /** The ids of its processes. */
    List<Long> processes();

    /** Stops all its processes where the kernel can do that to a group; false where they must be signalled instead. */
    boolean freeze();

    void thaw();

    /** CPU time of all its processes, dead ones included; empty where it is not counted. */
    Optional<Duration> cpuTime();

    /** Whether the kernel killed one of its processes because memory ran out. */
    boolean ranOutOfMemory();

    /** Kills all its processes. They end soon, not at once. */
    void kill();

    /** Removes it; false while a process is left in it. */
    boolean remove();

    /** Kills all its processes and removes it when they have ended; waits for that, but no longer than about 10 s. */
    default void end() throws InterruptedException {
        kill();
        for (int i = 0; !remove() && i < 1_000; i++) {
            TimeUnit.MILLISECONDS.sleep(i < 20 ? 1 : 10);
            kill();
        }
    }
}
