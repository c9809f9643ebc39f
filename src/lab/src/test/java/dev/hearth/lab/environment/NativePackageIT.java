package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the native package asks of the image that it runs in: glibc 2.34, Lambda's variables, and nothing else. */
class NativePackageIT {

    /** A fresh record has half mapped; each change of what a start runs, until the next record, adds to it. */
    private static final double MOST_MAPPED = 0.55;

    private static final Path CHECK = Path.of("../../tools/native-image/check");
    private static final String PASSWORD = "changeit";
    private static final int NOBODY = 65_534;

    @TempDir
    private Path folder;

    private Path unpacked;

    @BeforeEach
    void unpack() throws Exception {
        Path zip = Path.of("../../target/function.zip");
        assumeTrue(Files.exists(zip), "not built: " + zip);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        unpacked = Files.createDirectory(folder.resolve("task"));
        assertEquals("", run(List.of("unzip", "-q", zip.toString(), "-d", unpacked.toString())));
    }

    @Test
    void needs_glibc_and_what_it_brings_along() throws Exception {
        assertEquals("", run(List.of(CHECK.toString(), unpacked.toString())));
    }

    @Test
    void a_package_without_the_libraries_that_it_loads_is_refused_by_their_names() throws Exception {
        assumeTrue(Files.deleteIfExists(unpacked.resolve("libnet.so")), "this builder's executables load none");
        String refusal = run(List.of(CHECK.toString(), unpacked.toString()));
        assertTrue(refusal.contains("bootstrap loads libnet.so"), refusal);
    }

    @Test
    void starts_from_a_folder_that_it_may_not_write_with_no_variables_but_lambdas() throws Exception {
        try (Stage stage = new Stage(List.of(), Map.of())) {
            String answer = stage.answerTo(
                    "{\"version\":\"2.0\",\"rawPath\":\"/hello\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}");
            assertTrue(answer.startsWith("{\"statusCode\":200"), answer);
        }
    }

    /** The builder's own order has two thirds mapped ({@code StartFirst}). */
    @Test
    void a_start_and_its_first_response_have_little_more_than_half_of_the_code_and_of_the_image_heap_mapped()
            throws Exception {
        try (Stage stage = new Stage(List.of(), Map.of())) {
            stage.answerTo(
                    "{\"version\":\"2.0\",\"rawPath\":\"/hello\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}");
            long size = Files.size(unpacked.resolve("bootstrap")) / 1024;
            long mapped = stage.mappedOfTheExecutable();
            assertTrue(mapped > 0 && mapped < size * MOST_MAPPED, mapped + " kB of " + size + " kB are mapped");
        }
    }

    @Test
    void a_variable_changes_what_was_read_while_it_was_built() throws Exception {
        String warm = "{\"version\":\"2.0\",\"rawPath\":\"/warm\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}";
        try (Stage stage = new Stage(List.of(), Map.of())) {
            String answer = stage.answerTo(warm);
            assertTrue(answer.startsWith("{\"statusCode\":404"), answer);
        }
        Map<String, String> variables =
                Map.of("HEARTH_WARM_EXPOSE", "true", "QUARKUS_LOG_CONSOLE_FORMAT", "changed: %s%n");
        try (Stage stage = new Stage(List.of(), variables)) {
            String answer = stage.answerTo(warm);
            assertTrue(answer.startsWith("{\"statusCode\":200"), answer);
            String stale =
                    stage.answerTo("{\"hearth\":{\"cycle\":{\"target\":1,\"scheduledAt\":\"2020-01-01T00:00:00Z\"}}}");
            assertTrue(stale.contains("stale"), stale);
            assertTrue(stage.written().contains("changed: cycle 1 dropped: stale"), stage.written());
        }
    }

    @Test
    void invokes_through_the_aws_sdk_over_tls() throws Exception {
        Path keys = folder.resolve("keys.p12");
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "lambda",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.toString()));
        List<String> asked = new ArrayList<>();
        HttpsServer lambda = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lambda.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
        lambda.createContext("/2015-03-31/functions/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"));
            exchange.getRequestBody().readAllBytes();
            respond(
                    exchange,
                    200,
                    "{\"id\":\"another\",\"cold\":false,\"arrivedAt\":\"" + Instant.now() + "\",\"billedMs\":1}");
        });
        lambda.start();
        try (Stage stage = new Stage(
                List.of(
                        "-Djavax.net.ssl.trustStore=" + keys,
                        "-Djavax.net.ssl.trustStoreType=PKCS12",
                        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD),
                Map.of(
                        "AWS_ENDPOINT_URL_LAMBDA",
                        "https://localhost:" + lambda.getAddress().getPort()))) {
            String report = stage.answerTo("{\"hearth\":{\"cycle\":{\"target\":2}}}");
            assertTrue(report.contains("\"reached\":2"), report + stage.written());
            assertEquals(List.of("DryRun", "DryRun", "RequestResponse"), asked);
        } finally {
            lambda.stop(0);
        }
    }

    private static SSLContext tls(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** What the command wrote; its words, too, where it failed. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 && !command.getFirst().endsWith("keytool") ? "" : output;
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** A Runtime API of a few lines, and the package's process before it; as nobody where the test is root's, who may write anywhere. */
    private final class Stage implements AutoCloseable {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final Path output = folder.resolve("output");
        private final Process process;

        Stage(List<String> arguments, Map<String, String> variables) throws Exception {
            api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            api.createContext("/2018-06-01/runtime/invocation/", this::serve);
            api.start();
            Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("r-xr-xr-x"));
            List<String> command = new ArrayList<>();
            if (Optional.of("root").equals(ProcessHandle.current().info().user())) {
                command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
            }
            command.add(unpacked.resolve("bootstrap").toString());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(unpacked.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(variables);
            builder.environment()
                    .putAll(Map.of(
                            "AWS_LAMBDA_RUNTIME_API",
                                    "127.0.0.1:" + api.getAddress().getPort(),
                            "_HANDLER", "unused",
                            "AWS_REGION", "us-east-1",
                            "AWS_ACCESS_KEY_ID", "none",
                            "AWS_SECRET_ACCESS_KEY", "none",
                            "AWS_LAMBDA_FUNCTION_NAME", "hearth",
                            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                            "AWS_LAMBDA_LOG_STREAM_NAME", "one",
                            "LAMBDA_TASK_ROOT", unpacked.toString(),
                            "TZ", ":UTC"));
            process = builder.start();
        }

        private void serve(HttpExchange exchange) throws IOException {
            try (InputStream body = exchange.getRequestBody()) {
                String sent = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                if (exchange.getRequestMethod().equals("POST")) {
                    answers.add(sent);
                    respond(exchange, 202, "{\"status\":\"OK\"}");
                    return;
                }
                String event = events.take();
                exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "1");
                exchange.getResponseHeaders()
                        .set("Lambda-Runtime-Deadline-Ms", String.valueOf(System.currentTimeMillis() + 30_000));
                exchange.getResponseHeaders()
                        .set(
                                "Lambda-Runtime-Invoked-Function-Arn",
                                "arn:aws:lambda:us-east-1:123456789012:function:hearth");
                respond(exchange, 200, event);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        String answerTo(String event) throws InterruptedException, IOException {
            events.add(event);
            String answer = answers.poll(120, TimeUnit.SECONDS);
            assertNotEquals(null, answer, "no answer; written: " + written());
            return answer;
        }

        /** Kilobytes of the executable that are in the process's memory. */
        long mappedOfTheExecutable() throws IOException {
            long mapped = 0;
            boolean executable = false;
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps"))) {
                if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                    executable = line.endsWith("/bootstrap");
                } else if (executable && line.startsWith("Rss:")) {
                    mapped += Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
            return mapped;
        }

        String written() throws IOException {
            return Files.readString(output);
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            api.stop(0);
            Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
