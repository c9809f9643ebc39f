package dev.hearth.lab.cloud;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.packages.FunctionPackage;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Deploys a function's package whenever it was written anew. It looks, as a build replaces a file in many ways, of which
 * not every file system tells. What is still being written is not taken; what cannot be run is refused, and the code
 * that runs stays.
 */
final class PackageWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PackageWatch.class);
    private static final long LOOK_EVERY_MILLIS = 200;

    /** A build pauses for less while it writes, as a rule; a zip's directory stands at its end, so that half of one is refused. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Redeployment redeployment;
    private final Consumer<String> refused;
    private final Settling<Written> settling;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Watches until it is closed.
     *
     * @param running the package as it stood before the one that runs was opened
     * @param refused told why a package was not taken
     */
    PackageWatch(Redeployment redeployment, Optional<Written> running, Consumer<String> refused) {
        this.redeployment = redeployment;
        this.refused = refused;
        settling = new Settling<>(running, QUIET);
        thread = Thread.ofPlatform()
                .daemon()
                .name("watch-" + redeployment.deployment().name())
                .start(this::watch);
    }

    private void watch() {
        try {
            while (!closed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the package of " + redeployment.deployment().name() + " is not watched any more", e);
        }
    }

    private void look() {
        Optional<Written> current = Written.of(redeployment.deployment().source());
        if (!settling.settled(Instant.now(), current)) {
            return;
        }
        try {
            FunctionPackage opened = redeployment.open();
            if (Written.of(redeployment.deployment().source()).equals(current)) {
                settling.take(current);
                redeployment.deploy(opened);
            } else {
                redeployment.discard(opened);
            }
        } catch (Refusal | UncheckedIOException e) {
            settling.take(current);
            refused.accept(e.getMessage());
        }
    }

    /** Returns when no deploy is under way any more. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
