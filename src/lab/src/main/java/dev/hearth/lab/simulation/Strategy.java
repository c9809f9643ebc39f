package dev.hearth.lab.simulation;

import java.util.List;
import java.util.function.ToIntFunction;

/** How environments are kept ready. It is asked when it wants to be, and says what is to be done then. */
public interface Strategy {

    /** Begins anew: what a strategy remembers belongs to one run. */
    Run begin();

    /** One run of it. Times are microseconds since 1970. */
    interface Run {

        /** When it acts next; {@link Long#MAX_VALUE} for never again. */
        long next();

        /** What it does then. {@link #next} must be later afterwards. */
        List<Action> act(long now, Observed observed);

        /** Whether it wants to know what environments remember: for those that do not nothing is written down. */
        default boolean asksEnvironments() {
            return false;
        }
    }

    /** What a strategy does. */
    sealed interface Action {

        /** Invokes the function this often at once; each invocation holds its environment until that moment, or until it has started. */
        record Hold(int invocations, long until) implements Action {}

        /**
         * The same, led by an environment that says how many.
         *
         * @param environments by what the leader remembers how many are held, itself included
         */
        record Lead(ToIntFunction<Remembered> environments, long until) implements Action {}

        /** A further round of a cycle that was begun. */
        record Again(int invocations, long until) implements Action {}

        /** Sets provisioned concurrency. */
        record Provision(int environments) implements Action {}
    }

    /**
     * What it may look at.
     *
     * @param provisioned environments that are provisioned and there
     * @param provisionedBusy how many of them were busy on average since it acted last
     * @param held what the environments remember that it held when it acted last; empty where it does not ask
     */
    record Observed(int provisioned, double provisionedBusy, List<Remembered> held) {
        public Observed {
            held = List.copyOf(held);
        }
    }

    /** Nothing is kept ready. */
    Strategy NONE = () -> new Run() {
        @Override
        public long next() {
            return Long.MAX_VALUE;
        }

        @Override
        public List<Action> act(long now, Observed observed) {
            return List.of();
        }
    };
}
