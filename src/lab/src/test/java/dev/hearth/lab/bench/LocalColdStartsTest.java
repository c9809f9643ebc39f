package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LocalColdStartsTest {

    private static final Cell VARIANT = new Cell("native", new MemorySize(512));

    private static final FilesRead READ = new FilesRead(3, 1_000, 12);

    private final List<String> dropped = new ArrayList<>();

    @Test
    void a_sample_tells_the_phases_apart() throws Exception {
        Sample sample = measured(new Scripted(new Answer.Result(Payload.of("{\"statusCode\":200}"))), PageCache.WARM);
        assertEquals(VARIANT, sample.variant());
        assertEquals(Duration.ofMillis(12), sample.init());
        assertEquals(Optional.of(new PhaseUsage(Duration.ofMillis(30), 500, 3)), sample.initUsage());
        assertEquals(Optional.of(new PhaseUsage(Duration.ofMillis(5), 40, 1)), sample.firstResponseUsage());
        assertEquals(32 << 20, sample.peakMemoryBytes());
        assertTrue(
                sample.firstResponse().isPositive() && sample.secondResponse().isPositive());
    }

    @Test
    void files_are_dropped_from_memory_for_a_cold_start_from_the_disk_alone_which_says_what_it_read() throws Exception {
        Scripted factory = new Scripted(new Answer.Result(Payload.of("{}")));
        assertEquals(Optional.empty(), measured(factory, PageCache.WARM).filesRead());
        assertEquals(List.of(), dropped);
        assertEquals(Optional.of(READ), measured(factory, PageCache.COLD).filesRead());
        assertEquals(List.of("native"), dropped);
    }

    @Test
    void the_environment_is_gone_before_the_next_start() throws Exception {
        Scripted factory = new Scripted(new Answer.Result(Payload.of("{}")));
        measured(factory, PageCache.WARM);
        assertEquals(1, factory.stopped);
    }

    @Test
    void the_cpu_time_of_all_starts_is_counted() throws Exception {
        LocalColdStarts coldStarts = coldStarts(new Scripted(new Answer.Result(Payload.of("{}"))));
        coldStarts.measure(VARIANT, PageCache.WARM);
        coldStarts.measure(VARIANT, PageCache.WARM);
        assertEquals(Duration.ofMillis(70), coldStarts.cpuTime());
    }

    @Test
    void a_function_error_is_a_failure_with_its_document() throws Exception {
        assertEquals(
                new FailedStart(VARIANT, PageCache.WARM, "FunctionError", "{\"errorMessage\":\"no\"}"),
                failed(new Scripted(new Answer.FunctionError(Payload.of("{\"errorMessage\":\"no\"}")))));
    }

    @Test
    void an_http_error_is_a_failure_though_the_function_succeeded() throws Exception {
        assertEquals(
                "HTTP 404",
                failed(new Scripted(new Answer.Result(Payload.of("{\"statusCode\":404}"))))
                        .errorType());
    }

    @Test
    void an_init_that_ends_is_a_failure_with_its_reason() throws Exception {
        EnvironmentFactory factory = (id, function, initialization, limit, events) -> {
            events.accept(new EnvironmentEvent.Wrote("java.lang.OutOfMemoryError"));
            events.accept(new EnvironmentEvent.InitFailed(
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    new Failure("Runtime.ExitError", "Runtime exited with error: signal: killed"),
                    Optional.empty(),
                    128));
            return new Ended();
        };
        assertEquals("Runtime.ExitError", failed(factory).errorType());
    }

    private Sample measured(EnvironmentFactory factory, PageCache pageCache) throws InterruptedException {
        return assertInstanceOf(
                        ColdStarts.Start.Measured.class, coldStarts(factory).measure(VARIANT, pageCache))
                .sample();
    }

    private FailedStart failed(EnvironmentFactory factory) throws InterruptedException {
        return assertInstanceOf(
                        ColdStarts.Start.Failed.class, coldStarts(factory).measure(VARIANT, PageCache.WARM))
                .failure();
    }

    private LocalColdStarts coldStarts(EnvironmentFactory factory) {
        return new LocalColdStarts(factory, new Noted(), Payload.of("{}"));
    }

    private final class Noted implements LocalColdStarts.Files {

        @Override
        public void drop(String packageName) {
            dropped.add(packageName);
        }

        @Override
        public FilesRead inMemory(String packageName) {
            return READ;
        }
    }

    private static final class Ended implements Environment {

        @Override
        public void invoke(Invocation invocation) {}

        @Override
        public void stop() {}
    }

    /** Starts an environment that is ready after 12 ms and gives every invocation the same answer. */
    private static final class Scripted implements EnvironmentFactory {

        private final Answer answer;
        private int stopped;

        Scripted(Answer answer) {
            this.answer = answer;
        }

        @Override
        public Environment start(
                EnvironmentId id,
                FunctionSettings function,
                Initialization initialization,
                Duration initLimit,
                Consumer<EnvironmentEvent> events) {
            events.accept(new EnvironmentEvent.Ready(
                    Duration.ZERO,
                    Duration.ofMillis(12),
                    Optional.of(new Usage(Duration.ofMillis(30), 500, 3, 30 << 20))));
            return new Environment() {
                @Override
                public void invoke(Invocation invocation) {
                    events.accept(new EnvironmentEvent.Answered(invocation.requestId(), answer));
                    events.accept(new EnvironmentEvent.Idle(
                            invocation.requestId(),
                            Duration.ofMillis(1),
                            32,
                            Optional.of(new Usage(Duration.ofMillis(35), 540, 4, 32 << 20))));
                }

                @Override
                public void stop() {
                    stopped++;
                    events.accept(new EnvironmentEvent.Exited(
                            new Failure("Runtime.ExitError", "Runtime exited with error: signal: killed"), 32));
                }
            };
        }
    }
}
