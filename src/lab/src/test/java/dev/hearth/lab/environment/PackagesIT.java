package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.lab.environment.ProcessEnvironments.Options;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent.Ready;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The project's own packages in real environments. */
class PackagesIT {

    private static final String EVENT =
            """
            {"version": "2.0", "routeKey": "$default", "rawPath": "/hello", "rawQueryString": "",
             "headers": {"host": "localhost"}, "isBase64Encoded": false,
             "requestContext": {"stage": "$default", "domainName": "localhost",
               "http": {"method": "GET", "path": "/hello", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"}}}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"../../target/jvm/function.zip", "../../target/function.zip"})
    void a_package_answers_http(Path zip) throws Exception {
        assumeTrue(Files.exists(zip), "not built: " + zip);
        Vertx vertx = Vertx.vertx();
        try (Scratch scratch = Scratch.create(folder);
                ProcessEnvironments environments = new ProcessEnvironments(
                        vertx, Map.of("f", FunctionPackage.open(zip, scratch)), Options.in("us-east-1"), scratch)) {
            Probe probe = new Probe();
            probe.drives(environments.start(
                    new EnvironmentId("abc"),
                    FunctionSettings.named("f").withMemory(new MemorySize(512)),
                    Initialization.ON_DEMAND,
                    Duration.ofSeconds(30),
                    probe::accept));
            Ready ready = probe.ready();

            for (int i = 0; i < 3; i++) {
                probe.start(EVENT);
                Answer answer = probe.answer();
                String text = answer.payload().text();
                assertInstanceOf(Answer.Result.class, answer, () -> text + probe.written());
                assertEquals(200, new JsonObject(text).getInteger("statusCode"), text);
                assertTrue(probe.idle().maximumMemoryMegabytes() <= 512);
            }
            assertTrue(ready.init().isPositive());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
