package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.lab.Found;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.environment.ProcessEnvironments.Options;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent.Exited;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentEvent.Idle;
import dev.hearth.lab.lambda.EnvironmentEvent.InitFailed;
import dev.hearth.lab.lambda.EnvironmentEvent.Ready;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Usage;
import dev.hearth.lab.linux.ControlFiles;
import dev.hearth.lab.linux.Limits;
import dev.hearth.lab.linux.NoCgroups;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("real-time")
class ProcessEnvironmentsTest {

    private static final Options MEASURED = new Options("us-east-1", 2, true, true);

    private static Vertx vertx;

    @TempDir
    private Path folder;

    private Scratch scratch;
    private FunctionPackage scripted;
    private ProcessEnvironments environments;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() throws IOException {
        scratch = Scratch.create(folder);
        scripted = FunctionPackage.open(ScriptedRuntime.packageIn(folder.resolve("f")), scratch);
        environments = new ProcessEnvironments(vertx, Map.of("f", scripted), Options.in("us-east-1"), scratch);
    }

    @AfterEach
    void close() {
        environments.close();
        scratch.close();
    }

    @Test
    void an_environment_initialises_answers_and_is_idle_again() {
        Probe probe = start("print up");

        assertTrue(probe.ready().init().isPositive());
        assertEquals(List.of("up"), probe.written());

        String id = probe.start("print first;answer one");
        assertEquals("one", text(probe.answer()));
        assertEquals(List.of("first"), probe.written());
        Idle idle = probe.idle();
        assertEquals(id, idle.requestId());
        assertTrue(idle.duration().isPositive());
        assertTrue(idle.maximumMemoryMegabytes() > 10 && idle.maximumMemoryMegabytes() < 256, idle.toString());
    }

    @Test
    void an_invocation_carries_what_the_runtime_api_tells() {
        Probe probe = start("");
        probe.ready();

        String headers = text(probe.invoke("headers"));

        assertTrue(headers.contains("lambda-runtime-aws-request-id=request-1"), headers);
        assertTrue(headers.contains("lambda-runtime-deadline-ms="), headers);
        assertTrue(
                headers.contains(
                        "lambda-runtime-invoked-function-arn=arn:aws:lambda:us-east-1:000000000000:function:f"),
                headers);
        assertTrue(headers.contains("lambda-runtime-trace-id=Root=1-2-3"), headers);
        assertTrue(headers.contains("lambda-runtime-client-context={\"custom\":{\"k\":\"v\"}}"), headers);
        assertTrue(headers.contains("content-type=application/json"), headers);
    }

    @Test
    void the_process_runs_as_the_labs_user() {
        Probe probe = start("");
        probe.ready();

        long pid = Long.parseLong(text(probe.invoke("pid")));

        assertEquals(
                ProcessHandle.current().info().user(),
                ProcessHandle.of(pid).flatMap(process -> process.info().user()));
    }

    @Test
    void an_environment_that_starts_anew_after_midnight_keeps_its_log_stream() {
        environments.close();
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T23:59:59Z"));
        environments = new ProcessEnvironments(
                vertx,
                Map.of("f", scripted),
                Options.in("us-east-1"),
                scratch,
                new NoCgroups("a test wants none"),
                now::get);
        Probe before = start("");
        before.ready();
        assertEquals("2026/11/26/[$LATEST]abc", logStream(before));

        now.set(Instant.parse("2026-11-27T00:00:01Z"));
        Probe after = start("");
        after.ready();
        assertEquals("2026/11/26/[$LATEST]abc", logStream(after));
    }

    private static String logStream(Probe probe) {
        return text(probe.invoke("variables"))
                .lines()
                .filter(line -> line.startsWith("AWS_LAMBDA_LOG_STREAM_NAME="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_process_sees_lambdas_variables_and_its_users_and_none_of_the_labs() {
        Probe probe = start("");
        probe.ready();

        Map<String, String> variables = text(probe.invoke("variables"))
                .lines()
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));

        String root = folder.resolve("f").toString();
        String stream = variables.remove("AWS_LAMBDA_LOG_STREAM_NAME");
        assertTrue(stream.matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST]abc"), stream);
        assertTrue(variables.remove("AWS_LAMBDA_RUNTIME_API").startsWith("127.0.0.1:"));
        // What a shell adds, on AWS too.
        variables.remove("PWD");
        variables.remove("_");
        assertEquals(
                Map.ofEntries(
                        Map.entry("SCRIPT", ""),
                        Map.entry("AWS_ENDPOINT_URL_LAMBDA", "http://localhost:9001"),
                        Map.entry("_HANDLER", "not.used.in.provided.runtime"),
                        Map.entry("AWS_REGION", "us-east-1"),
                        Map.entry("AWS_DEFAULT_REGION", "us-east-1"),
                        Map.entry("AWS_LAMBDA_FUNCTION_NAME", "f"),
                        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
                        Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
                        Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/f"),
                        Map.entry("LAMBDA_TASK_ROOT", root),
                        Map.entry("LAMBDA_RUNTIME_DIR", "/var/runtime"),
                        Map.entry("LANG", "en_US.UTF-8"),
                        Map.entry("TZ", ":UTC"),
                        Map.entry("PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin"),
                        Map.entry(
                                "LD_LIBRARY_PATH",
                                "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:" + root + ":" + root
                                        + "/lib:/opt/lib"),
                        Map.entry("AWS_ACCESS_KEY_ID", "local"),
                        Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
                        Map.entry("AWS_SESSION_TOKEN", "local"),
                        Map.entry("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR")),
                variables);
    }

    @Test
    void it_may_open_as_many_files_as_on_aws_and_dumps_no_core() throws IOException {
        Probe probe = start("");
        probe.ready();
        long pid = Long.parseLong(text(probe.invoke("pid")));

        String limits = Files.readString(Path.of("/proc/" + pid + "/limits"));

        assertTrue(limits.matches("(?s).*Max open files +1024 +1024 .*"), limits);
        assertTrue(limits.matches("(?s).*Max core file size +0 +0 .*"), limits);
    }

    @Test
    void a_function_error_is_passed_on_as_it_is() {
        Probe probe = start("");
        probe.ready();

        assertEquals(new Text(true, "{\"errorType\":\"E\"}"), described(probe.invoke("error {\"errorType\":\"E\"}")));
    }

    @Test
    void the_largest_answer_passes_and_a_larger_one_becomes_an_error() {
        Probe probe = start("");
        probe.ready();

        assertEquals(
                RuntimeApi.LARGEST_ANSWER,
                probe.invoke("large " + RuntimeApi.LARGEST_ANSWER).payload().size());
        assertEquals(List.of("replied 202 {\"status\":\"OK\"}"), probe.written());

        assertEquals(
                new Text(
                        true,
                        "{\"errorMessage\":\"Response payload size exceeded maximum allowed payload size (6291556"
                                + " bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}"),
                described(probe.invoke("large " + (RuntimeApi.LARGEST_ANSWER + 1))));
        assertEquals(
                List.of("replied 413 {\"errorMessage\":\"Exceeded maximum allowed payload size (6291556 bytes).\","
                        + "\"errorType\":\"RequestEntityTooLarge\"}"),
                probe.written());
    }

    @Test
    void the_runtime_api_refuses_what_is_out_of_turn() {
        Probe probe = start("post invocation/request-1/response x");
        probe.ready();
        assertEquals(List.of(refused("Started", "InvocationResponse")), probe.written());

        probe.start("post invocation/other/response x;post init/error {};post nonsense;answer ok;"
                + "post invocation/request-1/response again;post invocation/request-1/error again");
        probe.answer();
        assertEquals(
                List.of(
                        "replied 400 {\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}",
                        refused("Ready", "InitError"),
                        "replied 404 404 page not found"),
                probe.written());
        probe.idle();
        assertEquals(
                List.of(
                        refused("RuntimeResponseSentState", "InvocationResponse"),
                        refused("RuntimeResponseSentState", "InvocationErrorResponse")),
                probe.written());
        assertEquals("still", text(probe.invoke("answer still")));
    }

    @Test
    void a_runtime_that_asks_again_without_an_answer_gets_the_same_invocation() {
        Probe probe = start("");
        probe.ready();

        probe.start("get invocation/next;answer ok");

        assertEquals("ok", text(probe.answer()));
        assertEquals(List.of("replied 200 get invocation/next;answer ok"), probe.written());
    }

    @Test
    void an_init_error_is_told_with_its_document() {
        InitFailed failed = start(
                        "init-error {\"errorType\":\"My.Error\",\"errorMessage\":\"no database\"};print bye;exit 1")
                .initFailed();

        assertEquals(new Failure("My.Error", "no database"), failed.failure());
        assertEquals(
                Optional.of("{\"errorType\":\"My.Error\",\"errorMessage\":\"no database\"}"),
                failed.document().map(Payload::text));
        assertTrue(failed.init().isPositive());
    }

    @Test
    void a_runtime_that_stays_after_its_init_error_is_ended() {
        Probe probe = start("init-error nonsense;sleep 60000");

        InitFailed failed = probe.initFailed();

        assertEquals(new Failure("Runtime.Unknown", "nonsense"), failed.failure());
        assertEquals(List.of("replied 202 {\"status\":\"OK\"}"), probe.written());
    }

    @Test
    void an_exit_during_init_is_told_with_its_status_and_its_last_words() {
        Probe probe = start("write no end;exit 3");

        InitFailed failed = probe.initFailed();

        assertEquals(new Failure("Runtime.ExitError", "Runtime exited with error: exit status 3"), failed.failure());
        assertEquals(Optional.empty(), failed.document());
        assertEquals(List.of("no end"), probe.written());
    }

    @Test
    void an_init_beyond_its_limit_is_ended() {
        Duration limit = Duration.ofMillis(800);
        List<String> written = List.of();
        // A busy machine's JVM may not be up by then.
        for (; written.isEmpty(); limit = limit.multipliedBy(2)) {
            Probe probe = start("print waiting;sleep 600000", limit);

            InitFailed failed = probe.initFailed();

            assertEquals(Failure.timedOut(limit), failed.failure());
            assertTrue(failed.init().compareTo(limit) >= 0, failed.toString());
            assertTrue(failed.maximumMemoryMegabytes() > 0, failed.toString());
            written = probe.written();
        }
        assertEquals(List.of("waiting"), written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            exit 0   | Runtime exited without providing a reason
            exit 1   | Runtime exited with error: exit status 1
            kill KILL | Runtime exited with error: signal: killed
            kill SEGV;sleep 60000 | Runtime exited with error: signal: aborted
            """)
    void an_exit_during_an_invocation_is_told_as_on_aws(String script, String message) {
        Probe probe = start("");
        probe.ready();

        probe.start("print last words;" + script);

        assertEquals(new Failure("Runtime.ExitError", message), probe.exited().failure());
        assertEquals("last words", probe.written().getFirst());
        assertTrue(probe.isSilent());
    }

    @Test
    void an_answer_before_an_exit_counts() {
        Probe probe = start("");
        probe.ready();

        probe.start("answer done;exit 1");

        assertEquals("done", text(probe.answer()));
        assertEquals(
                "Runtime exited with error: exit status 1",
                probe.exited().failure().message());
    }

    @Test
    void a_frozen_environment_that_is_killed_says_so_at_once() {
        Probe probe = start("");
        probe.ready();
        long pid = Long.parseLong(text(probe.invoke("pid")));
        awaitFrozen(pid);

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertEquals(
                "Runtime exited with error: signal: killed",
                probe.exited().failure().message());
    }

    @Test
    void an_idle_environment_is_frozen_until_its_next_invocation() throws InterruptedException {
        Probe probe = start("");
        probe.ready();
        long pid = Long.parseLong(text(probe.invoke("child 1000;tick;pid")));

        awaitFrozen(pid);
        for (ProcessHandle child :
                ProcessHandle.of(pid).orElseThrow().children().toList()) {
            awaitFrozen(child.pid());
        }
        // It ticks every millisecond while it runs.
        await(() -> standsStill(pid, 50));
        probe.start("sleep 20;answer thawed");

        assertEquals("thawed", text(probe.answer()));
        List<Integer> ticks = probe.written().stream()
                .filter(line -> line.startsWith("tick "))
                .map(line -> Integer.valueOf(line.substring(5)))
                .toList();
        assertEquals(IntStream.range(0, ticks.size()).boxed().toList(), ticks, "ticks came in order and complete");
    }

    @Test
    void all_that_was_written_is_told_before_the_answer_that_follows() {
        Probe probe = start("");
        probe.ready();
        for (int i = 0; i < 200; i++) {
            probe.start("print a" + i + ";print-error b" + i + ";answer x");
            probe.answer();
            assertEquals(List.of("a" + i, "b" + i), probe.written());
            probe.idle();
        }
    }

    @Test
    void rubbish_giant_lines_and_a_closed_output_survive() {
        Probe probe = start("");
        probe.ready();

        probe.invoke("rubbish;giant 1000000;write no end");
        List<String> written = probe.written();
        assertEquals("\ufffd\ufffd\0x", written.getFirst());
        assertEquals("no end", written.getLast());
        assertEquals(
                1_000_000,
                written.subList(1, written.size() - 1).stream()
                        .mapToInt(String::length)
                        .sum());

        assertEquals("closed", text(probe.invoke("print before;close-output;answer closed")));
        assertEquals(List.of("before"), probe.written());
        assertEquals("again", text(probe.invoke("print nowhere;answer again")));
    }

    @Test
    void memory_beyond_the_memory_size_ends_it_as_on_aws() {
        assumeTrue(environments.limits().memory(), environments.limits().description());
        Probe probe = start("");
        probe.ready();

        // Outside the heap, which has a limit of its own.
        probe.start("outside 400;answer too much");

        Exited exited = probe.exited();
        assertEquals(new Failure("Runtime.ExitError", "Runtime exited with error: signal: killed"), exited.failure());
        assertEquals(256, exited.maximumMemoryMegabytes());
    }

    @Test
    void cpu_is_limited_from_the_first_invocation_on() throws IOException {
        assumeTrue(environments.limits().cpu(), environments.limits().description());
        reopen(MEASURED);
        Probe probe = start("spin 300");
        Usage before = probe.ready().usage().orElseThrow();
        long throttled = throttled();
        // Limited, 300 ms of CPU take 20 periods; what goes on for a moment behind /next may meet the limit once.
        assertTrue(throttled <= 2, "throttled in " + throttled + " periods of the start");

        Usage after = usageAfter(probe, "spin 1000");

        assertTrue(throttled() > throttled);
        long millis = after.cpu().minus(before.cpu()).toMillis();
        // 256 MB are 0.145 CPUs.
        assertTrue(millis < 250, "it had " + millis + " ms of CPU in a second");
    }

    @Test
    void without_boost_init_is_limited_too() throws IOException {
        assumeTrue(environments.limits().cpu(), environments.limits().description());
        reopen(new Options("us-east-1", 2, false, false));

        start("spin 300").ready();

        assertTrue(throttled() > 0);
    }

    @Test
    void usage_counts_from_the_start_of_the_program() {
        reopen(MEASURED);
        Probe probe = start("");
        Ready ready = probe.ready();
        Duration init = ready.init();

        Usage first = ready.usage().orElseThrow();
        Usage second = usageAfter(probe, "");
        assertTrue(first.cpu().isPositive() && first.cpu().compareTo(init.multipliedBy(4)) < 0, first.toString());
        assertTrue(first.minorFaults() > 1_000, first.toString());
        assertTrue(first.peakMemory() > 10_000_000, first.toString());
        assertTrue(second.cpu().compareTo(first.cpu()) > 0, second.toString());
    }

    @Test
    void a_few_start_at_a_time_and_waiting_is_no_part_of_init_nor_of_its_limit() {
        reopen(new Options("us-east-1", 1, true, false));
        Probe first = start("sleep 6000");
        Probe second = start("", Duration.ofSeconds(5));

        Ready ready = first.ready();
        Ready waited = second.ready();

        // Of the wait some may have passed before the second was asked for.
        assertTrue(waited.waited().compareTo(Duration.ofSeconds(5)) >= 0, waited.toString());
        assertTrue(ready.waited().compareTo(waited.waited()) < 0, ready.toString());
        assertTrue(waited.init().compareTo(waited.waited()) < 0, waited.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"while initialising", "idle", "frozen", "busy"})
    void a_stopped_environment_ends_with_one_event_and_all_its_processes(String when) {
        Probe probe = start(when.equals("while initialising") ? "child 1000;print started;sleep 600000" : "child 1000");
        long pid;
        if (when.equals("while initialising")) {
            assertEquals("started", probe.line());
            pid = onlyChild();
        } else {
            probe.ready();
            pid = Long.parseLong(text(probe.invoke("pid")));
        }
        List<ProcessHandle> processes = Stream.concat(
                        Stream.of(ProcessHandle.of(pid).orElseThrow()),
                        ProcessHandle.of(pid).orElseThrow().descendants())
                .toList();
        assertEquals(2, processes.size());
        switch (when) {
            case "frozen" -> awaitFrozen(pid);
            case "busy" -> {
                probe.start("print started;sleep 600000");
                assertEquals("started", probe.line());
            }
            default -> {}
        }

        probe.stop();
        probe.stop();
        Exited exited = probe.exited();

        assertEquals("signal: killed", exited.failure().message().replaceAll(".*error: ", ""));
        assertEquals(
                List.of(),
                processes.stream().filter(ProcessEnvironmentsTest::runs).toList());
        assertTrue(probe.isSilent());
    }

    @Test
    void one_that_is_stopped_before_its_turn_never_starts() {
        reopen(new Options("us-east-1", 1, true, false));
        Probe first = start("sleep 500");
        Probe second = start("");

        second.stop();

        second.exited();
        first.ready();
        assertTrue(second.isSilent());
    }

    @Test
    void closing_leaves_no_process_no_control_group_and_no_file() throws IOException {
        Probe idle = start("child 1000");
        Probe busy = start("child 1000");
        idle.ready();
        busy.ready();
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        busy.start("sleep 60000");

        environments.close();
        scratch.close();

        assertEquals(
                List.of(),
                processes.stream().filter(ProcessEnvironmentsTest::runs).toList());
        idle.exited();
        busy.exited();
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("f")), left.toList());
        }
        assertEquals(List.of(), controlGroups(scratch.name()));
    }

    @Test
    void without_control_groups_it_measures_freezes_and_ends_all_the_same() {
        environments.close();
        environments = new ProcessEnvironments(
                vertx,
                Map.of("f", scripted),
                MEASURED,
                scratch,
                new NoCgroups("a test wants none"),
                InstantSource.system());
        assertEquals(
                new Limits(false, false, "memory and CPU are not limited: a test wants none"), environments.limits());
        Probe probe = start("");
        probe.ready();
        long pid = Long.parseLong(text(probe.invoke("child 1000;pid")));
        Usage usage = usageAfter(probe, "spin 500");
        List<ProcessHandle> processes = ProcessHandle.of(pid).stream()
                .flatMap(it -> Stream.concat(Stream.of(it), it.children()))
                .toList();
        assertEquals(2, processes.size());
        assertTrue(usage.cpu().toMillis() >= 10, usage.toString());
        assertTrue(usage.peakMemory() > 10_000_000, usage.toString());

        processes.forEach(process -> awaitFrozen(process.pid()));
        assertEquals("thawed", text(probe.invoke("answer thawed")));

        probe.stop();
        probe.exited();
        assertEquals(
                List.of(),
                processes.stream().filter(ProcessEnvironmentsTest::runs).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_daemon_of_the_function_is_frozen_and_ends_with_its_environment(boolean controlGroups) {
        if (!controlGroups) {
            environments.close();
            environments = new ProcessEnvironments(
                    vertx,
                    Map.of("f", scripted),
                    Options.in("us-east-1"),
                    scratch,
                    new NoCgroups("a test wants none"),
                    InstantSource.system());
        }
        String seconds = controlGroups ? "100001" : "100002";
        Probe probe = start("");
        probe.ready();

        probe.invoke("daemon " + seconds);

        await(() -> sleepers(seconds).size() == 1);
        ProcessHandle daemon = sleepers(seconds).getFirst();
        try {
            awaitFrozen(daemon.pid());
            assertEquals("thawed", text(probe.invoke("answer thawed")));
            awaitFrozen(daemon.pid());
            probe.stop();
            probe.exited();
            assertTrue(!runs(daemon), "the daemon is left");
        } finally {
            daemon.destroyForcibly();
        }
    }

    @Test
    void a_preparation_that_fails_leaves_no_control_group_and_no_listing() throws IOException {
        Files.delete(folder.resolve("f/bootstrap"));
        Files.delete(folder.resolve("f"));

        assertEquals("Sandbox.StartFailed", start("").initFailed().failure().errorType());

        for (Path group : controlGroups(scratch.name())) {
            assertEquals(List.of(), ControlFiles.children(group));
        }
        try (Stream<Path> listed = Files.list(folder.resolve(scratch.name()).resolve("processes"))) {
            assertEquals(List.of(), listed.toList());
        }
    }

    @Test
    void a_machine_with_fewer_files_than_a_function_may_open_is_refused_at_once() {
        ProcessEnvironments.requireFiles(-1);
        ProcessEnvironments.requireFiles(1_024);

        String message = assertThrows(Refusal.class, () -> ProcessEnvironments.requireFiles(512))
                .getMessage();

        assertTrue(message.startsWith("a function may open 1024 files on Lambda, and the limit here is 512"), message);
    }

    private static List<ProcessHandle> sleepers(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + seconds))
                .filter(process -> process.info().command().orElse("").endsWith("sleep"))
                .toList();
    }

    @Test
    void two_thousand_invocations_from_idle_to_idle_lose_none() {
        Probe probe = start("");
        probe.ready();

        for (int i = 0; i < 2_000; i++) {
            assertEquals("" + i, text(probe.invoke("answer " + i)));
        }
    }

    @Test
    void invocations_around_the_moment_of_the_freeze_lose_none() throws InterruptedException {
        Probe probe = start("");
        probe.ready();

        for (int i = 0; i < 200; i++) {
            Thread.sleep(Duration.ofNanos(1_500_000 + i * 10_000L));
            assertEquals("" + i, text(probe.invoke("answer " + i)));
        }
    }

    @Test
    void a_function_without_a_package_fails_to_initialise() {
        Probe probe = new Probe();
        probe.drives(environments.start(
                new EnvironmentId("abc"),
                FunctionSettings.named("other"),
                Initialization.ON_DEMAND,
                Duration.ofSeconds(10),
                probe::accept));

        assertEquals(
                new Failure("Sandbox.StartFailed", "there is no package for the function other"),
                probe.initFailed().failure());
    }

    private Probe start(String script) {
        return start(script, Duration.ofSeconds(60));
    }

    private Probe start(String script, Duration initLimit) {
        FunctionSettings function = FunctionSettings.named("f")
                .withMemory(new MemorySize(256))
                .withEnvironment(Map.of("SCRIPT", script, "AWS_ENDPOINT_URL_LAMBDA", "http://localhost:9001"));
        Probe probe = new Probe();
        probe.drives(environments.start(
                new EnvironmentId("abc"), function, Initialization.ON_DEMAND, initLimit, probe::accept));
        return probe;
    }

    /** What it has used after an invocation. */
    private static Usage usageAfter(Probe probe, String script) {
        probe.start(script);
        probe.answer();
        return probe.idle().usage().orElseThrow();
    }

    private void reopen(Options options) {
        environments.close();
        environments = new ProcessEnvironments(vertx, Map.of("f", scripted), options, scratch);
    }

    private static long onlyChild() {
        return ProcessHandle.current().children().findFirst().orElseThrow().pid();
    }

    /** Waits until a process is stopped: state T, or frozen by its control group. */
    private static void awaitFrozen(long pid) {
        await(() -> {
            try {
                String status = Files.readString(Path.of("/proc/" + pid + "/status"));
                return status.contains("State:\tT")
                        || Files.readString(Path.of("/proc/" + pid + "/wchan")).contains("freez");
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Whether none of its threads has had a turn for so long. */
    private static boolean standsStill(long pid, int millis) {
        try {
            List<String> before = turns(pid);
            Thread.sleep(millis);
            return before.equals(turns(pid));
        } catch (IOException | UncheckedIOException | InterruptedException e) {
            return false;
        }
    }

    private static List<String> turns(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.map(thread -> {
                        try {
                            return Files.readAllLines(thread.resolve("status")).stream()
                                    .filter(line -> line.contains("ctxt_switches"))
                                    .collect(Collectors.joining(" ", thread + " ", ""));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "nothing happened for a minute");
            Thread.onSpinWait();
        }
    }

    /** In how many periods the only environment would have used more CPU time than it may. */
    private long throttled() throws IOException {
        Path group = controlGroups(scratch.name()).stream()
                .map(lab -> lab.resolve("1/cpu.stat"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        return Files.readAllLines(group).stream()
                .filter(line -> line.startsWith("nr_throttled "))
                .mapToLong(line -> Long.parseLong(line.substring("nr_throttled ".length())))
                .sum();
    }

    /** Whether a process runs; one that only waits to be reaped does not. */
    private static boolean runs(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                    .contains("State:\tZ");
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> controlGroups(String name) throws IOException {
        return Found.named(Path.of("/sys/fs/cgroup"), 12, name::equals);
    }

    private static String refused(String from, String to) {
        return "replied 403 {\"errorMessage\":\"State transition from " + from + " to " + to
                + " failed for runtime. Error: State transition is not allowed\","
                + "\"errorType\":\"InvalidStateTransition\"}";
    }

    private record Text(boolean error, String text) {}

    private static Text described(Answer answer) {
        return new Text(answer instanceof Answer.FunctionError, answer.payload().text());
    }

    private static String text(Answer answer) {
        return assertInstanceOf(Answer.Result.class, answer).payload().text();
    }
}
