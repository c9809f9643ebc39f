package dev.hearth.lab.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files' names and contents, in plain folders; version 2 also in the kernel's own hierarchy where it may be used. */
class CgroupsTest {

    private static final String OWN = Long.toString(ProcessHandle.current().pid());
    private static final Path UNIFIED = Path.of("/sys/fs/cgroup/unified");

    @TempDir
    private Path root;

    @Test
    void version_1_limits_memory_at_once_and_cpu_later() throws IOException {
        Cgroups cgroups = CgroupsV1.in(Map.of("memory", hierarchy("memory"), "cpu", hierarchy("cpu")), "lab");
        Files.createDirectories(root.resolve("memory/lab/1"));
        Files.createFile(root.resolve("memory/lab/1/memory.memsw.limit_in_bytes"));

        Cgroup cgroup = cgroups.create("1", new MemorySize(128));

        assertEquals("134217728", Files.readString(root.resolve("memory/lab/1/memory.limit_in_bytes")));
        assertEquals("134217728", Files.readString(root.resolve("memory/lab/1/memory.memsw.limit_in_bytes")));
        assertFalse(Files.exists(root.resolve("cpu/lab/1/cpu.cfs_quota_us")));
        assertEquals(
                List.of(root.resolve("memory/lab/1/cgroup.procs"), root.resolve("cpu/lab/1/cgroup.procs")),
                cgroup.doors());

        cgroup.limitCpu(new MemorySize(128).cpus());

        assertEquals("20000", Files.readString(root.resolve("cpu/lab/1/cpu.cfs_period_us")));
        assertEquals("1447", Files.readString(root.resolve("cpu/lab/1/cpu.cfs_quota_us")));
        assertEquals(
                new Limits(true, true, "memory and CPU are limited by memory size, by control groups, version 1"),
                cgroups.limits());
    }

    @Test
    void version_1_joins_one_folder_where_two_controllers_share_it() throws IOException {
        Path shared = hierarchy("cpu,cpuacct");

        Cgroup cgroup =
                CgroupsV1.in(Map.of("cpu", shared, "cpuacct", shared), "lab").create("1", new MemorySize(128));

        assertEquals(List.of(shared.resolve("lab/1/cgroup.procs")), cgroup.doors());
    }

    @Test
    void version_1_tells_what_it_cannot_limit() throws IOException {
        assertEquals(
                "CPU is limited by memory size (memory is not), by control groups, version 1",
                CgroupsV1.in(Map.of("cpu", hierarchy("cpu")), "lab").limits().description());
        assertInstanceOf(NoCgroups.class, CgroupsV1.in(Map.of(), "lab"));
    }

    @Test
    void version_1_reads_time_and_out_of_memory() throws IOException {
        Cgroup cgroup = CgroupsV1.in(Map.of("memory", hierarchy("memory"), "cpuacct", hierarchy("cpuacct")), "lab")
                .create("1", new MemorySize(128));
        Files.writeString(root.resolve("cpuacct/lab/1/cpuacct.usage"), "1234567\n");
        Files.writeString(
                root.resolve("memory/lab/1/memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");

        assertEquals(Optional.of(Duration.ofNanos(1_234_567)), cgroup.cpuTime());
        assertFalse(cgroup.ranOutOfMemory());

        Files.writeString(
                root.resolve("memory/lab/1/memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        assertTrue(cgroup.ranOutOfMemory());
    }

    @Test
    void version_2_moves_its_own_process_to_a_leaf_and_passes_controllers_on() throws IOException {
        Cgroups cgroups = CgroupsV2.in(delegated("cpu io memory pids", OWN), "lab");

        assertTrue(Files.readString(root.resolve("hearth-lab/cgroup.procs")).equals(OWN));
        assertEquals("+cpu", Files.readString(root.resolve("cgroup.subtree_control")));
        assertEquals("+cpu", Files.readString(root.resolve("lab/cgroup.subtree_control")));
        assertEquals(
                new Limits(true, true, "memory and CPU are limited by memory size, by control groups, version 2"),
                cgroups.limits());
    }

    @Test
    void version_2_finds_itself_in_its_leaf() throws IOException {
        delegated("cpu memory", "");
        Path leaf = Files.createDirectory(root.resolve("hearth-lab"));
        Files.writeString(leaf.resolve("cgroup.procs"), OWN);

        assertEquals(
                root,
                assertInstanceOf(CgroupsV2.class, CgroupsV2.in(leaf, "lab")).base());
    }

    @Test
    void version_2_limits_memory_at_once_and_cpu_later() throws IOException {
        Cgroups cgroups = CgroupsV2.in(delegated("cpu memory", OWN), "lab");
        Path group = Files.createDirectories(root.resolve("lab/1"));
        for (String file : List.of("memory.swap.max", "memory.oom.group", "cgroup.freeze")) {
            Files.createFile(group.resolve(file));
        }

        Cgroup cgroup = cgroups.create("1", new MemorySize(1769));

        assertEquals("1854930944", Files.readString(group.resolve("memory.max")));
        assertEquals("0", Files.readString(group.resolve("memory.swap.max")));
        assertEquals("1", Files.readString(group.resolve("memory.oom.group")));
        assertFalse(Files.exists(group.resolve("cpu.max")));

        cgroup.limitCpu(new MemorySize(1769).cpus());
        assertEquals("20000 20000", Files.readString(group.resolve("cpu.max")));

        assertTrue(cgroup.freeze());
        assertEquals("1", Files.readString(group.resolve("cgroup.freeze")));
        cgroup.thaw();
        assertEquals("0", Files.readString(group.resolve("cgroup.freeze")));
    }

    @Test
    void version_2_reads_time_and_out_of_memory() throws IOException {
        Cgroup cgroup = CgroupsV2.in(delegated("cpu memory", OWN), "lab").create("1", new MemorySize(128));
        Files.writeString(root.resolve("lab/1/cpu.stat"), "usage_usec 1234\nuser_usec 1000\n");
        Files.writeString(
                root.resolve("lab/1/memory.events"), "low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\noom_group_kill 1\n");

        assertEquals(Optional.of(Duration.ofNanos(1_234_000)), cgroup.cpuTime());
        assertTrue(cgroup.ranOutOfMemory());
    }

    @Test
    void version_2_leaves_a_group_alone_that_holds_other_programs() throws IOException {
        // Process 1 is an ancestor; a process that does not exist is certainly none.
        String description = CgroupsV2.in(delegated("cpu memory", OWN + "\n4194999"), "lab")
                .limits()
                .description();

        assertTrue(description.startsWith("memory and CPU are not limited: the control group"), description);
        assertTrue(
                description.contains("holds other programs too; to have them, start it by: systemd-run"), description);
        assertEquals("", Files.readString(root.resolve("cgroup.subtree_control")));
    }

    @Test
    void version_2_says_how_to_get_controllers() throws IOException {
        assertTrue(CgroupsV2.in(delegated("pids", OWN), "lab")
                .limits()
                .description()
                .contains("has neither the memory nor the cpu controller; to have them, start it by: systemd-run"));
    }

    @Test
    void version_2_freezes_and_ends_real_processes() throws Exception {
        assumeTrue(Files.isWritable(UNIFIED.resolve("cgroup.procs")), "no unified hierarchy that this user may change");
        Path base = Files.createDirectory(UNIFIED.resolve("hearth-test-" + OWN));
        CgroupsV2 cgroups = new CgroupsV2(base, Files.createDirectory(base.resolve("lab")), false, false);
        Cgroup cgroup = cgroups.create("1", new MemorySize(128));
        Process process = new ProcessBuilder(
                        "sh", "-c", "echo $$ >" + cgroup.doors().getFirst() + "; sleep 100 & sleep 100")
                .start();
        try {
            while (cgroup.processes().size() < 3) {
                Thread.onSpinWait();
            }

            assertTrue(cgroup.freeze());
            while (!Files.readString(base.resolve("lab/1/cgroup.events")).contains("frozen 1")) {
                Thread.onSpinWait();
            }
            assertFalse(cgroup.remove());

            cgroup.kill();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            while (!cgroup.remove()) {
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly();
            cgroups.close();
            Files.delete(base);
        }
    }

    @Test
    void version_1_removes_what_a_dead_lab_left_with_its_processes() throws Exception {
        Path mount = Path.of("/sys/fs/cgroup/cpu");
        assumeTrue(
                Files.isWritable(mount.resolve("cgroup.procs")), "no hierarchy of version 1 that this user may change");
        Path left = Files.createDirectories(mount.resolve("hearth-lab-4194999-0123456789abcdef/1"));
        Process orphan = new ProcessBuilder(
                        "sh", "-c", "echo $$ >" + left.resolve("cgroup.procs") + "; exec sleep 1000")
                .start();
        while (Files.readString(left.resolve("cgroup.procs")).isBlank()) {
            Thread.onSpinWait();
        }

        Cgroups cgroups = CgroupsV1.in(Map.of("cpu", mount), "hearth-test-" + OWN);

        assertTrue(orphan.waitFor(60, TimeUnit.SECONDS));
        assertFalse(Files.exists(left.getParent()));
        cgroups.close();
        assertFalse(Files.exists(mount.resolve("hearth-test-" + OWN)));
    }

    @Test
    void a_living_labs_groups_are_left_alone() throws IOException {
        Path shared = hierarchy("cpu");
        String name = "hearth-lab-4194999-0123456789abcdef";
        Cgroups living = CgroupsV1.in(Map.of("cpu", shared), name);

        CgroupsV1.in(Map.of("cpu", shared), "hearth-lab-4194999-0123456789abcde0");

        assertTrue(Files.exists(shared.resolve(name)));
        living.close();
    }

    private Path hierarchy(String name) throws IOException {
        return Files.createDirectory(root.resolve(name));
    }

    private Path delegated(String controllers, String processes) throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), controllers + "\n");
        Files.writeString(root.resolve("cgroup.procs"), processes + "\n");
        Files.writeString(root.resolve("cgroup.subtree_control"), "");
        return root;
    }
}
