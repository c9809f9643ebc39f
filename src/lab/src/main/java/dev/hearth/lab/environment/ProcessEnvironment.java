package dev.hearth.lab.environment;

import dev.hearth.lab.extensions.Denied;
import dev.hearth.lab.extensions.Extension;
import dev.hearth.lab.extensions.Extensions;
import dev.hearth.lab.extensions.Subscription;
import dev.hearth.lab.extensions.TelemetryEvent;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentEvent.Answered;
import dev.hearth.lab.lambda.EnvironmentEvent.Exited;
import dev.hearth.lab.lambda.EnvironmentEvent.Extended;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentEvent.Idle;
import dev.hearth.lab.lambda.EnvironmentEvent.InitFailed;
import dev.hearth.lab.lambda.EnvironmentEvent.Ready;
import dev.hearth.lab.lambda.EnvironmentEvent.Wrote;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Report;
import dev.hearth.lab.lambda.Usage;
import dev.hearth.lab.linux.OutputPipe;
import dev.hearth.lab.linux.ProcessFigures;
import dev.hearth.lab.packages.Layers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One environment from its start to its end. All that happens to it happens on one event loop, so that a freeze can't
 * meet an invocation, an answer can't overtake the output before it, and the events need no lock.
 */
final class ProcessEnvironment implements Environment, RuntimeApi.Listener, ExtensionsApi.Listener {

    /** How long it may be idle before it is frozen: back-to-back invocations shall not pay for a freeze and a thaw. */
    private static final long FREEZE_AFTER_MILLIS = 2;

    /** How long a runtime that posted an initialisation error may take to end by itself. */
    private static final long GRACE_MILLIS = 500;

    /** A turn of the event loop in which what the process sent before it ended is still received. */
    private static final long LAST_WORDS_MILLIS = 1;

    /**
     * How long the end of an environment may take, and how much of that the runtime gets (Lambda developer guide, Extensions
     * API, Shutdown phase): with programs of extensions, and with extensions in the runtime's process alone.
     */
    private static final long SHUTDOWN_MILLIS = 2_000;

    private static final long RUNTIMES_SHARE_MILLIS = 300;
    private static final long INTERNAL_SHUTDOWN_MILLIS = 500;

    /** What a shell ends with where it cannot run a file, or finds none. */
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;

    private static final int OUTPUT_PATIENCE_MILLIS = 1_000;

    /** Taken at once at most, so that a function that never stops writing can't keep the event loop busy. */
    private static final int CHUNKS_AT_ONCE = 4;

    /** Prepares the process, once the port of its Runtime API is known; blocks. */
    @FunctionalInterface
    interface Preparation {
        Prepared prepare(String runtimeApi) throws IOException;
    }

    /** What was prepared, and what its extensions are told of the function. */
    record Prepared(Sandbox sandbox, ExtensionsApi.Function told) {}

    /** Why extensions are told that their environment ends. */
    private enum ShutdownReason {
        SPINDOWN,
        TIMEOUT,
        FAILURE
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
    private final Initialization initialization;
    private final Duration initLimit;
    private final boolean boost;
    private final boolean measured;
    private final Consumer<EnvironmentEvent> events;
    private final Vertx vertx;
    private final Context context;
    private final RuntimeApi api;
    private final ExtensionsApi extensionsApi;
    private final TelemetryStream telemetry;
    private final Map<Program, Lines> lines = new HashMap<>();
    private final Set<Program> running = new HashSet<>();
    private final long requested = System.nanoTime();
    private final CountDownLatch initialized = new CountDownLatch(1);
    private final CompletableFuture<Void> outputsClosed = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean finished;

    private volatile Optional<Thread> loop = Optional.empty();
    private Phase phase = Phase.WAITING;
    private boolean preparing;
    private Optional<Sandbox> sandbox = Optional.empty();
    private Extensions extensions = new Extensions(List.of(), () -> "");
    private int openOutputs;
    private boolean runtimeReleased;
    private boolean runtimeReady;
    private Optional<ShutdownReason> shuttingDown = Optional.empty();
    private Instant shutdownDeadline = Instant.EPOCH;
    private boolean alerted;
    private Optional<Duration> unbilledInit = Optional.empty();
    private Optional<Invocation> current = Optional.empty();
    private int producedBytes;
    private TelemetryEvent.Status outcome = TelemetryEvent.Status.SUCCESS;
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
            Initialization initialization,
            Duration initLimit,
            boolean boost,
            boolean measured,
            Consumer<EnvironmentEvent> events,
            Vertx vertx,
            Context context,
            String address) {
        this.id = id;
        this.function = function;
        this.initialization = initialization;
        this.initLimit = initLimit;
        this.boost = boost;
        this.measured = measured;
        this.events = events;
        this.vertx = vertx;
        this.context = context;
        extensionsApi = new ExtensionsApi(() -> since(released), this);
        telemetry = new TelemetryStream(vertx, InstantSource.system(), address);
        api = new RuntimeApi(vertx, InstantSource.system(), this, extensionsApi::handle);
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
            Prepared prepared = preparation.prepare("127.0.0.1:" + port.join());
            context.runOnContext(turn -> release(prepared));
            prepared.sandbox().programs().forEach(this::watch);
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
            current = Optional.of(invocation);
            runtimeReady = false;
            outcome = TelemetryEvent.Status.SUCCESS;
            telemetry.add(at -> TelemetryEvent.start(at, invocation));
            extensionsApi.invoke(invocation, Instant.now().plus(invocation.left()));
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
                // One that is busy is stopped when its time is up, or with the whole lab.
                ShutdownReason reason = phase == Phase.BUSY ? ShutdownReason.TIMEOUT : ShutdownReason.SPINDOWN;
                measureMemory();
                if (phase == Phase.BUSY) {
                    report(TelemetryEvent.Status.TIMEOUT);
                }
                end(this::killed);
                shutDown(reason);
            }
        });
    }

    @Override
    public void initialized() {
        if (phase != Phase.INITIALIZING) {
            return;
        }
        runtimeReady = true;
        extensions.close();
        telemetry.add(at -> TelemetryEvent.initRuntimeDone(at, initialization, TelemetryEvent.Status.SUCCESS));
        becomeReadyIfAllAre();
    }

    @Override
    public void progressed() {
        switch (phase) {
            case INITIALIZING -> {
                if (!runtimeReleased && extensions.registered()) {
                    releaseRuntime();
                } else {
                    becomeReadyIfAllAre();
                }
            }
            case BUSY -> becomeIdleIfAllAre();
            case WAITING, IDLE, ENDING, ENDED -> {}
        }
    }

    @Override
    public void subscribed(Extension extension, Subscription subscription) throws Denied {
        telemetry.subscribe(extension.name(), subscription);
    }

    private void becomeReadyIfAllAre() {
        if (!runtimeReady || !extensions.ready()) {
            return;
        }
        Duration init = since(released);
        if (boost) {
            limitCpu();
        }
        Optional<Usage> usage = becomeIdle();
        tellOfExtensions();
        telemetry.add(at -> TelemetryEvent.initReport(at, initialization, TelemetryEvent.Status.SUCCESS, init));
        telemetry.closeSubscription();
        if (initialization == Initialization.ON_DEMAND) {
            unbilledInit = Optional.of(init);
        }
        events.accept(new Ready(waited(), init, usage));
        initialized.countDown();
    }

    /** As AWS does once init is over, however it went. */
    private void tellOfExtensions() {
        List<ExtensionReport> reports =
                extensions.all().stream().map(this::report).toList();
        reports.forEach(report -> telemetry.add(at -> TelemetryEvent.extension(at, report)));
        if (!reports.isEmpty()) {
            events.accept(new Extended(reports));
        }
    }

    private ExtensionReport report(Extension extension) {
        return new ExtensionReport(
                extension.name(),
                extension.state().title(),
                extension.errorType(),
                extension.events().stream().sorted().map(Enum::name).toList(),
                extension.registered(),
                extension.ready(),
                sandbox.map(own -> own.extensions().get(extension.name())).flatMap(Program::peakMemory));
    }

    @Override
    public void failed(Failure failure, Payload document) {
        if (phase != Phase.INITIALIZING) {
            return;
        }
        failInit(failure, Optional.of(document));
        vertx.setTimer(GRACE_MILLIS, timer -> shutDown(ShutdownReason.FAILURE));
    }

    @Override
    public void failed(Extension extension) {
        boolean starting = extension.state() == Extension.State.INIT_FAILED;
        Failure failure = new Failure(
                starting ? "Extension.InitError" : "Extension.ExitError",
                "the extension " + extension.name() + " said "
                        + extension.errorType().orElse(""));
        fail(failure);
        vertx.setTimer(GRACE_MILLIS, timer -> shutDown(ShutdownReason.FAILURE));
    }

    /** Notes why it ends, unless it is ending. */
    private void fail(Failure failure) {
        if (phase == Phase.INITIALIZING) {
            failInit(failure, Optional.empty());
        } else if (phase != Phase.ENDING && phase != Phase.ENDED) {
            measureMemory();
            if (phase == Phase.BUSY) {
                report(TelemetryEvent.Status.FAILURE);
            }
            end(() -> new Exited(failure, maximumMemoryMegabytes));
        }
    }

    private void failInit(Failure failure, Optional<Payload> document) {
        Duration init = since(released);
        measureMemory();
        tellOfExtensions();
        telemetry.add(at -> TelemetryEvent.initReport(at, initialization, TelemetryEvent.Status.ERROR, init));
        end(() -> new InitFailed(waited(), init, failure, document, maximumMemoryMegabytes));
    }

    @Override
    public void answered(String requestId, Answer answer) {
        takeOutput();
        if (phase == Phase.BUSY) {
            producedBytes = answer.payload().size();
            outcome = answer instanceof Answer.FunctionError
                    ? TelemetryEvent.Status.ERROR
                    : TelemetryEvent.Status.SUCCESS;
            events.accept(new Answered(requestId, answer));
        }
    }

    @Override
    public void idle(String requestId) {
        if (phase != Phase.BUSY) {
            return;
        }
        runtimeReady = true;
        runtimeDone(outcome);
        becomeIdleIfAllAre();
    }

    private void runtimeDone(TelemetryEvent.Status status) {
        Duration took = since(handedOver);
        current.ifPresent(invocation ->
                telemetry.add(at -> TelemetryEvent.runtimeDone(at, invocation, status, took, producedBytes)));
    }

    private void becomeIdleIfAllAre() {
        if (!runtimeReady || !extensions.ready()) {
            return;
        }
        Duration duration = since(handedOver);
        String requestId = current.orElseThrow().requestId();
        Optional<Usage> usage = becomeIdle();
        report(outcome);
        events.accept(new Idle(requestId, duration, maximumMemoryMegabytes, usage));
    }

    /** Tells who listens what the invocation took. */
    private void report(TelemetryEvent.Status status) {
        if (!runtimeReady) {
            runtimeDone(status);
        }
        Optional<Duration> init = unbilledInit;
        unbilledInit = Optional.empty();
        Duration duration = since(handedOver);
        current.ifPresent(invocation -> telemetry.add(at -> TelemetryEvent.report(
                at,
                status,
                new Report(
                        invocation.requestId(),
                        initialization,
                        duration,
                        init,
                        function.memory(),
                        maximumMemoryMegabytes,
                        Optional.empty()))));
        current = Optional.empty();
    }

    private void release(Prepared prepared) {
        Sandbox own = prepared.sandbox();
        sandbox = Optional.of(own);
        extensions = new Extensions(
                own.extensions().keySet(), () -> UUID.randomUUID().toString());
        extensionsApi.serve(extensions, prepared.told());
        own.programs().forEach(program -> lines.put(program, new Lines(line -> wrote(program, line))));
        running.addAll(own.programs());
        openOutputs = own.programs().size();
        whenEnded(own.runtime(), status -> exited(own, status));
        extensions
                .all()
                .forEach(extension ->
                        whenEnded(own.extensions().get(extension.name()), status -> exited(own, extension, status)));
        if (phase != Phase.WAITING) {
            own.kill();
            return;
        }
        phase = Phase.INITIALIZING;
        released = System.nanoTime();
        telemetry.add(at -> TelemetryEvent.initStart(at, initialization, function.name()));
        own.extensions().values().forEach(ProcessEnvironment::release);
        if (own.extensions().isEmpty()) {
            releaseRuntime();
        }
        vertx.setTimer(Math.max(1, initLimit.toMillis()), timer -> overran());
    }

    /** Extensions are registered by then, as on AWS. */
    private void releaseRuntime() {
        runtimeReleased = true;
        sandbox.map(Sandbox::runtime).ifPresent(ProcessEnvironment::release);
    }

    private static void release(Program program) {
        try {
            program.release();
        } catch (IOException e) {
            // It ended before it began; its exit tells why.
        }
    }

    private void whenEnded(Program program, IntConsumer exited) {
        program.exit()
                .thenAccept(status -> context.runOnContext(turn -> vertx.setTimer(LAST_WORDS_MILLIS, timer -> {
                    running.remove(program);
                    exited.accept(status);
                })));
    }

    private void wrote(Program program, String line) {
        boolean function = sandbox.map(Sandbox::runtime).filter(program::equals).isPresent();
        telemetry.add(at -> TelemetryEvent.line(
                at, function ? TelemetryEvent.Category.FUNCTION : TelemetryEvent.Category.EXTENSION, line));
        events.accept(new Wrote(line));
    }

    private void overran() {
        if (phase == Phase.INITIALIZING) {
            failInit(Failure.timedOut(initLimit), Optional.empty());
            shutDown(ShutdownReason.TIMEOUT);
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

    /** Its runtime has ended, and with it the environment. */
    private void exited(Sandbox own, int status) {
        if (extensions.all().isEmpty()) {
            own.kill();
        }
        takeOutput();
        flushLines();
        if (phase != Phase.ENDING) {
            fail(noteOutOfMemory(own) ? ExitStatus.KILLED.failure() : new ExitStatus(status).failure());
        }
        goOn(own);
    }

    /** One of its extensions has ended, and with it the environment, unless that ends anyway. */
    private void exited(Sandbox own, Extension extension, int status) {
        takeOutput();
        flushLines();
        if (phase != Phase.ENDING) {
            noteOutOfMemory(own);
            boolean launching = extension.state() == Extension.State.STARTED;
            fail(
                    launching && (status == NOT_EXECUTABLE || status == NOT_FOUND)
                            ? new Failure(
                                    "Extension.LaunchError",
                                    "fork/exec " + Layers.EXTENSIONS.resolve(extension.name())
                                            + (status == NOT_FOUND
                                                    ? ": no such file or directory"
                                                    : ": permission denied"))
                            : new Failure("Extension.Crash", new ExitStatus(status).words()));
        }
        goOn(own);
    }

    private boolean noteOutOfMemory(Sandbox own) {
        boolean ranOutOfMemory = own.ranOutOfMemory();
        if (ranOutOfMemory) {
            maximumMemoryMegabytes = function.memory().megabytes();
        }
        return ranOutOfMemory;
    }

    /** After one of its programs has ended while it ends: the next step of that. */
    private void goOn(Sandbox own) {
        if (shuttingDown.isEmpty()) {
            shutDown(ShutdownReason.FAILURE);
        } else if (!running.contains(own.runtime())) {
            alertExtensions();
        }
        if (running.isEmpty()) {
            Thread.startVirtualThread(() -> {
                own.dispose();
                context.runOnContext(turn -> finish());
            });
        }
    }

    /**
     * Ends its programs: at once where it has no extension, else the runtime first, and then those that want to know of it
     * are told and may take their time.
     */
    private void shutDown(ShutdownReason reason) {
        if (shuttingDown.isPresent()) {
            return;
        }
        shuttingDown = Optional.of(reason);
        sandbox.ifPresent(own -> {
            if (extensions.all().isEmpty()) {
                own.kill();
                return;
            }
            thaw();
            boolean external = !own.extensions().isEmpty();
            long limit = external ? SHUTDOWN_MILLIS : INTERNAL_SHUTDOWN_MILLIS;
            shutdownDeadline = Instant.now().plusMillis(limit);
            vertx.setTimer(limit, timer -> running.forEach(Program::kill));
            if (running.contains(own.runtime())) {
                own.runtime().terminate();
                vertx.setTimer(external ? RUNTIMES_SHARE_MILLIS : limit, timer -> {
                    if (running.contains(own.runtime())) {
                        own.runtime().kill();
                    }
                });
            } else {
                alertExtensions();
            }
        });
    }

    private void alertExtensions() {
        if (alerted || shuttingDown.isEmpty()) {
            return;
        }
        alerted = true;
        sandbox.ifPresent(own -> telemetry.flush().onComplete(flushed -> {
            Set<String> told =
                    extensions.shutDown().stream().map(Extension::name).collect(Collectors.toSet());
            own.extensions().forEach((name, program) -> {
                if (!told.contains(name) && running.contains(program)) {
                    program.kill();
                }
            });
            extensionsApi.shutDown(shuttingDown.get().name().toLowerCase(Locale.ROOT), shutdownDeadline);
        }));
    }

    private void end(Supplier<EnvironmentEvent> lastEvent) {
        phase = Phase.ENDING;
        last = lastEvent;
    }

    private void finish() {
        api.close();
        telemetry.close();
        phase = Phase.ENDED;
        initialized.countDown();
        try {
            events.accept(last.get());
        } finally {
            finished = true;
            if (sandbox.isEmpty()) {
                outputsClosed.complete(null);
            }
            var _ = outputsClosed.thenRun(() -> ended.complete(null));
        }
    }

    private EnvironmentEvent killed() {
        return new Exited(ExitStatus.KILLED.failure(), maximumMemoryMegabytes);
    }

    /** Returns what it has used by then. */
    private Optional<Usage> becomeIdle() {
        takeOutput();
        flushLines();
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
        long missing = telemetry.isSending()
                ? FREEZE_AFTER_MILLIS
                : FREEZE_AFTER_MILLIS - since(idleSince).toMillis();
        if (missing > 0) {
            freezePending = true;
            vertx.setTimer(missing, timer -> freezeIfIdle());
            return;
        }
        frozen = true;
        telemetry.pause();
        sandbox.ifPresent(Sandbox::freeze);
    }

    private void thaw() {
        if (frozen) {
            frozen = false;
            sandbox.ifPresent(Sandbox::thaw);
            telemetry.resume();
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

    private void takeOutput() {
        sandbox.ifPresent(own -> own.programs().forEach(this::takeOutput));
    }

    /** Takes what was written until now; false when nothing more will come. */
    private boolean takeOutput(Program program) {
        Lines own = lines.get(program);
        for (int i = 0; i < CHUNKS_AT_ONCE && own != null; i++) {
            OutputPipe.Chunk chunk = program.output().take();
            if (chunk.isEmpty()) {
                return !chunk.last();
            }
            own.append(chunk.bytes());
        }
        return true;
    }

    private void flushLines() {
        lines.values().forEach(Lines::flush);
    }

    /** Has output taken as it comes, by a thread that only waits for it. */
    private void watch(Program program) {
        OutputPipe output = program.output();
        Thread.ofPlatform().daemon().name("output-" + id.value()).start(() -> {
            Semaphore taken = new Semaphore(0);
            AtomicBoolean open = new AtomicBoolean(true);
            while (open.get() && !finished) {
                if (output.await(OUTPUT_PATIENCE_MILLIS)) {
                    context.runOnContext(turn -> {
                        open.set(takeOutput(program));
                        taken.release();
                    });
                    taken.acquireUninterruptibly();
                }
            }
            context.runOnContext(turn -> {
                output.close();
                openOutputs--;
                if (openOutputs == 0) {
                    outputsClosed.complete(null);
                }
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
