package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @TempDir
    Path folder;

    @Test
    void what_is_written_is_read_again() {
        Run run = Runs.of(1, 3, Map.of("native", new double[] {10, 1}, "jvm", new double[] {1200, 160}), 512, 1769);
        Path file = folder.resolve("runs/run.json");
        RunFile.write(run, file);
        assertEquals(run, RunFile.read(file));
    }

    @Test
    void a_run_on_aws_is_read_again_though_much_is_unknown_there() {
        Run run = new Run(
                Run.FORMAT,
                Instant.parse("2026-11-23T18:00:00Z"),
                new Place.Aws("us-east-1", "hello", "provided.al2023", "x86_64"),
                "abc",
                3,
                Optional.empty(),
                List.of(new Artifact("hello", "hello", "deployed", 15, Optional.empty())),
                List.of(new Sample(
                        new Cell("hello", new MemorySize(512)),
                        PageCache.UNKNOWN,
                        Duration.ofNanos(123_450_000),
                        Duration.ofNanos(1_230_000),
                        Duration.ofNanos(1_000_000),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new FilesRead(3, 1_234, 21)),
                        40 << 20)),
                List.of(new FailedStart(
                        new Cell("hello", new MemorySize(128)), PageCache.WARM, "Runtime.ExitError", "died")),
                false);
        Path file = folder.resolve("run.json");
        RunFile.write(run, file);
        assertEquals(run, RunFile.read(file));
    }

    @Test
    void names_carry_their_units_and_a_sample_takes_one_line() throws Exception {
        String json = Json.lines(
                Runs.run(1, List.of("native"), List.of(Runs.sample("native", 512, PageCache.COLD, 12.5, 0.75))));
        assertTrue(
                json.contains(
                        "{\"package\":\"native\",\"memoryMb\":512,\"pageCache\":\"COLD\",\"initMs\":12.5,\"firstResponseMs\":0.75,\"secondResponseMs\":0.375,\"initUsage\":{\"cpuMs\":18.75,"),
                json);
    }

    @Test
    void a_file_of_another_format_is_refused_with_what_to_do() throws Exception {
        assertEquals(
                folder.resolve("a.json") + ": it has format 7, this program reads format 1: measure anew",
                refusal("{\"format\": 7}"));
    }

    @Test
    void something_else_is_refused_by_the_name_of_what_is_missing() throws Exception {
        assertTrue(refusal("{\"format\": 1}").contains("holds no run of this benchmark"), refusal("{\"format\": 1}"));
        assertTrue(refusal("[]").contains("holds no run of this benchmark"));
        assertTrue(refusal("no JSON").contains("line 1"), refusal("no JSON"));
    }

    @Test
    void a_missing_file_is_named() {
        Path missing = folder.resolve("missing.json");
        assertTrue(assertThrows(Refusal.class, () -> RunFile.read(missing))
                .getMessage()
                .contains("missing.json"));
    }

    private String refusal(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("a.json"), content);
        return assertThrows(Refusal.class, () -> RunFile.read(file)).getMessage();
    }
}
