package dev.hearth.junit;

import java.util.List;

/** The environments that have a process at one moment, in the order in which they began to start. */
public record Pool(List<Environment> environments) {

    /**
     * One of them.
     *
     * @param id the unique part of its log stream's name
     */
    public record Environment(String id, Doing doing) {}

    /** What an environment does. */
    public enum Doing {
        STARTING,
        /** Frozen, and free for an invocation. */
        IDLE,
        /** It has an invocation, or has answered and not yet asked for the next one. */
        BUSY
    }

    public Pool {
        environments = List.copyOf(environments);
    }

    public int size() {
        return environments.size();
    }
}
