package dev.hearth.lab.linux;

import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Version 1: a hierarchy for each controller. */
record CgroupsV1(Optional<Path> memory, Optional<Path> cpu, Optional<Path> cpuacct) implements Cgroups {

    static Cgroups in(Map<String, Path> controllers, String name) throws IOException {
        Optional<Path> memory = folder(controllers, "memory", name);
        Optional<Path> cpu = folder(controllers, "cpu", name);
        return memory.isPresent() || cpu.isPresent()
                ? new CgroupsV1(memory, cpu, folder(controllers, "cpuacct", name))
                : new NoCgroups(
                        controllers.isEmpty()
                                ? "this machine has no control groups"
                                : "only root may use this machine's control groups (version 1)");
    }

    private static Optional<Path> folder(Map<String, Path> controllers, String controller, String name)
            throws IOException {
        Optional<Path> root = Optional.ofNullable(controllers.get(controller)).filter(Files::isWritable);
        if (root.isPresent()) {
            ControlFiles.removeAbandoned(root.get());
            Path folder = root.get().resolve(name);
            // Two controllers may share a hierarchy.
            return Optional.of(Files.exists(folder) ? folder : ControlFiles.createClaimed(folder));
        }
        return Optional.empty();
    }

    @Override
    public Limits limits() {
        return Limits.describe(memory.isPresent(), cpu.isPresent(), "control groups, version 1");
    }

    @Override
    public Cgroup create(String name, MemorySize size) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        try {
            for (Optional<Path> parent : List.of(memory, cpu, cpuacct)) {
                if (parent.isPresent()) {
                    folders.add(Files.createDirectories(parent.get().resolve(name)));
                }
            }
            if (memory.isPresent()) {
                Path folder = memory.get().resolve(name);
                String bytes = Long.toString(ControlFiles.bytes(size));
                ControlFiles.write(folder.resolve("memory.limit_in_bytes"), bytes);
                ControlFiles.writeIfThere(folder.resolve("memory.memsw.limit_in_bytes"), bytes);
            }
        } catch (IOException e) {
            folders.forEach(ControlFiles::removeFolder);
            throw e;
        }
        return new Group(
                List.copyOf(folders),
                memory.map(parent -> parent.resolve(name)),
                cpu.map(parent -> parent.resolve(name)),
                cpuacct.map(parent -> parent.resolve(name)));
    }

    @Override
    public void close() {
        Stream.of(memory, cpu, cpuacct).flatMap(Optional::stream).distinct().forEach(ControlFiles::removeClaimed);
    }

    record Group(List<Path> folders, Optional<Path> memory, Optional<Path> cpu, Optional<Path> cpuacct)
            implements Cgroup {

        @Override
        public List<Path> doors() {
            return folders.stream()
                    .map(folder -> folder.resolve(ControlFiles.PROCESSES))
                    .toList();
        }

        @Override
        public void limitCpu(double cpus) throws IOException {
            if (cpu.isPresent()) {
                ControlFiles.write(cpu.get().resolve("cpu.cfs_period_us"), Long.toString(ControlFiles.period()));
                ControlFiles.write(cpu.get().resolve("cpu.cfs_quota_us"), Long.toString(ControlFiles.quota(cpus)));
            }
        }

        @Override
        public List<Long> processes() {
            return ControlFiles.processes(folders.getFirst());
        }

        /**
         * Version 1 has a freezer, but one whose thaw takes five times as long as a signal (150 µs against 30 µs for
         * 22 threads), and in which a process that was killed lives on until it is thawed.
         */
        @Override
        public boolean freeze() {
            return false;
        }

        @Override
        public void thaw() {}

        @Override
        public Optional<Duration> cpuTime() {
            return cpuacct.flatMap(folder -> ControlFiles.text(folder.resolve("cpuacct.usage")))
                    .map(nanos -> Duration.ofNanos(Long.parseLong(nanos)));
        }

        @Override
        public boolean ranOutOfMemory() {
            return memory.filter(folder -> ControlFiles.counter(folder.resolve("memory.oom_control"), "oom_kill") > 0)
                    .isPresent();
        }

        @Override
        public void kill() {
            ControlFiles.kill(folders.getFirst());
        }

        @Override
        public boolean remove() {
            return folders.stream()
                            .filter(folder -> !ControlFiles.removeFolder(folder))
                            .count()
                    == 0;
        }
    }
}
