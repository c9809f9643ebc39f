package dev.hearth.lab.cli;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C or SIGTERM. Quarkus, which takes everything down at once, waits until what a command started has been ended. */
@Singleton
final class Shutdown {

    private static final long LONGEST_END_MILLIS = 30_000;

    private volatile Optional<Delay> delay = Optional.empty();

    /** From now on shutting down waits for {@link Delay#close}. */
    Delay delay() {
        Delay begun = new Delay();
        delay = Optional.of(begun);
        if (isUnderWay()) {
            begun.requested.countDown();
        }
        return begun;
    }

    /** Whether the program was told to end before anybody waited for that: a JVM that ends takes no more hooks. */
    private static boolean isUnderWay() {
        Thread hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
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

        boolean isRequested() {
            return requested.getCount() == 0;
        }

        /** Has it end as if the program had been told to. */
        void request() {
            requested.countDown();
        }

        void awaitRequest() throws InterruptedException {
            requested.await();
        }

        /** Waits no longer than that; whether it is requested. */
        boolean awaitRequest(Duration longest) throws InterruptedException {
            return requested.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }
}
