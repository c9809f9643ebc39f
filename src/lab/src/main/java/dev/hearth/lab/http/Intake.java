package dev.hearth.lab.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The room that a door has for what is sent to it: bodies of all its clients, from their first byte until the function has
 * answered, or the queue of events has them. Thread-safe.
 */
final class Intake {

    /** Five bodies of the largest size that a function gets, 6 MB. */
    static final long ROOM = 32L << 20;

    static final String NO_ROOM = "more than " + (ROOM >> 20) + " MB of requests at once";

    private final AtomicLong taken = new AtomicLong();

    /** Whether there was room for so many bytes more; then they are to be given back. */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= ROOM) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
