package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.Found;
import dev.hearth.lab.cloud.Warming;
import dev.hearth.warm.event.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The lab as a user runs it: the built jar in a process of its own, on free ports. */
final class RunningLab implements AutoCloseable {

    /** Long enough for a JVM package on a busy machine with two cores. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(20_000 + new Random().nextInt(8_000));

    final int httpPort = freePort();
    final int apiPort = freePort();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> output = new ArrayList<>();
    private final Process process;
    private final Thread reader;

    private RunningLab(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString(), "up"));
        addPort(command, "--http-port", httpPort, arguments);
        addPort(command, "--api-port", apiPort, arguments);
        if (!arguments.contains("--dashboard-port")) {
            command.add("--no-dashboard");
        }
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = Thread.ofVirtual().start(this::read);
    }

    private static void addPort(List<String> command, String option, int port, List<String> arguments) {
        if (!arguments.contains(option)) {
            command.addAll(List.of(option, String.valueOf(port)));
        }
    }

    /** Runs {@code up} on free ports, unless the arguments name others. */
    static RunningLab up(String... arguments) throws IOException {
        return new RunningLab(List.of(arguments));
    }

    /** Runs {@code up} with the function's own package and waits until it is warm for the first time. */
    static RunningLab warm(String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("--package", functionPackage().toString()));
        all.addAll(List.of(arguments));
        RunningLab lab = new RunningLab(all);
        lab.await(line -> line.contains("  cycle  "));
        return lab;
    }

    /** The native package where it was built, else the JVM's. */
    static Path functionPackage() {
        String given = System.getProperty("hearth.package", "");
        Path found = Stream.of(given, "../../target/function.zip", "../../target/jvm/function.zip")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(found != null, "no function package was built: run ./hearth test");
        return found;
    }

    static boolean isNative() {
        return !functionPackage().toString().contains("jvm");
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    List<String> output() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    String text() {
        return String.join("\n", output());
    }

    /** Waits for a line of output. */
    String await(Predicate<String> wanted) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        synchronized (output) {
            int seen = 0;
            while (true) {
                for (; seen < output.size(); seen++) {
                    if (wanted.test(output.get(seen))) {
                        return output.get(seen);
                    }
                }
                long left = Duration.between(Instant.now(), end).toMillis();
                if (left <= 0 || (!process.isAlive() && seen == output.size())) {
                    return fail("the lab did not say what was awaited, but:\n" + String.join("\n", output));
                }
                output.wait(Math.min(left, 200));
            }
        }
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            return fail("the lab did not end:\n" + text());
        }
        reader.join();
        return process.exitValue();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                        .timeout(PATIENCE)
                        .build(),
                BodyHandlers.ofString());
    }

    /** Invokes the function through the Invoke API. */
    HttpResponse<String> invoke(byte[] event) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(api("invocations"))
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofByteArray(event))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode cycle(int target) throws IOException, InterruptedException {
        HttpResponse<String> response = invoke(Warming.cycle(Target.of(target)).getBytes(StandardCharsets.UTF_8));
        return JSON.readTree(response.body());
    }

    /** Gives the function another time-out, upon which every idle environment is ended: the pool is empty. */
    void emptyPool(int timeoutSeconds) throws IOException, InterruptedException {
        configure("{\"Timeout\":" + timeoutSeconds + "}");
    }

    /** Changes the function's settings, as {@code UpdateFunctionConfiguration} takes them. */
    void configure(String settings) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(api("configuration").toString()))
                        .PUT(BodyPublishers.ofString(settings))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            fail("the function could not be configured: " + response.body());
        }
    }

    private URI api(String operation) {
        return URI.create("http://127.0.0.1:" + apiPort + "/2015-03-31/functions/hearth/" + operation);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null) {
                synchronized (output) {
                    output.add(line);
                    output.notifyAll();
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    /** Below those that Linux gives to clients, which may come between this and whoever takes it. */
    static int freePort() {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket _ = new ServerSocket(port)) {
                return port;
            } catch (IOException e) {
                // somebody has it
            }
        }
    }

    /** What of it is still in a folder, or as far below it as that. */
    List<Path> leftBehind(Path folder, int depth) throws IOException {
        return Found.named(folder, depth, name -> name.startsWith("hearth-lab-" + pid() + "-"));
    }

    /** Asks the lab to end, as Ctrl-C does, and waits until it has. */
    void end() throws InterruptedException {
        // Not process.destroy(), which closes its output too, and with it the last lines.
        handle().destroy();
        awaitExit();
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        if (process.onExit()
                .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                .join()
                .isAlive()) {
            process.destroyForcibly();
        }
    }
}
