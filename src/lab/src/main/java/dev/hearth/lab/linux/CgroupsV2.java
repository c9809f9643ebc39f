package dev.hearth.lab.linux;

import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Version 2: one hierarchy, in which a user may own a part. */
record CgroupsV2(Path base, Path folder, boolean memory, boolean cpu) implements Cgroups {

    /** Where the lab's own process goes: a group with controllers for its children may hold no process itself. */
    private static final String LEAF = "hearth-lab";

    private static final String ADVICE =
            "; to have them, start it by: systemd-run --user --scope -p Delegate=yes ./hearth up";

    /** Uses the part of the hierarchy that {@code own}, the group of this process, spans. */
    static Cgroups in(Path own, String name) throws IOException {
        Path base = own.endsWith(LEAF) ? own.getParent() : own;
        if (!Stream.of("cgroup.procs", "cgroup.subtree_control", ".")
                .map(base::resolve)
                .allMatch(Files::isWritable)) {
            return new NoCgroups("this user may not change the control group " + base + ADVICE);
        }
        Set<String> available = ControlFiles.words(base.resolve("cgroup.controllers"));
        if (!available.contains("memory") && !available.contains("cpu")) {
            return new NoCgroups(
                    "the control group " + base + " has neither the memory nor the cpu controller" + ADVICE);
        }
        List<Long> inhabitants = ControlFiles.processes(base);
        if (!family().containsAll(inhabitants)) {
            return new NoCgroups("the control group " + base + " holds other programs too" + ADVICE);
        }
        return use(base, name, inhabitants, available);
    }

    private static Cgroups use(Path base, String name, List<Long> inhabitants, Set<String> available)
            throws IOException {
        ControlFiles.removeAbandoned(base);
        if (!inhabitants.isEmpty()) {
            Path leaf = Files.createDirectories(base.resolve(LEAF));
            for (long inhabitant : inhabitants) {
                ControlFiles.write(leaf.resolve("cgroup.procs"), Long.toString(inhabitant));
            }
        }
        Path folder = ControlFiles.createClaimed(base.resolve(name));
        for (Path parent : List.of(base, folder)) {
            for (String controller : List.of("memory", "cpu")) {
                if (available.contains(controller)) {
                    ControlFiles.write(parent.resolve("cgroup.subtree_control"), "+" + controller);
                }
            }
        }
        return new CgroupsV2(base, folder, available.contains("memory"), available.contains("cpu"));
    }

    /** This process, what started it and what it started: they may be moved without anybody noticing. */
    private static Set<Long> family() {
        Set<Long> family = new HashSet<>();
        for (Optional<ProcessHandle> ancestor = Optional.of(ProcessHandle.current());
                ancestor.isPresent();
                ancestor = ancestor.get().parent()) {
            family.add(ancestor.get().pid());
        }
        ProcessHandle.current().descendants().map(ProcessHandle::pid).forEach(family::add);
        return family;
    }

    @Override
    public Limits limits() {
        return Limits.describe(memory, cpu, "control groups, version 2");
    }

    @Override
    public Cgroup create(String name, MemorySize size) throws IOException {
        Path group = Files.createDirectories(folder.resolve(name));
        if (memory) {
            try {
                ControlFiles.write(group.resolve("memory.max"), Long.toString(ControlFiles.bytes(size)));
                ControlFiles.writeIfThere(group.resolve("memory.swap.max"), "0");
                ControlFiles.writeIfThere(group.resolve("memory.oom.group"), "1");
            } catch (IOException e) {
                ControlFiles.removeFolder(group);
                throw e;
            }
        }
        return new Group(group, memory, cpu);
    }

    @Override
    public void close() {
        ControlFiles.removeClaimed(folder);
        Path leaf = base.resolve(LEAF);
        if (Files.isDirectory(leaf) && ControlFiles.children(base).equals(List.of(leaf))) {
            try {
                ControlFiles.write(base.resolve("cgroup.subtree_control"), "-memory -cpu");
                for (long process : ControlFiles.processes(leaf)) {
                    ControlFiles.write(base.resolve("cgroup.procs"), Long.toString(process));
                }
                Files.delete(leaf);
            } catch (IOException e) {
                // The group stays as it is: that is legal, and the next lab uses it so.
            }
        }
    }

    record Group(Path folder, boolean memory, boolean cpu) implements Cgroup {

        @Override
        public List<Path> doors() {
            return List.of(folder.resolve("cgroup.procs"));
        }

        @Override
        public void limitCpu(double cpus) throws IOException {
            if (cpu) {
                ControlFiles.write(folder.resolve("cpu.max"), ControlFiles.quota(cpus) + " " + ControlFiles.period());
            }
        }

        @Override
        public List<Long> processes() {
            return ControlFiles.processes(folder);
        }

        @Override
        public boolean freeze() {
            return ControlFiles.writeQuietly(folder.resolve("cgroup.freeze"), "1");
        }

        @Override
        public void thaw() {
            ControlFiles.writeQuietly(folder.resolve("cgroup.freeze"), "0");
        }

        @Override
        public Optional<Duration> cpuTime() {
            Path stat = folder.resolve("cpu.stat");
            return Files.exists(stat)
                    ? Optional.of(Duration.ofNanos(ControlFiles.counter(stat, "usage_usec") * 1_000))
                    : Optional.empty();
        }

        @Override
        public boolean ranOutOfMemory() {
            return memory && ControlFiles.counter(folder.resolve("memory.events"), "oom_kill") > 0;
        }

        @Override
        public void kill() {
            // since Linux 5.14
            if (ControlFiles.writeQuietly(folder.resolve("cgroup.kill"), "1")) {
                return;
            }
            ControlFiles.kill(folder);
        }

        @Override
        public boolean remove() {
            return ControlFiles.removeFolder(folder);
        }
    }
}
