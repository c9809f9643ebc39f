package dev.hearth.lab.attack;

import dev.hearth.lab.attack.Wire.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The lab that is attacked: {@code up} in a process of its own, started again after each end. It runs Hearth's function and a
 * script that misbehaves as its events say. Thread-safe; one thread starts and ends it.
 */
final class Victim implements AutoCloseable {

    /** What a function may take; short, so that one that was stopped is given up soon. */
    static final Duration TIMEOUT = Duration.ofSeconds(4);

    /** The most environments of each function that may be busy. */
    static final int RESERVED = 12;

    static final String FUNCTION = "hearth";
    static final String SCRIPT = "script";

    /** Longer than any answer may take: a start, a time-out, a start anew and a time-out once more. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LONGEST_END = Duration.ofSeconds(20);
    private static final int KEPT_LINES = 12;
    private static final int LEAST_PORT = 20_000;
    private static final int MOST_PORT = 32_000;

    /** By which the processes of one life are known. */
    static final String MARK = "ATTACKED_LIFE";

    /**
     * The lab from one start to one end.
     *
     * @param record where it writes what became of invocations and events
     * @param notes where the script writes what it took
     */
    record Life(int number, Process process, String mark, Path record, Path notes, Deque<String> lines) {

        long pid() {
            return process.pid();
        }

        /** Its last words. */
        String said() {
            synchronized (lines) {
                return String.join("\n  ", lines);
            }
        }
    }

    private final List<String> lab;
    private final Path functionPackage;
    private final Path folder;
    private final Path script;
    private final Problems problems;
    private final int httpPort = freePorts();
    private final int apiPort = httpPort + 2;
    private int lives;
    private volatile Optional<Life> life = Optional.empty();

    /**
     * Nothing runs yet.
     *
     * @param lab the command of the lab's program
     * @param folder where it puts what it needs
     */
    Victim(List<String> lab, Path functionPackage, Path folder, Problems problems) throws IOException {
        this.lab = List.copyOf(lab);
        this.functionPackage = functionPackage;
        this.folder = folder;
        this.problems = problems;
        script = Files.createDirectory(folder.resolve("script"));
        Path bootstrap = script.resolve("bootstrap");
        try (var text = Victim.class.getResourceAsStream("bootstrap")) {
            Files.copy(text, bootstrap);
        }
        Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    int httpPort() {
        return httpPort;
    }

    int apiPort() {
        return apiPort;
    }

    int lives() {
        return lives;
    }

    /** Empty while it is down, and from the moment on at which it is told to end. */
    Optional<Life> life() {
        return life;
    }

    /** What comes of a request: a reply, or nothing where the lab went down meanwhile or was down. */
    Optional<Reply> exchange(int port, byte[] request) {
        return whileItLives(() -> Wire.exchange(port, request, PATIENCE));
    }

    /** The same of a request that nothing follows, though it promises more. */
    Optional<Reply> breakOff(int port, byte[] request) {
        return whileItLives(() -> Wire.breakOff(port, request, PATIENCE));
    }

    private Optional<Reply> whileItLives(Supplier<Reply> exchange) {
        Optional<Life> before = life;
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Reply reply = exchange.get();
        return reply instanceof Reply.Answered || life.equals(before) ? Optional.of(reply) : Optional.empty();
    }

    /** Starts it and returns once its doors are open. */
    Life start() throws IOException, InterruptedException {
        lives++;
        String mark = folder.getFileName() + "-" + lives;
        Path record = folder.resolve("record-" + lives);
        Path notes = Files.createFile(folder.resolve("notes-" + lives));
        List<String> command = new ArrayList<>(lab);
        command.addAll(List.of("up", "--function", FUNCTION + "=" + functionPackage));
        command.addAll(List.of("--function", SCRIPT + "=" + script));
        command.addAll(List.of("--http-port", "" + httpPort, "--api-port", "" + apiPort));
        command.add("--no-dashboard");
        command.addAll(List.of("--http", lives % 2 == 0 ? "url" : "api"));
        command.addAll(List.of("--reserved-concurrency", "" + RESERVED, "--timeout", TIMEOUT.toSeconds() + "s"));
        command.addAll(List.of("--memory", "1769", "--target", "3", "--idle", "20s"));
        command.addAll(List.of("--schedule", "rate(1 minute)", "--record", record.toString()));
        command.addAll(List.of("--env", MARK + "=" + mark, "--env", "ATTACK_NOTES=" + notes));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Life started = new Life(lives, process, mark, record, notes, new ArrayDeque<>());
        CountDownLatch open = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> read(started, open));
        if (!open.await(LONGEST_START.toSeconds(), TimeUnit.SECONDS) || !process.isAlive()) {
            process.destroyForcibly();
            throw new IOException("the lab did not start:\n  " + started.said());
        }
        life = Optional.of(started);
        return started;
    }

    /** {@code kill -9}. */
    Life kill() throws InterruptedException {
        Life ended = down();
        ended.process().destroyForcibly();
        ended.process().waitFor();
        return ended;
    }

    /** SIGTERM, as Ctrl-C ends it. */
    Life end() throws InterruptedException {
        Life ended = down();
        // Not process.destroy(), which closes its output too.
        ended.process().toHandle().destroy();
        if (!ended.process().waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
            problems.add("the lab did not end within " + LONGEST_END.toSeconds() + " s of SIGTERM:\n  " + ended.said());
            ended.process().destroyForcibly();
            ended.process().waitFor();
        }
        return ended;
    }

    private Life down() {
        Life ended = life.orElseThrow();
        life = Optional.empty();
        return ended;
    }

    private void read(Life of, CountDownLatch open) {
        try (BufferedReader output = of.process().inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (of.lines()) {
                    of.lines().add(line);
                    if (of.lines().size() > KEPT_LINES) {
                        of.lines().remove();
                    }
                }
                if (line.contains("Invoke API")) {
                    open.countDown();
                }
                if (line.startsWith("\tat ")) {
                    reportTrace(of);
                }
                if (line.chars().anyMatch(Character::isISOControl) && !line.contains("\t")) {
                    problems.add("the lab wrote a control character: " + line.replaceAll("\\p{Cntrl}", "?"));
                }
            }
        } catch (IOException e) {
            // It has ended.
        } finally {
            open.countDown();
        }
    }

    /** Once a life: further lines of it would say the same. */
    private void reportTrace(Life of) {
        String said = of.said();
        if (said.indexOf("\tat ") == said.lastIndexOf("\tat ")) {
            problems.add("the lab wrote a stack trace:\n  " + said);
        }
    }

    /**
     * The first of three free ports, below those that Linux gives to clients: one of theirs would else have a port of the lab's
     * while that is down.
     */
    private static int freePorts() {
        return new Random()
                .ints(LEAST_PORT, MOST_PORT)
                .filter(first -> IntStream.range(first, first + 3).allMatch(Victim::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        life.map(Life::process).ifPresent(Process::destroyForcibly);
    }
}
