package dev.hearth.lab.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of files is in memory: tells it, by {@code mincore(2)}, and drops files from the page cache, by {@code posix_fadvise(2)}: unlike {@code /proc/sys/vm/drop_caches} any user may, and
 * nothing else on the machine gets colder. A page that some process has mapped stays.
 */
public final class FileCache {

    private static final long PAGE = 4_096;

    /** In which AWS reads images (On-demand Container Loading in AWS Lambda, USENIX ATC 2023). */
    private static final long CHUNK = 512 * 1_024;

    private FileCache() {}

    /** What of a file, or of every file in a folder, is in memory. */
    public static Resident resident(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .map(FileCache::residentOf)
                    .reduce(Resident.NOTHING, Resident::plus);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for the files in " + path, e);
        }
    }

    private static Resident residentOf(Path file) {
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            if (size == 0) {
                return Resident.NOTHING;
            }
            long number = Math.ceilDiv(size, PAGE);
            MemorySegment pages = arena.allocate(number);
            if (!Posix.inMemory(channel.map(MapMode.READ_ONLY, 0, size, arena), pages)) {
                throw new IOException("cannot tell what of " + file + " is in memory");
            }
            return count(pages, number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Resident count(MemorySegment pages, long number) {
        long resident = 0;
        long chunks = 0;
        long last = -1;
        for (long page = 0; page < number; page++) {
            if ((pages.get(ValueLayout.JAVA_BYTE, page) & 1) == 1) {
                resident++;
                long chunk = page * PAGE / CHUNK;
                chunks += chunk == last ? 0 : 1;
                last = chunk;
            }
        }
        return new Resident(resident == 0 ? 0 : 1, resident, chunks);
    }

    /** How many KiB at the most Linux reads of a file at once from the disk that a path is on; empty where there is none, or it does not tell. */
    public static Optional<Long> readAheadKib(Path path) {
        try {
            Path device = Path.of("/sys/class/block")
                    .resolve(Path.of(Files.getFileStore(path).name()).getFileName())
                    .toRealPath();
            Path queue = Files.exists(device.resolve("queue")) ? device : device.getParent();
            return Optional.of(Long.parseLong(
                    Files.readString(queue.resolve("queue/read_ahead_kb")).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

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
