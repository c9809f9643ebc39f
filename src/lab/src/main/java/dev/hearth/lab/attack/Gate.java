package dev.hearth.lab.attack;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets everybody through until somebody wants quiet. Thread-safe. */
final class Gate {

    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

    /** Waits where it is quiet, then does something. */
    void pass(Runnable step) throws InterruptedException {
        lock.readLock().lockInterruptibly();
        try {
            step.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Returns once nobody is under way; nobody passes until it is closed. */
    Quiet quiet() throws InterruptedException {
        lock.writeLock().lockInterruptibly();
        return lock.writeLock()::unlock;
    }

    /** To be ended by the thread that asked for it. */
    interface Quiet extends AutoCloseable {
        @Override
        void close();
    }
}
