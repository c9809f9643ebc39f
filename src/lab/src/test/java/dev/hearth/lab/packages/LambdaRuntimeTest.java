package dev.hearth.lab.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.packages.LambdaRuntime.ManagedJava;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LambdaRuntimeTest {

    private final ManagedJava java = new ManagedJava(
            Path.of("/jdk/bin/java"), List.of(Path.of("/a.jar"), Path.of("/b.jar")), Path.of("/lib.so"), "H::handle");

    @Test
    void the_heap_is_as_large_as_on_aws() {
        assertEquals(445_645, ManagedJava.heapKilobytes(new MemorySize(512)));
        assertEquals(2_834_432, ManagedJava.heapKilobytes(new MemorySize(3008)));
    }

    @Test
    void the_managed_runtime_starts_awss_client_with_the_handler() {
        List<String> command = java.command(new MemorySize(512), Initialization.ON_DEMAND);

        assertEquals("/jdk/bin/java", command.getFirst());
        assertTrue(
                command.containsAll(List.of("-XX:MaxHeapSize=445645k", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")));
        assertEquals(
                List.of(
                        "-classpath",
                        "/a.jar:/b.jar",
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        "H::handle"),
                command.subList(command.size() - 4, command.size()));
    }

    @Test
    void the_second_compiler_works_where_starts_are_not_on_demand() {
        assertFalse(java.command(new MemorySize(512), Initialization.PROVISIONED_CONCURRENCY)
                .contains("-XX:TieredStopAtLevel=1"));
    }
}
