package dev.hearth.lab.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which folders belong to a lab that runs: those in which it holds the lock on a file. The kernel lets go of a lock when
 * its process ends, however it ends, and knows it from every container that shares the folder. Thread-safe.
 *
 * <p>Such a lock is the process's, and lost as soon as the process closes the file, wherever it opened it: nothing else
 * may open a claimed file.
 */
final class Claim {

    private static final Map<Path, Object> TAKEN = new ConcurrentHashMap<>();

    private Claim() {}

    /** Claims a folder just made by a file in it; false where somebody else is about to remove the folder. */
    static boolean make(Path file) throws IOException {
        return lock(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Claims a folder that another lab may have left, by a file that must be there; false where its lab runs. */
    static boolean take(Path file) throws IOException {
        return lock(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Gives up a claim; nothing happens where there is none. */
    static void release(Path file) {
        if (TAKEN.remove(absolute(file)) instanceof FileChannel channel) {
            closeQuietly(channel);
        }
    }

    private static boolean lock(Path file, OpenOption... options) throws IOException {
        Path name = absolute(file);
        if (TAKEN.putIfAbsent(name, name) != null) {
            return false;
        }
        try {
            FileChannel channel = FileChannel.open(file, options);
            if (locks(channel) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                TAKEN.put(name, channel);
                return true;
            }
            closeQuietly(channel);
            return false;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            TAKEN.remove(name, name);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written.
        }
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
