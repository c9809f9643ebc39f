package dev.hearth.lab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The few system calls that Java has no method for: signals, limits of a process, a pipe that can be polled, and the page cache. */
@SuppressWarnings("restricted")
public final class Posix {

    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;

    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    static final short POLLIN = 1;

    public static final int RLIMIT_NOFILE = 7;
    static final int RLIMIT_LOCKS = 10;

    private static final int O_RDONLY = 0;
    private static final int POSIX_FADV_DONTNEED = 4;

    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle KILL =
            find("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle PIPE =
            find("pipe2", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = find("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle POLL =
            find("poll", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle READ =
            find("read", ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);

    private static final MethodHandle PRLIMIT = find(
            "prlimit",
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS);

    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle ADVISE = find(
            "posix_fadvise",
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT);

    private static final MethodHandle MINCORE =
            find("mincore", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);

    private Posix() {}

    /** Signals every process of a group; nothing happens where there is none any more. */
    public static void signalGroup(long group, int signal) {
        signal(-group, signal);
    }

    /** Signals one process; nothing happens where it is gone. */
    public static void signal(long process, int signal) {
        try {
            int unused = (int) KILL.invokeExact((int) process, signal);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** What a process may raise its limit of {@code resource} to; -1 where there is no limit or it may not be known. */
    public static long hardLimit(long process, int resource) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
            return (int) PRLIMIT.invokeExact((int) process, resource, MemorySegment.NULL, limits) == 0
                    ? limits.getAtIndex(ValueLayout.JAVA_LONG, 1)
                    : -1;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Sets both limits of a process; nothing happens where it is gone, or may not be changed. */
    static void limit(long process, int resource, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocateFrom(ValueLayout.JAVA_LONG, value, value);
            int unused = (int) PRLIMIT.invokeExact((int) process, resource, limits, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Creates a pipe into {@code descriptors}, two ints: the end to read and the end to write. */
    static boolean pipe(MemorySegment descriptors, int flags) {
        try {
            return (int) PIPE.invokeExact(descriptors, flags) == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static void close(int descriptor) {
        try {
            int unused = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a {@code struct pollfd} has something to tell; false after {@code timeoutMillis} without. */
    static boolean poll(MemorySegment pollfd, int timeoutMillis) {
        try {
            return (int) POLL.invokeExact(pollfd, 1L, timeoutMillis) > 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Reads at most the size of {@code buffer}: 0 at the end, -1 where there is nothing now. */
    static int read(int descriptor, MemorySegment buffer) {
        try {
            return Math.toIntExact((long) READ.invokeExact(descriptor, buffer, buffer.byteSize()));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Drops a file from the page cache, as far as it is on the disk and no process has it mapped; false where it may not. */
    static boolean dropFromCache(String file) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file), O_RDONLY);
            if (descriptor < 0) {
                return false;
            }
            int result = (int) ADVISE.invokeExact(descriptor, 0L, 0L, POSIX_FADV_DONTNEED);
            close(descriptor);
            return result == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Says of each page of a mapping, a byte a page, whether it is in memory (the lowest bit); false where it may not. */
    static boolean inMemory(MemorySegment mapped, MemorySegment pages) {
        try {
            return (int) MINCORE.invokeExact(mapped, mapped.byteSize(), pages) == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static MemorySegment allocateInts(int count) {
        return Arena.ofAuto().allocate(ValueLayout.JAVA_INT, count);
    }

    private static MethodHandle find(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }
}
