package dev.hearth.lab.lambda;

import java.util.EnumMap;
import java.util.Map;

/** Where an environment is in its life. One table says what may happen in each state and where it leads. */
enum EnvironmentState {
    /** Its process starts and nobody waits for it: provisioned. */
    STARTING,
    /** Its process starts and an invocation waits: a cold start. */
    AWAITED,
    /** Frozen, and free for an invocation. */
    IDLE,
    /** Has an invocation, which it has not answered. */
    BUSY,
    /** Has answered, but not yet asked for the next invocation. */
    FINISHING,
    /** Ran out of time: its process is being ended. */
    STOPPING,
    /** Has no process. Its next invocation starts it anew, at the expense of its own time. */
    RESET,
    /** Its process starts anew while an invocation's time runs. */
    RESTARTING,
    /** Gone for good. */
    ENDED;

    /** What happens to an environment. */
    enum Trigger {
        ROUTED,
        READY,
        INIT_FAILED,
        ANSWERED,
        FINISHED,
        EXITED,
        TIMED_OUT,
        RETIRED
    }

    private static final Map<EnvironmentState, Map<Trigger, EnvironmentState>> TABLE =
            new EnumMap<>(EnvironmentState.class);

    static {
        from(STARTING, Map.of(Trigger.READY, IDLE, Trigger.INIT_FAILED, RESET, Trigger.RETIRED, ENDED));
        from(AWAITED, Map.of(Trigger.READY, BUSY, Trigger.INIT_FAILED, RESTARTING, Trigger.RETIRED, ENDED));
        from(IDLE, Map.of(Trigger.ROUTED, BUSY, Trigger.EXITED, RESET, Trigger.RETIRED, ENDED));
        from(
                BUSY,
                Map.of(
                        Trigger.ANSWERED, FINISHING,
                        Trigger.EXITED, RESET,
                        Trigger.TIMED_OUT, STOPPING,
                        Trigger.RETIRED, ENDED));
        from(
                FINISHING,
                Map.of(
                        Trigger.FINISHED, IDLE,
                        Trigger.EXITED, RESET,
                        Trigger.TIMED_OUT, STOPPING,
                        Trigger.RETIRED, ENDED));
        from(
                STOPPING,
                Map.of(
                        // It answered in the instant in which its time was up: too late.
                        Trigger.ANSWERED, STOPPING,
                        Trigger.FINISHED, STOPPING,
                        Trigger.EXITED, RESET,
                        Trigger.RETIRED, ENDED));
        from(RESET, Map.of(Trigger.ROUTED, RESTARTING, Trigger.RETIRED, ENDED));
        from(RESTARTING, Map.of(Trigger.READY, BUSY, Trigger.INIT_FAILED, RESET, Trigger.RETIRED, ENDED));
        from(ENDED, Map.of());
    }

    private static void from(EnvironmentState state, Map<Trigger, EnvironmentState> transitions) {
        TABLE.put(state, Map.copyOf(transitions));
    }

    /** @throws IllegalStateException if that cannot happen in this state */
    EnvironmentState after(Trigger trigger) {
        EnvironmentState next = TABLE.get(this).get(trigger);
        if (next == null) {
            throw new IllegalStateException(trigger + " cannot happen to an environment that is " + this);
        }
        return next;
    }

    /** Whether it counts against concurrency: it is taken from the moment an invocation is routed to it. */
    boolean busy() {
        return switch (this) {
            case AWAITED, BUSY, FINISHING, STOPPING, RESTARTING -> true;
            case STARTING, IDLE, RESET, ENDED -> false;
        };
    }

    /** Whether it will be free by itself in a moment. */
    boolean almostFree() {
        return this == FINISHING || this == STOPPING;
    }
}
