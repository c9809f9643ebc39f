package dev.hearth.lab.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Drops files from the page cache, with {@code posix_fadvise(2)}: unlike {@code /proc/sys/vm/drop_caches} any user may, and
 * nothing else on the machine gets colder. A page that some process has mapped stays.
 */
public final class FileCache {

    private FileCache() {}

    /** Drops a file, or every file in a folder. */
    public static void drop(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            files.filter(Files::isRegularFile).forEach(FileCache::dropFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for the files in " + path, e);
        }
    }

    private static void dropFile(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            // Only what is on the disk can be dropped.
            channel.force(true);
            if (!Posix.dropFromCache(file.toString())) {
                throw new IOException("cannot drop " + file + " from the page cache");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
