package dev.hearth.lab.linux;

import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /proc} tells of one process.
 *
 * @param cpu user and system time, of children that it waited for too; counted in ticks of 10 ms
 */
public record ProcessFigures(Duration cpu, long minorFaults, long majorFaults) {

    public static final ProcessFigures NONE = new ProcessFigures(Duration.ZERO, 0, 0);

    private static final int TICK_MILLIS = 10;

    /** Figures of a process; zeros where it is gone. */
    public static ProcessFigures of(long pid) {
        return read("/proc/" + pid + "/stat").map(ProcessFigures::parse).orElse(NONE);
    }

    /** Reads {@code /proc/<pid>/stat}; proc_pid_stat(5) numbers its fields from 1, and the name may hold anything. */
    static ProcessFigures parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ProcessFigures(
                Duration.ofMillis(
                        TICK_MILLIS * (field(fields, 14) + field(fields, 15) + field(fields, 16) + field(fields, 17))),
                field(fields, 10) + field(fields, 11),
                field(fields, 12) + field(fields, 13));
    }

    /** The most bytes of a process that were resident at once; empty where it is gone. */
    public static Optional<Long> peakMemory(long pid) {
        return read("/proc/" + pid + "/status").flatMap(ProcessFigures::parsePeakMemory);
    }

    /** The sum of the same over processes; empty where all are gone. */
    public static Optional<Long> peakMemory(List<Long> processes) {
        return processes.stream()
                .map(ProcessFigures::peakMemory)
                .flatMap(Optional::stream)
                .reduce(Long::sum);
    }

    /** Reads the line {@code VmHWM} of {@code /proc/<pid>/status}. */
    static Optional<Long> parsePeakMemory(String status) {
        int start = status.indexOf("VmHWM:");
        if (start < 0) {
            return Optional.empty();
        }
        String kilobytes = status.substring(start + "VmHWM:".length(), status.indexOf(" kB", start));
        return Optional.of(Long.parseLong(kilobytes.strip()) * 1024);
    }

    /**
     * In megabytes, as a REPORT line says it: never more than the function has. The sum over processes counts pages that
     * they share as often as they do, and without control groups nothing holds them to the limit.
     */
    public static int used(long bytes, MemorySize limit) {
        return Math.toIntExact(Math.min(limit.megabytes(), Math.ceilDiv(bytes, 1024L * 1024)));
    }

    /** A process and what its main thread started, and so on. */
    public static List<Long> family(long pid) {
        List<Long> family = new ArrayList<>(List.of(pid));
        for (int i = 0; i < family.size(); i++) {
            long member = family.get(i);
            read("/proc/" + member + "/task/" + member + "/children").stream()
                    .flatMap(children -> children.lines().flatMap(line -> List.of(line.split(" ")).stream()))
                    .filter(child -> !child.isBlank())
                    .map(Long::valueOf)
                    .forEach(family::add);
        }
        return family;
    }

    private static long field(String[] fields, int number) {
        return Long.parseLong(fields[number - 3]);
    }

    private static Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
