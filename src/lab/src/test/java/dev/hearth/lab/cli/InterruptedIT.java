package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ctrl-C and SIGTERM at any moment of a start and of cycles that run. */
class InterruptedIT {

    private static final int TIMES = 9;
    private static final long SEED = 21;
    private static final int LONGEST_START_MILLIS = 3_000;
    private static final int LONGEST_CYCLES_MILLIS = 1_500;

    @TempDir
    Path folder;

    /** Of three, one is ended while it starts and two while cycles run. */
    static Stream<Arguments> moments() {
        Random random = new Random(SEED);
        return IntStream.range(0, TIMES).mapToObj(time -> {
            boolean starting = time % 3 == 0;
            return Arguments.of(
                    random.nextBoolean() ? "INT" : "TERM",
                    starting,
                    random.nextInt(starting ? LONGEST_START_MILLIS : LONGEST_CYCLES_MILLIS));
        });
    }

    @ParameterizedTest(name = "SIG{0}, while it starts: {1}, after {2} ms")
    @MethodSource("moments")
    void ends_without_a_trace_and_leaves_nothing(String signal, boolean starting, int millis) throws Exception {
        String source = RunningLab.functionPackage().toString();
        try (RunningLab lab = RunningLab.up("--package", source, "--target", "10")) {
            Thread cycles = Thread.ofVirtual().unstarted(() -> cycles(lab));
            if (!starting) {
                lab.await(line -> line.contains("  cold start  "));
                cycles.start();
            }
            lab.handle()
                    .onExit()
                    .completeOnTimeout(lab.handle(), millis, TimeUnit.MILLISECONDS)
                    .join();
            List<ProcessHandle> environments = lab.handle().descendants().toList();
            new ProcessBuilder("kill", "-" + signal, String.valueOf(lab.pid()))
                    .start()
                    .waitFor();

            int exit = lab.awaitExit();
            cycles.interrupt();
            String text = lab.text();
            assertAll(
                    () -> assertEquals(signal.equals("INT") ? 130 : 143, exit, text),
                    () -> assertFalse(text.contains("\tat "), text),
                    () -> assertFalse(text.contains("ERROR"), text),
                    () -> assertTrue(environments.stream().noneMatch(ProcessHandle::isAlive), "processes are left"),
                    () -> assertEquals(List.of(), lab.leftBehind(Path.of(System.getProperty("java.io.tmpdir")), 1)),
                    () -> assertEquals(List.of(), lab.leftBehind(Path.of("/sys/fs/cgroup"), 4)));
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, 0", "TERM, 143, 200"})
    void a_soak_has_what_is_under_way_answered_and_says_what_became_of_all(String signal, int code, int millis)
            throws Exception {
        Path figures = folder.resolve("figures.json");
        Path problems = folder.resolve("problems");
        Process soak = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "soak",
                        "--package",
                        RunningLab.functionPackage().toString(),
                        "--requests",
                        "1000000000")
                .redirectOutput(figures.toFile())
                .redirectError(problems.toFile())
                .start();
        try {
            // An environment that has a process was started by a soak that has begun.
            while (soak.descendants().findAny().isEmpty()) {
                assertFalse(soak.waitFor(50, TimeUnit.MILLISECONDS), () -> text(problems));
            }
            boolean ignored = soak.waitFor(millis, TimeUnit.MILLISECONDS);
            List<ProcessHandle> environments = soak.descendants().toList();
            new ProcessBuilder("kill", "-" + signal, String.valueOf(soak.pid()))
                    .start()
                    .waitFor();

            assertEquals(code, soak.waitFor(), () -> text(problems));
            JsonNode seen = new ObjectMapper().readTree(figures.toFile());
            assertAll(
                    () -> assertEquals(seen.path("sent"), seen.path("answered"), seen::toString),
                    () -> assertEquals("[]", seen.path("problems").toString()),
                    () -> assertFalse(text(problems).contains("\tat "), text(problems)),
                    () -> assertFalse(text(problems).contains("hearth: "), text(problems)),
                    () -> assertTrue(environments.stream().noneMatch(ProcessHandle::isAlive), "processes are left"));
        } finally {
            soak.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One after the other, until nobody answers any more. */
    private static void cycles(RunningLab lab) {
        try {
            while (true) {
                lab.cycle(10);
            }
        } catch (Exception e) {
            // it has ended
        }
    }
}
