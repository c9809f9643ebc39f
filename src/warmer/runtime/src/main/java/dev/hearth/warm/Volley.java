package dev.hearth.warm;

import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requests that go out at one moment, whatever it took to get each ready. What its threads write to {@link PoisedSockets} is kept,
 * encrypted already, until {@link #go}: one thread then writes it all, and all that is left to do for each is a system call.
 * Thread-safe.
 */
final class Volley {
    private static final ThreadLocal<Volley> KEEPER = new ThreadLocal<>();

    @FunctionalInterface
    interface Write {
        void write() throws IOException;
    }

    private record Kept(Socket socket, Write request) {}

    private final Instant at;
    private final List<Kept> kept = new ArrayList<>();
    private boolean gone;

    Volley(Instant at) {
        this.at = at;
    }

    Instant at() {
        return at;
    }

    /** Has what this thread writes kept, until {@link #leave}. */
    void join() {
        KEEPER.set(this);
    }

    /** What this thread writes from now on is its own. */
    static void leave() {
        KEEPER.remove();
    }

    /** Whose requests this thread is writing. */
    static Optional<Volley> joined() {
        return Optional.ofNullable(KEEPER.get());
    }

    /**
     * Takes what is to be written to a socket.
     *
     * @param socket closed where that fails
     * @return whether it was kept: not once the moment has come
     */
    synchronized boolean keep(Socket socket, Write request) {
        if (!gone) {
            kept.add(new Kept(socket, request));
        }
        return !gone;
    }

    /** Writes all that was kept. Who comes later writes by itself. */
    synchronized void go() {
        for (Kept one : kept) {
            try {
                one.request().write();
            } catch (IOException broken) {
                close(one.socket());
            }
        }
        kept.clear();
        gone = true;
    }

    /** Whoever waits for an answer learns from it that there will be none. */
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is broken already.
        }
    }
}
