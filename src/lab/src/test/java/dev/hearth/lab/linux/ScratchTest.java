package dev.hearth.lab.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchTest {

    @TempDir
    private Path parent;

    @Test
    void what_a_dead_lab_left_is_removed_with_its_marked_processes() throws Exception {
        Process orphan = new ProcessBuilder("setsid", "sh", "-c", "read _; setsid sleep 1000").start();
        try {
            Mark mark = Mark.fresh();
            mark.put(orphan.pid());
            orphan.outputWriter().append("go\n").flush();
            while (mark.processes().size() < 2) {
                Thread.onSpinWait();
            }
            Path left = left("processes/" + mark.value());

            Scratch.create(parent).close();

            assertFalse(Files.exists(left));
            assertTrue(orphan.waitFor(60, TimeUnit.SECONDS));
            assertEquals(List.of(), mark.processes());
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void what_a_lab_left_that_died_while_making_or_removing_it_is_removed() throws Exception {
        Path removing = left("package-1");
        Path making = folder("hearth-lab-4194999-0000000000000001", "rwx------");

        Scratch.create(parent).close();

        assertFalse(Files.exists(removing));
        assertFalse(Files.exists(making));
    }

    @Test
    void a_folder_that_others_could_have_written_to_is_not_believed() throws Exception {
        Path open = left("processes/2");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(parent.resolve("hearth-lab-1-0000000000000002"), Path.of("/"));

        Scratch.create(parent).close();

        assertTrue(Files.exists(open.resolve("processes/2")));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void a_folder_of_another_user_is_not_believed() throws Exception {
        Path stranger = left("processes/2");
        try {
            Files.setAttribute(stranger, "unix:uid", 65534);
        } catch (IOException e) {
            assumeTrue(false, "only root may give a folder to another user");
        }

        Scratch.create(parent).close();

        assertTrue(Files.exists(stranger.resolve("processes/2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999999999999999999",
                "-1",
                "0",
                "1",
                "2",
                "9223372036854775807",
                "18446744073709551615",
                "x",
                "1-1000"
            })
    void no_process_is_ended_for_a_listing_that_is_no_mark(String listing) throws Exception {
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        try {
            Path left = left("processes/" + listing);

            Scratch.create(parent).close();

            assertFalse(Files.exists(left));
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hearth-lab-99999999999999999999-1-1",
                "hearth-lab-4194999-1000-1",
                "hearth-lab-99999999999999999999-0123456789abcdef",
                "hearth-lab--1-0123456789abcdef",
                "hearth-lab-4194999-0123456789abcdef0",
                "hearth-lab",
                "hearth-lab-"
            })
    void a_folder_with_another_name_is_left_alone_and_breaks_no_start(String name) throws Exception {
        Path other = folder(name, "rwx------");

        Scratch.create(parent).close();

        assertTrue(Files.exists(other));
    }

    @Test
    void tmpdir_names_the_folder_for_temporary_files() {
        assertEquals(Path.of("/elsewhere"), Scratch.parent(Map.of("TMPDIR", "/elsewhere")));
        assertEquals(Path.of(System.getProperty("java.io.tmpdir")), Scratch.parent(Map.of("TMPDIR", "")));
        assertEquals(Path.of(System.getProperty("java.io.tmpdir")), Scratch.parent(Map.of()));
    }

    @Test
    void a_folder_for_temporary_files_that_is_not_there_is_named() {
        Path none = parent.resolve("none");

        String message = assertThrows(Refusal.class, () -> Scratch.create(none)).getMessage();

        assertTrue(message.startsWith("cannot write to the folder for temporary files, " + none), message);
        assertTrue(message.contains("TMPDIR"), message);
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

    /** What a lab left that was killed: its lock is there, and nobody holds it. */
    private Path left(String file) throws IOException {
        Path left = folder("hearth-lab-4194999-0123456789abcdef", "rwx------");
        Files.createFile(left.resolve("lock"));
        Files.createDirectories(left.resolve(file).getParent());
        Files.createFile(left.resolve(file));
        return left;
    }

    private Path folder(String name, String permissions) throws IOException {
        return Files.createDirectory(
                parent.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    }
}
