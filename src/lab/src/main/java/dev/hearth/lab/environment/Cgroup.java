package dev.hearth.lab.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What encloses the processes of one environment, or stands for the lack of it. */
interface Cgroup {

    /** The files that a process writes its id to in order to join; its children join with it. */
    List<Path> doors();

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
}
