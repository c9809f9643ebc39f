package dev.hearth.lab.cli;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C or SIGTERM. Quarkus, which takes everything down at once, waits until what a command started has been ended. */
@Singleton
final class Shutdown {

    private static final long LONGEST_END_MILLIS = 1_900;

    private volatile Optional<Delay> delay = Optional.empty();

    /** From now on shutting down waits for {@link Delay#close}. */
    Delay delay() {
        Delay begun = new Delay();
        delay = Optional.of(begun);
        return begun;
    }

    void shutDown(@Observes ShutdownEvent event) throws InterruptedException {
        if (delay.isPresent()) {
            delay.get().requested.countDown();
            delay.get().ended.await(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Keeps Quarkus up until it is closed. */
    static final class Delay implements AutoCloseable {

        private final CountDownLatch requested = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        private Delay() {}

        void awaitRequest() throws InterruptedException {
            requested.await();
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }
}
