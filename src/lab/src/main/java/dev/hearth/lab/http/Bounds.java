package dev.hearth.lab.http;

import java.time.Duration;

/**
 * What clients may take of a lab's memory and patience. Doors that share it have its rooms together, so that more ports make
 * no more room. Thread-safe.
 */
public final class Bounds {

    /** Five of the largest bodies that a function gets, 6 MB, and a little. */
    private static final long ROOM = 32L << 20;

    /** As many as an account's concurrency (1,000), and a little. */
    private static final int CONNECTIONS = 1_024;

    /**
     * How long a client may leave a connection idle, take to send a request, or take to read an answer. AWS does not document
     * its own; the SDKs drop theirs after 60 s at the latest, so none of them meets one that was closed here.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static final String NO_ROOM = "more than " + (ROOM >> 20) + " MB of requests at once";
    static final String NO_ROOM_FOR_ANSWERS =
            "more than " + (ROOM >> 20) + " MB of answers wait for their clients to read them";

    static String tooMany(int connections) {
        return "more than " + connections + " connections at once";
    }

    private final Duration patience;
    private final int connections;
    private final Room requests = new Room(ROOM);
    private final Room answers = new Room(ROOM);

    /** Those of a lab, with all of their room free. */
    public Bounds() {
        this(PATIENCE, CONNECTIONS);
    }

    Bounds(Duration patience, int connections) {
        this.patience = patience;
        this.connections = connections;
    }

    Duration patience() {
        return patience;
    }

    /** How many clients may be connected to each door. */
    int connections() {
        return connections;
    }

    /** For bodies of requests, from their first byte until the function has answered, or the queue of events has them. */
    Room requests() {
        return requests;
    }

    /** For answers, until their clients have read them. */
    Room answers() {
        return answers;
    }
}
