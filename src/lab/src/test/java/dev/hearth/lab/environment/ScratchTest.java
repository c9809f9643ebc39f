package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    private Path parent;

    @Test
    void what_a_dead_lab_left_is_removed_with_its_processes() throws Exception {
        Process orphan = new ProcessBuilder("setsid", "sleep", "1000").start();
        Path left = Files.createDirectories(parent.resolve(deadLab()).resolve("processes"));
        long start = orphan.toHandle().info().startInstant().orElseThrow().toEpochMilli();
        Files.createFile(left.resolve(orphan.pid() + "-" + start));
        awaitSession(orphan.pid());

        Scratch.create(parent).close();

        assertFalse(Files.exists(left));
        assertTrue(orphan.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void what_a_lab_left_that_died_while_removing_it_is_removed() throws Exception {
        Path left = Files.createDirectories(parent.resolve(deadLab()).resolve("package-1/lib"));

        Scratch.create(parent).close();

        assertFalse(Files.exists(left));
    }

    @Test
    void a_process_that_only_inherited_the_number_is_spared() throws Exception {
        Process stranger = new ProcessBuilder("setsid", "sleep", "1000").start();
        try {
            Path left = Files.createDirectories(parent.resolve(deadLab()).resolve("processes"));
            Files.createFile(left.resolve(stranger.pid() + "-1000"));
            awaitSession(stranger.pid());

            Scratch.create(parent).close();

            assertFalse(Files.exists(left));
            assertFalse(stranger.waitFor(100, TimeUnit.MILLISECONDS));
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void a_living_labs_folder_and_a_strangers_are_left_alone() throws Exception {
        Path stranger = Files.createDirectory(parent.resolve("hearth-lab-notes"));
        try (Scratch living = Scratch.create(parent);
                Scratch other = Scratch.create(parent)) {
            assertTrue(Files.exists(living.newFolder("x")));
            assertTrue(Files.exists(other.newFolder("x")));
            assertFalse(living.name().equals(other.name()));
        }
        assertEquals(
                List.of(stranger),
                List.of(parent.toFile().listFiles()).stream()
                        .map(java.io.File::toPath)
                        .toList());
    }

    @Test
    void read_only_folders_and_links_are_removed_but_not_what_links_lead_to() throws Exception {
        Path outside = Files.writeString(parent.resolve("precious.txt"), "precious");
        Scratch scratch = Scratch.create(parent);
        Path folder = Files.createDirectory(scratch.newFolder("package-").resolve("lib"));
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));

        scratch.close();

        assertFalse(Files.exists(folder));
        assertTrue(Files.exists(outside));
    }

    private static String deadLab() {
        // Above the largest process id that Linux gives out.
        return "hearth-lab-4194999-1000-1";
    }

    /** The session's leader is its group's: only then a signal to the group reaches it. */
    private static void awaitSession(long pid) throws Exception {
        while (!Files.readString(Path.of("/proc/" + pid + "/stat"))
                .contains(") S " + ProcessHandle.current().pid() + " " + pid + " ")) {
            Thread.onSpinWait();
        }
    }
}
