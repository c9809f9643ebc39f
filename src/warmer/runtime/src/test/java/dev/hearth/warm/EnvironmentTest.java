package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.cost.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private final FakeClock clock = new FakeClock();

    private static Environment outsideLambda(InstantSource clock) {
        return new Environment(Deployment.of(Map.of(), "amd64"), clock);
    }

    @Test
    void only_the_first_invocation_is_cold() {
        Environment environment = outsideLambda(clock);
        assertTrue(environment.arrive().cold());
        assertTrue(environment.servesCold());
        assertFalse(environment.arrive().cold());
        assertFalse(environment.servesCold());
    }

    @Test
    void what_provisioned_concurrency_started_is_never_cold() {
        Environment environment = new Environment(
                Deployment.of(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency"), "amd64"), clock);
        assertFalse(environment.arrive().cold());
        assertFalse(environment.servesCold());
    }

    @Test
    void its_id_is_its_log_streams_name() {
        String stream = "2026/11/23/[7]0123456789abcdef";
        Environment environment =
                new Environment(Deployment.of(Map.of("AWS_LAMBDA_LOG_STREAM_NAME", stream), "amd64"), clock);
        assertEquals(stream, environment.id());
    }

    @Test
    void without_a_log_stream_its_id_is_its_own_and_stays() {
        Environment one = outsideLambda(clock);
        assertEquals(one.id(), one.id());
        assertNotEquals(one.id(), outsideLambda(clock).id());
    }

    @Test
    void it_is_ready_when_it_has_primed_itself() {
        Environment environment = outsideLambda(clock);
        clock.advance(Duration.ofMillis(40));
        environment.primed();
        assertEquals(clock.instant(), environment.readyAt());
    }

    @Test
    void its_start_is_no_longer_than_the_process_has_run() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "Linux tells");
        Duration start = outsideLambda(InstantSource.system()).start();
        assertTrue(start.isPositive(), start::toString);
        Duration run = Duration.between(
                ProcessHandle.current().info().startInstant().orElseThrow(),
                InstantSource.system().instant());
        assertTrue(start.compareTo(run.plusSeconds(2)) < 0, start + " of " + run);
    }

    @Test
    void the_deployment_is_what_lambdas_variables_say() {
        assertEquals(
                new Deployment(
                        Optional.of("hearth"),
                        Optional.of("ap-northeast-2"),
                        Optional.of(512),
                        Optional.of("stream"),
                        true,
                        Architecture.ARM64),
                Deployment.of(
                        Map.of(
                                "AWS_LAMBDA_FUNCTION_NAME", "hearth",
                                "AWS_REGION", "ap-northeast-2",
                                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                                "AWS_LAMBDA_LOG_STREAM_NAME", "stream",
                                "AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency"),
                        "aarch64"));
    }
}
