package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import org.junit.jupiter.api.Test;

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

    private static void refused(QuarkusMainLauncher launcher, String message, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "bench";
        System.arraycopy(options, 0, arguments, 1, options.length);
        LaunchResult result = launcher.launch(arguments);
        assertEquals(2, result.exitCode(), result.getErrorOutput());
        assertTrue(result.getErrorOutput().contains(message), result.getErrorOutput());
    }
}
