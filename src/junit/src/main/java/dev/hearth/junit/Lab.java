package dev.hearth.junit;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The lab's process. It ends with its standard input, so also when this JVM is killed. Thread-safe. */
final class Lab implements AutoCloseable {

    /** What the lab needs; the tests themselves may run on an older one. */
    private static final int JAVA = 25;

    private static final String JAVA_HOME = "HEARTH_JAVA_HOME";
    private static final int LOG_LINES = 200;
    private static final long END_SECONDS = 10;

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private final Deque<String> log = new ArrayDeque<>();
    private final Thread logger;
    private final int httpPort;
    private final int apiPort;

    /**
     * Starts it and waits until it is ready.
     *
     * @param options of the lab's command {@code host}
     * @throws IOException if it is not, with what it said
     */
    Lab(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(System.getenv(JAVA_HOME)).toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx240m",
                "-jar",
                LabFiles.unpacked().resolve("quarkus-app/quarkus-run.jar").toString(),
                "host"));
        command.addAll(options);
        process = new ProcessBuilder(command).start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        logger = Thread.ofPlatform().daemon().name("hearth-log").start(this::keepLog);
        String[] ready = Optional.ofNullable(answers.readLine()).orElse("").split(" ", -1);
        if (ready.length != 3 || !ready[0].equals("ready")) {
            close();
            throw new IOException("the local Lambda did not start: " + String.join("\n", log()));
        }
        httpPort = Integer.parseInt(ready[1]);
        apiPort = Integer.parseInt(ready[2]);
    }

    private static Path java(String named) throws IOException {
        if (named != null) {
            return Path.of(named, "bin", "java");
        }
        if (Runtime.version().feature() < JAVA) {
            throw new IOException("the local Lambda needs a JDK " + JAVA + ", and this test runs on "
                    + Runtime.version().feature() + ": name one by the variable " + JAVA_HOME);
        }
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    int httpPort() {
        return httpPort;
    }

    int apiPort() {
        return apiPort;
    }

    /** Asks a question; the lines of its answer. */
    synchronized List<String> ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        List<String> lines = new ArrayList<>();
        for (String line = answers.readLine(); !".".equals(line); line = answers.readLine()) {
            if (line == null) {
                throw new IOException("the local Lambda has ended: " + String.join("\n", log()));
            }
            lines.add(line);
        }
        return lines;
    }

    List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    private void keepLog() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.add(line);
                    if (log.size() > LOG_LINES) {
                        log.remove();
                    }
                }
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    /** Ends it and waits until it has. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended by itself.
        }
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            logger.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
