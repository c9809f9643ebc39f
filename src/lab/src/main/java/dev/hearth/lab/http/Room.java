package dev.hearth.lab.http;

import java.util.concurrent.atomic.AtomicLong;

/** So many bytes that something may take at once, whoever it is. Thread-safe. */
final class Room {

    private final long size;
    private final AtomicLong taken = new AtomicLong();

    /** All of it free. */
    Room(long size) {
        this.size = size;
    }

    /** Whether there was room for so many bytes more; then they are to be given back. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= size) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
