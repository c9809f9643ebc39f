package dev.hearth.lab.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TraceHeaderTest {

    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final String HELLO = "arn:aws:lambda:us-east-1:000000000000:function:hello";
    private static final String OTHER = "arn:aws:lambda:us-east-1:000000000000:function:other";

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void a_caller_without_a_trace_gets_a_new_one_that_is_not_sampled() {
        String header = next(Optional.empty(), HELLO).orElseThrow();

        assertTrue(
                header.matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=[0-9a-f]{8}:1"),
                header);
        assertTrue(header.startsWith("Root=1-%08x-".formatted(NOW.getEpochSecond())), header);
    }

    @Test
    void a_callers_trace_is_kept() {
        String trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

        assertTrue(next(Optional.of(trace), HELLO).orElseThrow().startsWith(trace + ";Lineage="));
    }

    @Test
    void a_trace_without_parent_or_decision_is_completed() {
        String header = next(Optional.of("Root=1-5759e988-bd862e3fe1be46a994272793"), HELLO)
                .orElseThrow();

        assertTrue(
                header.matches("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=0;Lineage=.*"),
                header);
    }

    @Test
    void garbage_is_no_trace() {
        assertTrue(next(Optional.of(";;=;Lineage=x;what"), HELLO).orElseThrow().startsWith("Root=1-"));
    }

    @Test
    void a_chain_may_invoke_a_function_sixteen_times() {
        Optional<String> header = Optional.empty();
        for (int n = 1; n <= 16; n++) {
            header = next(header, HELLO);
            assertTrue(header.isPresent(), "invocation " + n);
        }

        assertEquals(Optional.empty(), next(header, HELLO));
    }

    @Test
    void a_chain_over_two_functions_is_counted_for_each() {
        Optional<String> header = Optional.empty();
        for (int n = 1; n <= 16; n++) {
            header = next(next(header, HELLO), OTHER);
            assertTrue(header.isPresent(), "invocation " + n);
        }

        assertEquals(Optional.empty(), next(header, OTHER));
        assertEquals(Optional.empty(), next(header, HELLO));
    }

    private Optional<String> next(Optional<String> caller, String functionArn) {
        return TraceHeader.of(caller, functionArn, NOW, random);
    }
}
