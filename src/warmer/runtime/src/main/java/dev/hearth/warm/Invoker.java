package dev.hearth.warm;

import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;

/** Invokes this function for a child. */
interface Invoker {
    /**
     * Gets ready for that many calls of {@link #invoke} at once, so that what the first calls cost is not paid for by those who are
     * held: with a client and a connection for each.
     *
     * @return how long it would take again, now that the client is there
     */
    Duration connect(Callee callee, int connections) throws InterruptedException;

    /**
     * Invokes once and waits for the answer, without any retry. What can be done before is done before {@code at}; the invocation
     * itself goes out then. Thread-safe. It throws nothing but what is a defect: everything that can go wrong with a child is an
     * {@link Outcome}.
     */
    Outcome invoke(Callee callee, WarmEvent.Hold hold, Instant at);
}
