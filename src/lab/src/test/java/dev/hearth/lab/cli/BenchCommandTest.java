package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.bench.RunFile;
import dev.hearth.lab.bench.Runs;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusMainTest
class BenchCommandTest {

    @Test
    void lists_are_options_and_a_missing_run_is_named(QuarkusMainLauncher launcher) {
        refused(
                launcher,
                "cannot read /nowhere/run.json",
                "--from=/nowhere/run.json",
                "--package=floor,jvm",
                "--memory=512,1769");
    }

    @Test
    void options_of_the_local_lambda_are_refused_for_a_deployed_function(QuarkusMainLauncher launcher) {
        refused(launcher, "are for the local Lambda, not for --aws", "--aws=hello", "--no-boost");
    }

    @Test
    void an_unknown_package_is_refused_with_those_that_there_are(QuarkusMainLauncher launcher) {
        refused(launcher, "it has floor, native, jvm-aot, jvm", "--package=graal");
    }

    @Test
    void an_impossible_memory_size_is_refused(QuarkusMainLauncher launcher) {
        refused(launcher, "memory size must be 128 to 10240 MB", "--memory=64");
    }

    @Test
    void no_start_at_all_is_refused(QuarkusMainLauncher launcher) {
        refused(launcher, "--n must be at least 1, not 0", "--n=0");
    }

    @Test
    void a_budget_that_is_exceeded_beyond_noise_ends_it_with_1_and_a_kept_one_does_not(
            QuarkusMainLauncher launcher, @TempDir Path folder) {
        Path run = folder.resolve("run.json");
        RunFile.write(Runs.of(1, 60, Map.of("native", new double[] {20, 2}, "jvm", new double[] {900, 90}), 1769), run);
        LaunchResult kept = fromStored(launcher, run, "start+first p90 <= 60ms", "first median <= 60ms");
        assertEquals(0, kept.exitCode(), kept.getErrorOutput());
        LaunchResult broken = fromStored(launcher, run, "start+first p90 <= 60ms", "start median <= 10ms");
        assertEquals(1, broken.exitCode(), broken.getErrorOutput());
        assertTrue(
                broken.getOutput().contains("start median <= 10ms  exceeded: native at 1,769 MB, "),
                broken.getOutput());
        assertTrue(
                broken.getOutput().contains("start+first p90 <= 60ms  kept: native at 1,769 MB, "), broken.getOutput());
    }

    @Test
    void what_is_no_budget_is_refused_with_how_to_write_one(QuarkusMainLauncher launcher) {
        refused(launcher, "as in 'start+first p90 <= 60ms'", "--budget=fast");
    }

    private static LaunchResult fromStored(QuarkusMainLauncher launcher, Path run, String first, String second) {
        return launcher.launch(
                "bench", "--from=" + run, "--output=" + run.getParent(), "--budget", first, "--budget", second);
    }

    private static void refused(QuarkusMainLauncher launcher, String message, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "bench";
        System.arraycopy(options, 0, arguments, 1, options.length);
        LaunchResult result = launcher.launch(arguments);
        assertEquals(2, result.exitCode(), result.getErrorOutput());
        assertTrue(result.getErrorOutput().contains(message), result.getErrorOutput());
    }
}
