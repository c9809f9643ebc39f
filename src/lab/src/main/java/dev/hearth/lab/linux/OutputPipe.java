package dev.hearth.lab.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pipe behind an environment's stdout and stderr. Waiting for data and taking it are apart (which the streams of
 * {@link Process} can't do), so that what was written before an answer is also read before it: whoever needs all of it
 * takes it, and no thread holds a chunk that it took but has not handed over yet.
 */
public final class OutputPipe {

    private static final int CAPACITY = 64 * 1024;

    private final int readEnd;
    private final AtomicInteger writeEnd;
    private final MemorySegment pollfd;
    private final MemorySegment buffer = Arena.ofAuto().allocate(CAPACITY);
    private volatile boolean closed;

    public OutputPipe() throws IOException {
        MemorySegment ends = Posix.allocateInts(2);
        // Non-blocking for us alone: the child opens the other end by its path, which gives it flags of its own.
        if (!Posix.pipe(ends, Posix.O_CLOEXEC | Posix.O_NONBLOCK)) {
            throw new IOException("no more pipes: raise the limit of open files (ulimit -n)");
        }
        readEnd = ends.getAtIndex(ValueLayout.JAVA_INT, 0);
        writeEnd = new AtomicInteger(ends.getAtIndex(ValueLayout.JAVA_INT, 1));
        pollfd = Posix.allocateInts(2);
        pollfd.set(ValueLayout.JAVA_INT, 0, readEnd);
        pollfd.set(ValueLayout.JAVA_SHORT, 4, Posix.POLLIN);
    }

    /** Where a child opens its end. */
    public Path path() {
        return Path.of("/proc/self/fd/" + writeEnd.get());
    }

    /** Gives up our hold on the child's end, so that the pipe ends when the last child does. */
    public void closeWriteEnd() {
        int descriptor = writeEnd.getAndSet(-1);
        if (descriptor >= 0) {
            Posix.close(descriptor);
        }
    }

    /** Waits until there is something to take, or the end; false after {@code timeoutMillis} without. One thread only. */
    public boolean await(int timeoutMillis) {
        return Posix.poll(pollfd, timeoutMillis);
    }

    /** Takes what is there, without waiting: nothing where there is nothing. Not while another thread does. */
    public Chunk take() {
        if (closed) {
            return Chunk.END;
        }
        int length = Posix.read(readEnd, buffer);
        return switch (length) {
            case -1 -> Chunk.NOTHING;
            case 0 -> Chunk.END;
            default -> new Chunk(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), false);
        };
    }

    /** Not while another thread awaits or takes. */
    public void close() {
        closeWriteEnd();
        if (!closed) {
            closed = true;
            Posix.close(readEnd);
        }
    }

    /** What was taken; {@code last} where nothing more will come. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Chunk(byte[] bytes, boolean last) {

        private static final Chunk NOTHING = new Chunk(new byte[0], false);
        private static final Chunk END = new Chunk(new byte[0], true);

        public boolean isEmpty() {
            return bytes.length == 0;
        }
    }
}
