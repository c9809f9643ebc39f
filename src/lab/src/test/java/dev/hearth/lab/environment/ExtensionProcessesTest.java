package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.environment.ProcessEnvironments.Options;
import dev.hearth.lab.lambda.EnvironmentEvent.Exited;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentEvent.Idle;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import dev.hearth.lab.packages.TestPackages;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs below a real {@code /opt}. */
@Tag("real-time")
class ExtensionProcessesTest {

    private static final String TELEMETRY =
            """
            {"schemaVersion": "2022-12-13", "types": ["platform", "function", "extension"],
             "buffering": {"timeoutMs": 25}, "destination": {"protocol": "%s", "URI": "%s://sandbox.localdomain:PORT"}}
            """
                    .replace("\n", " ");

    private static final int MOST_INVOCATIONS = 200;

    @TempDir
    private Path folder;

    private Vertx vertx;
    private Scratch scratch;
    private Optional<ProcessEnvironments> environments = Optional.empty();

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        scratch = Scratch.create(folder);
    }

    @AfterEach
    void close() {
        environments.ifPresent(ProcessEnvironments::close);
        scratch.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void an_extension_is_told_of_each_invocation_and_of_the_end_and_has_its_share_of_both_phases() throws IOException {
        Probe probe = start(
                "",
                ScriptedExtension.layerIn(
                        folder.resolve("layer"),
                        "watch",
                        "variables;register \"INVOKE\",\"SHUTDOWN\";on INVOKE;event;on SHUTDOWN;event;exit 0"));

        ExtensionReport report = probe.extended().getFirst();
        probe.ready();
        List<String> started = probe.written();
        assertEquals("EXTENSION\tName: watch\tState: Ready\tEvents: [INVOKE, SHUTDOWN]", report.line());
        assertTrue(report.registered().orElseThrow().compareTo(report.ready().orElseThrow()) < 0, report.toString());
        assertTrue(report.memory().orElseThrow() > 10 << 20, report.toString());
        assertTrue(
                started.contains("has AWS_LAMBDA_RUNTIME_API") && started.contains("has SCRIPT"), started.toString());
        assertFalse(started.contains("has _HANDLER") || started.contains("has LAMBDA_TASK_ROOT"), started.toString());
        assertTrue(
                started.contains("watch registered 200 {\"functionName\":\"f\",\"functionVersion\":\"$LATEST\","
                        + "\"handler\":\"not.used.in.provided.runtime\",\"accountId\":\"000000000000\"}"),
                started.toString());

        String id = probe.start("answer one");
        probe.answer();
        Idle idle = probe.idle();
        assertTrue(idle.maximumMemoryMegabytes() * (1L << 20) > report.memory().get(), idle.toString());
        String told = probe.written().getFirst();
        assertTrue(
                told.startsWith("watch got {\"eventType\":\"INVOKE\",\"deadlineMs\":")
                        && told.contains("\"requestId\":\"" + id + "\"")
                        && told.contains("arn:aws:lambda:us-east-1:000000000000:function:f")
                        && told.contains("\"tracing\":{\"type\":\"X-Amzn-Trace-Id\",\"value\":\"Root=1-2-3\"}"),
                told);

        probe.stop();
        probe.exited();
        assertTrue(probe.written()
                .getFirst()
                .startsWith("watch got {\"eventType\":\"SHUTDOWN\",\"shutdownReason\":\"spindown\""));
    }

    @Test
    void an_invocation_is_over_when_its_extension_is_done_and_its_time_is_billed() throws IOException {
        Probe probe = start(
                "",
                ScriptedExtension.layerIn(
                        folder.resolve("layer"), "late", "register \"INVOKE\";on INVOKE;sleep 300;print done"));
        probe.extended();
        probe.ready();

        probe.start("answer one");
        probe.answer();
        Idle idle = probe.idle();

        assertTrue(idle.duration().toMillis() >= 300, idle.toString());
        assertTrue(probe.written().contains("done"));
    }

    @Test
    void what_a_layer_holds_stands_below_opt_where_a_later_layer_goes_over_an_earlier_one() throws IOException {
        Path first = Files.createDirectories(folder.resolve("first/data"));
        Files.writeString(first.resolve("a"), "one");
        Files.writeString(first.resolve("b"), "one");
        Path second = Files.createDirectories(folder.resolve("second/data"));
        Files.writeString(second.resolve("b"), "two");
        Path program = TestPackages.bootstrap(folder.resolve("f"), "#!/bin/sh\ncat /opt/data/a /opt/data/b; exit 3\n");

        Probe probe = start(program, "", first.getParent(), second.getParent());

        assertEquals(
                "Runtime exited with error: exit status 3",
                probe.initFailed().failure().message());
        assertEquals(List.of("onetwo"), probe.written());
    }

    @Test
    void telemetry_comes_by_http_and_by_tcp_with_what_happened_before_and_goes_on_at_each_invocation()
            throws IOException {
        Path layer = folder.resolve("layer");
        ScriptedExtension.layerIn(
                layer,
                "by-http",
                "register \"INVOKE\",\"SHUTDOWN\";listen;subscribe "
                        + TELEMETRY.replace("%s:", "http:").replace("%s", "HTTP")
                        + ";on SHUTDOWN;exit 0");
        ScriptedExtension.layerIn(
                layer,
                "by-tcp",
                "register \"INVOKE\";listen;subscribe "
                        + TELEMETRY.replace("%s:", "tcp:").replace("%s", "TCP"));
        Probe probe = start("print from the start", layer);
        assertEquals(2, probe.extended().size());
        probe.ready();

        String id = probe.start("print from the function;answer one");
        probe.answer();
        probe.idle();
        List<String> written = new ArrayList<>(probe.written());
        List<String> missing = missing(id, written);
        // Telemetry is delivered while the function works, a batch at a time.
        for (int i = 0; i < MOST_INVOCATIONS && !missing.isEmpty(); i++) {
            probe.invoke("sleep 50;answer more");
            written.addAll(probe.written());
            missing = missing(id, written);
        }

        assertEquals(List.of(), missing, written::toString);
        assertTrue(written.contains("by-http subscribed 200 \"OK\""), written.toString());
        probe.stop();
        probe.exited();
    }

    private static List<String> missing(String requestId, List<String> written) {
        List<String> missing = new ArrayList<>();
        for (String name : List.of("by-http", "by-tcp")) {
            for (String part : List.of(
                    "\"type\":\"platform.initStart\",\"record\":{\"initializationType\":\"on-demand\",\"phase\":\"init\"",
                    "\"type\":\"platform.telemetrySubscription\",\"record\":{\"name\":\"" + name
                            + "\",\"state\":\"Subscribed\",\"types\":[\"platform\",\"function\",\"extension\"]}",
                    "\"type\":\"function\",\"record\":\"from the start\"",
                    "\"type\":\"extension\",\"record\":\"" + name + " subscribed 200",
                    "\"type\":\"platform.initRuntimeDone\"",
                    "\"type\":\"platform.extension\",\"record\":{\"name\":\"" + name + "\",\"state\":\"Ready\"",
                    "\"type\":\"platform.initReport\"",
                    "\"type\":\"platform.start\",\"record\":{\"requestId\":\"" + requestId + "\"",
                    "\"type\":\"function\",\"record\":\"from the function\"",
                    "\"type\":\"platform.runtimeDone\",\"record\":{\"requestId\":\"" + requestId
                            + "\",\"status\":\"success\"",
                    "\"type\":\"platform.report\",\"record\":{\"requestId\":\"" + requestId
                            + "\",\"status\":\"success\"",
                    "\"initDurationMs\":")) {
                if (written.stream().noneMatch(line -> line.startsWith(name + " told ") && line.contains(part))) {
                    missing.add(name + ": " + part);
                }
            }
        }
        return missing;
    }

    @Test
    void an_extension_that_crashes_or_fails_ends_the_environment_in_awss_words() throws IOException {
        assertEquals(
                new Failure("Extension.Crash", "exit status 7"),
                start("", ScriptedExtension.layerIn(folder.resolve("a"), "crash", "exit 7"))
                        .failedInit()
                        .failure());
        assertEquals(
                "Extension.InitError",
                start(
                                "",
                                ScriptedExtension.layerIn(
                                        folder.resolve("b"),
                                        "fails",
                                        "register \"INVOKE\";post /2020-01-01/extension/init/error;exit 1"))
                        .failedInit()
                        .failure()
                        .errorType());
        Path silent = Files.createDirectories(folder.resolve("c/extensions"));
        Files.writeString(silent.resolve("data"), "no program");
        assertEquals(
                new Failure("Extension.LaunchError", "fork/exec /opt/extensions/data: permission denied"),
                start("", silent.getParent()).failedInit().failure());
    }

    @Test
    void an_extension_that_crashes_in_an_invocation_ends_it_and_the_others_are_told_of_a_failure() throws IOException {
        Path layer = folder.resolve("layer");
        ScriptedExtension.layerIn(layer, "crashes", "register \"INVOKE\";on INVOKE;exit 9");
        ScriptedExtension.layerIn(layer, "watches", "register \"SHUTDOWN\";on SHUTDOWN;event;exit 0");
        Probe probe = start("", layer);
        probe.extended();
        probe.ready();

        probe.start("sleep 60000");
        Exited exited = probe.exited();

        assertEquals(new Failure("Extension.Crash", "exit status 9"), exited.failure());
        assertTrue(probe.written().stream().anyMatch(line -> line.contains("\"shutdownReason\":\"failure\"")));
    }

    @Test
    void who_is_stopped_in_an_invocation_has_run_out_of_time_and_who_does_not_end_then_is_killed() throws IOException {
        Probe probe = start(
                "",
                ScriptedExtension.layerIn(
                        folder.resolve("layer"),
                        "stubborn",
                        "register \"INVOKE\",\"SHUTDOWN\";on SHUTDOWN;event;sleep 60000"));
        probe.extended();
        probe.ready();

        probe.start("sleep 60000");
        probe.stop();
        probe.exited();

        assertTrue(probe.written().stream().anyMatch(line -> line.contains("\"shutdownReason\":\"timeout\"")));
    }

    @Test
    void a_part_of_the_functions_process_is_an_extension_too_but_not_told_of_the_end() throws IOException {
        Path program = ScriptedRuntime.packageIn(folder.resolve("internal"));
        Probe probe = start(program, "register \"SHUTDOWN\";register \"INVOKE\"");

        ExtensionReport report = probe.extended().getFirst();
        probe.ready();

        assertEquals("EXTENSION\tName: internal\tState: Ready\tEvents: [INVOKE]", report.line());
        assertTrue(report.memory().isEmpty());
        List<String> written = probe.written();
        assertTrue(written.getFirst().startsWith("registered 403 {"), written.toString());
        probe.start("answer one");
        probe.answer();
        probe.idle();
        assertTrue(
                probe.written().stream().anyMatch(line -> line.startsWith("internal got {\"eventType\":\"INVOKE\"")));
    }

    private Probe start(String script, Path... layers) throws IOException {
        return start(ScriptedRuntime.packageIn(folder.resolve("scripted")), script, layers);
    }

    private Probe start(Path program, String script, Path... layers) throws IOException {
        List<Path> zips = new ArrayList<>();
        for (Path layer : layers) {
            zips.add(TestPackages.zip(layer, folder.resolve(layer.getFileName() + ".zip")));
        }
        environments.ifPresent(ProcessEnvironments::close);
        ProcessEnvironments opened = new ProcessEnvironments(
                vertx,
                Map.of("f", FunctionPackage.open(program, scratch).withLayers(zips, scratch)),
                Options.in("us-east-1"),
                scratch);
        environments = Optional.of(opened);
        Probe probe = new Probe();
        probe.drives(opened.start(
                new EnvironmentId("abc"),
                FunctionSettings.named("f").withEnvironment(Map.of("SCRIPT", script)),
                Initialization.ON_DEMAND,
                Duration.ofSeconds(30),
                probe::accept));
        return probe;
    }
}
