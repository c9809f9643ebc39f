package dev.hearth.warm;

import dev.hearth.warm.cycle.BusyMoments;
import dev.hearth.warm.event.CycleReport;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Who this environment is, and what it has served. Thread-safe. */
@Singleton
public class Environment {
    private final Deployment deployment;
    private final InstantSource clock;
    private volatile Instant ready;
    private volatile Optional<Instant> lastUserRequestAt = Optional.empty();
    private volatile Optional<CycleReport> lastCycle = Optional.empty();
    private final BusyMoments users = new BusyMoments();
    private final AtomicInteger invocations = new AtomicInteger();
    private final AtomicReference<String> id = new AtomicReference<>();

    Environment(@WarmersOwn Deployment deployment, @WarmersOwn InstantSource clock) {
        this.deployment = deployment;
        this.clock = clock;
        this.ready = clock.instant();
    }

    void ready(@Observes StartupEvent started) {
        ready = clock.instant();
    }

    /** It has served its own first request: only now does it ask Lambda for one, and only now its start, which is billed, is over. */
    void primed() {
        ready = clock.instant();
    }

    /** A snapshot of it was restored: it has been ready since now, not since the snapshot. */
    void restored() {
        ready = clock.instant();
    }

    /**
     * An invocation's arrival.
     *
     * @param at when
     * @param cold whether it is the first, and had to wait for this environment's start
     */
    record Arrival(Instant at, boolean cold) {}

    Arrival arrive() {
        invocations.incrementAndGet();
        return new Arrival(clock.instant(), servesCold());
    }

    void servesUser(Instant at) {
        lastUserRequestAt = Optional.of(at);
    }

    /** It has served the user whose request came then. */
    void served(Instant from) {
        users.served(from.toEpochMilli(), clock.millis());
    }

    /** When it was busy with users. */
    BusyMoments users() {
        return users;
    }

    void led(CycleReport report) {
        lastCycle = Optional.of(report);
    }

    /**
     * Distinct from every other environment's: its log stream's name, else (SnapStart has none, nor has a laptop) a random one,
     * which is drawn when it is first asked for and so after a snapshot was restored.
     */
    public String id() {
        return id.updateAndGet(known -> known != null
                ? known
                : deployment.logStream().orElseGet(() -> UUID.randomUUID().toString()));
    }

    /** When it had started and was ready to serve. */
    public Instant readyAt() {
        return ready;
    }

    /** Whether what it serves now had to wait for its start; what provisioned concurrency started has waited for nothing. */
    public boolean servesCold() {
        return invocations.get() == 1 && !deployment.provisioned();
    }

    /** When it last served a user's request. */
    public Optional<Instant> lastUserRequestAt() {
        return lastUserRequestAt;
    }

    /** The last cycle that it led, since it started. */
    public Optional<CycleReport> lastCycle() {
        return lastCycle;
    }

    /** How long it took from the start of the process until it was ready, to 10 ms; nothing where the system does not tell. */
    Duration start() {
        Optional<Duration> age = processAge();
        Duration sinceReady = Duration.between(ready, clock.instant());
        return age.map(known -> known.minus(sinceReady))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    private static Optional<Duration> processAge() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // The second field, the command, may hold blanks and brackets; start time is the 20th after it, in 1/100 s.
            String startTime = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
            String uptime = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
            return Optional.of(
                    Duration.ofMillis(Math.round(Double.parseDouble(uptime) * 1000) - Long.parseLong(startTime) * 10));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
