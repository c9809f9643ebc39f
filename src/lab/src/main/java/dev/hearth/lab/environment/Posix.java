package dev.hearth.lab.environment;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The few system calls that Java has no method for: signals to a process group, and a pipe that can be polled. */
@SuppressWarnings("restricted")
final class Posix {

    static final int SIGKILL = 9;
    static final int SIGCONT = 18;
    static final int SIGSTOP = 19;

    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    static final short POLLIN = 1;

    private static final MethodHandle KILL =
            find("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle PIPE =
            find("pipe2", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = find("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle POLL =
            find("poll", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle READ =
            find("read", ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);

    private Posix() {}

    /** Signals every process of a group; nothing happens where there is none any more. */
    static void signalGroup(long group, int signal) {
        signal(-group, signal);
    }

    /** Signals one process; nothing happens where it is gone. */
    static void signal(long process, int signal) {
        try {
            int unused = (int) KILL.invokeExact((int) process, signal);
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

    static MemorySegment allocateInts(int count) {
        return Arena.ofAuto().allocate(ValueLayout.JAVA_INT, count);
    }

    private static MethodHandle find(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }
}
