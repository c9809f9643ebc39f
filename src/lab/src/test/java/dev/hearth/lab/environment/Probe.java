package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.fail;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentEvent.Answered;
import dev.hearth.lab.lambda.EnvironmentEvent.Exited;
import dev.hearth.lab.lambda.EnvironmentEvent.Extended;
import dev.hearth.lab.lambda.EnvironmentEvent.Idle;
import dev.hearth.lab.lambda.EnvironmentEvent.InitFailed;
import dev.hearth.lab.lambda.EnvironmentEvent.Ready;
import dev.hearth.lab.lambda.EnvironmentEvent.Wrote;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One environment as a test drives it: what happened to it is taken event by event, in order. */
final class Probe {

    private static final long PATIENCE_SECONDS = 120;

    private final BlockingQueue<EnvironmentEvent> events = new LinkedBlockingQueue<>();
    private final List<String> written = new ArrayList<>();
    private Optional<Environment> environment = Optional.empty();
    private int invocations;

    /** The consumer to start the environment with. */
    void accept(EnvironmentEvent event) {
        events.add(event);
    }

    void drives(Environment started) {
        environment = Optional.of(started);
    }

    Ready ready() {
        return next(Ready.class);
    }

    List<ExtensionReport> extended() {
        return next(Extended.class).extensions();
    }

    /** Of an environment with extensions, of which it tells first. */
    InitFailed failedInit() {
        extended();
        return initFailed();
    }

    InitFailed initFailed() {
        return next(InitFailed.class);
    }

    Exited exited() {
        return next(Exited.class);
    }

    /** Runs an invocation whose payload is a script; returns its id. */
    String start(String script) {
        invocations++;
        String id = "request-" + invocations;
        environment
                .orElseThrow()
                .invoke(new Invocation(
                        id,
                        "arn:aws:lambda:us-east-1:000000000000:function:f",
                        Duration.ofSeconds(30),
                        "Root=1-2-3",
                        Optional.of("{\"custom\":{\"k\":\"v\"}}"),
                        Payload.of(script)));
        return id;
    }

    Answer answer() {
        return next(Answered.class).answer();
    }

    Idle idle() {
        return next(Idle.class);
    }

    /** Runs an invocation from idle to idle and returns its answer. */
    Answer invoke(String script) {
        start(script);
        Answer answer = answer();
        idle();
        return answer;
    }

    void stop() {
        environment.orElseThrow().stop();
    }

    /** The lines written since this was last asked, up to the event taken last. */
    List<String> written() {
        List<String> lines = List.copyOf(written);
        written.clear();
        return lines;
    }

    /** The line that comes next, whenever it comes. */
    String line() {
        return poll() instanceof Wrote wrote ? wrote.line() : fail("something else than a line");
    }

    boolean isSilent() {
        return events.isEmpty();
    }

    private <E extends EnvironmentEvent> E next(Class<E> type) {
        EnvironmentEvent event = poll();
        while (event instanceof Wrote wrote) {
            written.add(wrote.line());
            event = poll();
        }
        return type.isInstance(event)
                ? type.cast(event)
                : fail("expected " + type.getSimpleName() + ", got " + event + "; written: " + written);
    }

    private EnvironmentEvent poll() {
        try {
            EnvironmentEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return event == null ? fail("nothing happened for " + PATIENCE_SECONDS + " s; written: " + written) : event;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
