package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.lab.bench.Recipe;
import dev.hearth.lab.environment.ProcessEnvironments.Options;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An extension of others, as they publish it: Sentry's. */
class SentryExtensionIT {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    /** Where it listens for what the function's own part of Sentry sends. */
    private static final int ITS_PORT = 9_000;

    @TempDir
    private Path folder;

    @Test
    void it_registers_sees_an_invocation_and_ends_when_it_is_told() throws IOException {
        assumeTrue(
                new Recipe(PROJECT.resolve("packages/sentry-extension")).build() == Recipe.Result.BUILT,
                "SKIPPED: Sentry's extension could not be installed on this machine");
        assumeTrue(isFree(ITS_PORT), "SKIPPED: Sentry's extension listens at port 9000, which is taken here");
        Vertx vertx = Vertx.vertx();
        try (Scratch scratch = Scratch.create(folder);
                ProcessEnvironments environments = new ProcessEnvironments(
                        vertx,
                        Map.of(
                                "f",
                                FunctionPackage.open(ScriptedRuntime.packageIn(folder.resolve("f")), scratch)
                                        .withLayers(
                                                List.of(PROJECT.resolve("target/sentry-extension/layer.zip")),
                                                scratch)),
                        Options.in("us-east-1"),
                        scratch)) {
            Probe probe = new Probe();
            probe.drives(environments.start(
                    new EnvironmentId("abc"),
                    FunctionSettings.named("f"),
                    Initialization.ON_DEMAND,
                    Duration.ofSeconds(60),
                    probe::accept));

            ExtensionReport report = probe.extended().getFirst();
            assertEquals("EXTENSION\tName: sentry-extension\tState: Ready\tEvents: [INVOKE, SHUTDOWN]", report.line());
            assertTrue(report.memory().orElseThrow() > 10 << 20, report.toString());
            assertTrue(probe.ready().init().compareTo(report.ready().orElseThrow()) >= 0);
            probe.invoke("answer one");
            probe.invoke("answer two");
            probe.stop();
            probe.exited();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
