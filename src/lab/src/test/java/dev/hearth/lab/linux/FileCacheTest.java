package dev.hearth.lab.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of files that were just written everything is in memory. */
class FileCacheTest {

    private static final int CHUNK = 512 * 1_024;

    @TempDir
    Path folder;

    @Test
    void counts_the_pages_and_the_pieces_of_every_file() throws IOException {
        Files.write(folder.resolve("a"), new byte[CHUNK + 1]);
        Files.write(Files.createDirectory(folder.resolve("b")).resolve("c"), new byte[4_096]);
        Files.createFile(folder.resolve("empty"));
        assertEquals(new Resident(2, 128 + 1 + 1, 3), FileCache.resident(folder));
    }

    @Test
    void a_folder_of_nothing_has_nothing_in_memory() {
        assertEquals(Resident.NOTHING, FileCache.resident(folder));
    }

    @Test
    void what_was_dropped_is_in_memory_no_more() throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[3 * CHUNK]);
        FileCache.drop(file);
        // A file system in memory has no disk to drop it to.
        long left = FileCache.resident(file).pages();
        assertEquals(Files.getFileStore(file).type().equals("tmpfs") ? 384 : 0, left);
    }

    @Test
    void tells_how_much_is_read_at_once_where_there_is_a_disk() {
        assertEquals(Optional.empty(), FileCache.readAheadKib(Path.of("/proc/self")));
        FileCache.readAheadKib(folder).ifPresent(kib -> assertTrue(kib >= 0, kib::toString));
    }
}
