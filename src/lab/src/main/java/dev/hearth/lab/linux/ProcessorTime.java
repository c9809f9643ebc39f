package dev.hearth.lab.linux;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How much of the machine's processors was at work, and how much of that was this process. From its making on. */
public final class ProcessorTime {

    private static final int TICK_MILLIS = 10;

    /** Columns of {@code /proc/stat} that are no work: idle, iowait; guest time is part of user time. */
    private static final List<Integer> NO_WORK = List.of(4, 5, 9, 10);

    private final long begun = System.nanoTime();
    private final Optional<Duration> machineBefore = machine();
    private final Duration selfBefore = self();

    /**
     * The share of all processors that others were using, between 0 and 1; what a hypervisor took away is among it. 0 where
     * the machine does not tell.
     *
     * @param environments what was used for the measurement besides this process
     */
    public double shareOfOthers(Duration environments) {
        double elapsed =
                (System.nanoTime() - begun) * (double) Runtime.getRuntime().availableProcessors();
        return machineBefore
                .flatMap(before -> machine().map(now -> now.minus(before)))
                .map(busy -> busy.minus(self().minus(selfBefore)).minus(environments))
                .map(others -> Math.clamp(others.toNanos() / elapsed, 0, 1))
                .orElse(0.0);
    }

    private static Duration self() {
        return Duration.ofNanos(
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
    }

    private static Optional<Duration> machine() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.findFirst().map(ProcessorTime::work);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The work in the first line of {@code /proc/stat}: {@code cpu}, then ticks by kind (proc_stat(5)). */
    static Duration work(String line) {
        String[] columns = line.split(" +", -1);
        long work = 0;
        for (int column = 1; column < columns.length; column++) {
            if (!NO_WORK.contains(column)) {
                work += Long.parseLong(columns[column]);
            }
        }
        return Duration.ofMillis(work * TICK_MILLIS);
    }
}
