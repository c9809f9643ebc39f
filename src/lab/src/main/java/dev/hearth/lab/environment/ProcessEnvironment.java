package dev.hearth.lab.environment;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentEvent.Answered;
import dev.hearth.lab.lambda.EnvironmentEvent.Exited;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentEvent.Idle;
import dev.hearth.lab.lambda.EnvironmentEvent.InitFailed;
import dev.hearth.lab.lambda.EnvironmentEvent.Ready;
import dev.hearth.lab.lambda.EnvironmentEvent.Wrote;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Usage;
import dev.hearth.lab.linux.OutputPipe;
import dev.hearth.lab.linux.ProcessFigures;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One environment from its start to its end. All that happens to it happens on one event loop, so that a freeze can't
 * meet an invocation, an answer can't overtake the output before it, and the events need no lock.
 */
final class ProcessEnvironment implements Environment, RuntimeApi.Listener {

    /** How long it may be idle before it is frozen: back-to-back invocations shall not pay for a freeze and a thaw. */
    private static final long FREEZE_AFTER_MILLIS = 2;

    /** How long a runtime that posted an initialisation error may take to end by itself. */
    private static final long GRACE_MILLIS = 500;

    /** A turn of the event loop in which what the process sent before it ended is still received. */
    private static final long LAST_WORDS_MILLIS = 1;

    private static final int OUTPUT_PATIENCE_MILLIS = 1_000;

    /** Taken at once at most, so that a function that never stops writing can't keep the event loop busy. */
    private static final int CHUNKS_AT_ONCE = 4;

    /** Prepares the process, once the port of its Runtime API is known; blocks. */
    @FunctionalInterface
    interface Preparation {
        Sandbox prepare(String runtimeApi) throws IOException;
    }

    private enum Phase {
        WAITING,
        INITIALIZING,
        IDLE,
        BUSY,
        ENDING,
        ENDED
    }

    private final EnvironmentId id;
    private final FunctionSettings function;
    private final Duration initLimit;
    private final boolean boost;
    private final boolean measured;
    private final Consumer<EnvironmentEvent> events;
    private final Vertx vertx;
    private final Context context;
    private final RuntimeApi api;
    private final Lines lines;
    private final long requested = System.nanoTime();
    private final CountDownLatch initialized = new CountDownLatch(1);
    private final CompletableFuture<Void> outputClosed = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean finished;

    private volatile Optional<Thread> loop = Optional.empty();
    private Phase phase = Phase.WAITING;
    private boolean preparing;
    private Optional<Sandbox> sandbox = Optional.empty();
    private long released;
    private long handedOver;
    private long idleSince;
    private boolean frozen;
    private boolean freezePending;
    private int maximumMemoryMegabytes;
    private Supplier<EnvironmentEvent> last = this::killed;

    ProcessEnvironment(
            EnvironmentId id,
            FunctionSettings function,
            Duration initLimit,
            boolean boost,
            boolean measured,
            Consumer<EnvironmentEvent> events,
            Vertx vertx,
            Context context) {
        this.id = id;
        this.function = function;
        this.initLimit = initLimit;
        this.boost = boost;
        this.measured = measured;
        this.events = events;
        this.vertx = vertx;
        this.context = context;
        api = new RuntimeApi(vertx, InstantSource.system(), this);
        lines = new Lines(line -> events.accept(new Wrote(line)));
    }

    /** Starts it and waits until it is initialised, or has failed to, or was stopped; blocks. */
    void start(Preparation preparation) throws InterruptedException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        context.runOnContext(turn -> {
            loop = Optional.of(Thread.currentThread());
            if (phase == Phase.WAITING) {
                preparing = true;
                api.listen().onSuccess(port::complete).onFailure(port::completeExceptionally);
            } else {
                port.cancel(false);
            }
        });
        try {
            Sandbox prepared = preparation.prepare("127.0.0.1:" + port.join());
            context.runOnContext(turn -> release(prepared));
            watch(prepared.output());
        } catch (CancellationException e) {
            return;
        } catch (IOException | RuntimeException e) {
            context.runOnContext(turn -> cannotStart(e));
        }
        initialized.await();
    }

    /** Completes after the last event, when nothing of it needs its event loop any more. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void invoke(Invocation invocation) {
        run(() -> {
            if (phase != Phase.IDLE) {
                // It has just ended by itself; that event tells the host.
                return;
            }
            phase = Phase.BUSY;
            thaw();
            handedOver = System.nanoTime();
            api.deliver(invocation);
        });
    }

    @Override
    public void stop() {
        run(() -> {
            if (phase == Phase.WAITING) {
                end(this::killed);
                if (!preparing) {
                    finish();
                }
            } else if (phase != Phase.ENDING && phase != Phase.ENDED) {
                measureMemory();
                end(this::killed);
                sandbox.ifPresent(Sandbox::kill);
            }
        });
    }

    @Override
    public void initialized() {
        if (phase != Phase.INITIALIZING) {
            return;
        }
        Duration init = since(released);
        if (boost) {
            limitCpu();
        }
        Optional<Usage> usage = becomeIdle();
        events.accept(new Ready(waited(), init, usage));
        initialized.countDown();
    }

    @Override
    public void failed(Failure failure, Payload document) {
        if (phase != Phase.INITIALIZING) {
            return;
        }
        Duration init = since(released);
        measureMemory();
        end(() -> new InitFailed(waited(), init, failure, Optional.of(document), maximumMemoryMegabytes));
        vertx.setTimer(GRACE_MILLIS, timer -> sandbox.ifPresent(Sandbox::kill));
    }

    @Override
    public void answered(String requestId, Answer answer) {
        takeOutput();
        if (phase == Phase.BUSY) {
            events.accept(new Answered(requestId, answer));
        }
    }

    @Override
    public void idle(String requestId) {
        if (phase != Phase.BUSY) {
            return;
        }
        Duration duration = since(handedOver);
        Optional<Usage> usage = becomeIdle();
        events.accept(new Idle(requestId, duration, maximumMemoryMegabytes, usage));
    }

    private void release(Sandbox prepared) {
        sandbox = Optional.of(prepared);
        prepared.exit()
                .thenAccept(status -> context.runOnContext(
                        turn -> vertx.setTimer(LAST_WORDS_MILLIS, timer -> exited(prepared, status))));
        if (phase != Phase.WAITING) {
            prepared.kill();
            return;
        }
        phase = Phase.INITIALIZING;
        released = System.nanoTime();
        try {
            prepared.release();
        } catch (IOException e) {
            // It ended before it began; its exit tells why.
        }
        vertx.setTimer(Math.max(1, initLimit.toMillis()), timer -> overran());
    }

    private void overran() {
        if (phase == Phase.INITIALIZING) {
            Duration init = since(released);
            measureMemory();
            end(() -> new InitFailed(
                    waited(), init, Failure.timedOut(initLimit), Optional.empty(), maximumMemoryMegabytes));
            sandbox.ifPresent(Sandbox::kill);
        }
    }

    private void cannotStart(Exception problem) {
        if (phase == Phase.WAITING) {
            Duration waited = since(requested);
            Failure failure = new Failure("Sandbox.StartFailed", String.valueOf(problem.getMessage()));
            end(() -> new InitFailed(waited, Duration.ZERO, failure, Optional.empty(), maximumMemoryMegabytes));
        }
        finish();
    }

    private void exited(Sandbox ended, int status) {
        ended.kill();
        takeOutput();
        lines.flush();
        if (phase != Phase.ENDING) {
            boolean ranOutOfMemory = ended.ranOutOfMemory();
            if (ranOutOfMemory) {
                maximumMemoryMegabytes = function.memory().megabytes();
            }
            Failure failure = ranOutOfMemory ? ExitStatus.KILLED.failure() : new ExitStatus(status).failure();
            if (phase == Phase.INITIALIZING) {
                Duration init = since(released);
                end(() -> new InitFailed(waited(), init, failure, Optional.empty(), maximumMemoryMegabytes));
            } else {
                end(() -> new Exited(failure, maximumMemoryMegabytes));
            }
        }
        Thread.startVirtualThread(() -> {
            ended.dispose();
            context.runOnContext(turn -> finish());
        });
    }

    private void end(Supplier<EnvironmentEvent> lastEvent) {
        phase = Phase.ENDING;
        last = lastEvent;
    }

    private void finish() {
        api.close();
        phase = Phase.ENDED;
        initialized.countDown();
        try {
            events.accept(last.get());
        } finally {
            finished = true;
            if (sandbox.isEmpty()) {
                outputClosed.complete(null);
            }
            var _ = outputClosed.thenRun(() -> ended.complete(null));
        }
    }

    private EnvironmentEvent killed() {
        return new Exited(ExitStatus.KILLED.failure(), maximumMemoryMegabytes);
    }

    /** Returns what it has used by then. */
    private Optional<Usage> becomeIdle() {
        takeOutput();
        lines.flush();
        measureMemory();
        Optional<Usage> usage = measured ? sandbox.map(Sandbox::usage) : Optional.empty();
        phase = Phase.IDLE;
        idleSince = System.nanoTime();
        if (!freezePending && !function.debugged()) {
            freezePending = true;
            vertx.setTimer(FREEZE_AFTER_MILLIS, timer -> freezeIfIdle());
        }
        return usage;
    }

    private void freezeIfIdle() {
        freezePending = false;
        if (phase != Phase.IDLE || frozen) {
            return;
        }
        long missing = FREEZE_AFTER_MILLIS - since(idleSince).toMillis();
        if (missing > 0) {
            freezePending = true;
            vertx.setTimer(missing, timer -> freezeIfIdle());
            return;
        }
        frozen = true;
        sandbox.ifPresent(Sandbox::freeze);
    }

    private void thaw() {
        if (frozen) {
            frozen = false;
            sandbox.ifPresent(Sandbox::thaw);
        }
    }

    private void limitCpu() {
        sandbox.ifPresent(own -> own.limitCpu(function.memory().cpus()));
    }

    private void measureMemory() {
        sandbox.flatMap(Sandbox::peakMemory)
                .ifPresent(bytes -> maximumMemoryMegabytes =
                        Math.max(maximumMemoryMegabytes, ProcessFigures.used(bytes, function.memory())));
    }

    /** Takes what was written until now; false when nothing more will come. */
    private boolean takeOutput() {
        for (int i = 0; i < CHUNKS_AT_ONCE && sandbox.isPresent(); i++) {
            OutputPipe.Chunk chunk = sandbox.get().output().take();
            if (chunk.isEmpty()) {
                return !chunk.last();
            }
            lines.append(chunk.bytes());
        }
        return true;
    }

    /** Has output taken as it comes, by a thread that only waits for it. */
    private void watch(OutputPipe output) {
        Thread.ofPlatform().daemon().name("output-" + id.value()).start(() -> {
            Semaphore taken = new Semaphore(0);
            AtomicBoolean open = new AtomicBoolean(true);
            while (open.get() && !finished) {
                if (output.await(OUTPUT_PATIENCE_MILLIS)) {
                    context.runOnContext(turn -> {
                        open.set(takeOutput());
                        taken.release();
                    });
                    taken.acquireUninterruptibly();
                }
            }
            context.runOnContext(turn -> {
                output.close();
                outputClosed.complete(null);
            });
        });
    }

    private void run(Runnable action) {
        if (loop.filter(thread -> thread == Thread.currentThread()).isPresent()) {
            action.run();
        } else {
            context.runOnContext(turn -> action.run());
        }
    }

    private Duration waited() {
        return Duration.ofNanos(released - requested);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
