package dev.hearth.warm;

import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.WarmEvent;

/** Invokes this function for a child. */
interface Invoker {
    /** Gets ready for {@link #invoke}, so that what the first call costs is not taken for the spread of the launches. */
    void connect(Callee callee);

    /**
     * Invokes once and waits for the answer, without any retry. Thread-safe. It throws nothing but what is a defect: everything
     * that can go wrong with a child is an {@link Outcome}.
     */
    Outcome invoke(Callee callee, WarmEvent.Hold hold);
}
