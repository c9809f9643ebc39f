package dev.hearth.lab.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.MemorySize;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessFiguresTest {

    @Test
    void reads_the_fields_behind_a_name_with_spaces_and_brackets() {
        String stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 100 20 3 4 50 6 7 8 20 0 1 0 100 0 0";

        assertEquals(new ProcessFigures(Duration.ofMillis(710), 120, 7), ProcessFigures.parse(stat));
    }

    @Test
    void reads_the_peak_of_memory() {
        assertEquals(
                Optional.of(12_708L * 1024),
                ProcessFigures.parsePeakMemory("VmSize:\t  100 kB\nVmHWM:\t   12708 kB\nVmRSS:\t 1 kB\n"));
        assertEquals(Optional.empty(), ProcessFigures.parsePeakMemory("Name:\tkthread\n"));
    }

    @Test
    void a_process_that_is_gone_has_no_figures() {
        assertEquals(ProcessFigures.NONE, ProcessFigures.of(4_194_999));
        assertEquals(Optional.empty(), ProcessFigures.peakMemory(4_194_999));
    }

    @Test
    void a_family_is_a_process_and_its_children() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 100 & sleep 100").start();
        try {
            while (ProcessFigures.family(parent.pid()).size() < 3) {
                Thread.onSpinWait();
            }
            assertTrue(ProcessFigures.family(parent.pid()).contains(parent.pid()));
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    @Test
    void no_more_memory_is_reported_than_the_function_has() {
        MemorySize limit = new MemorySize(256);

        assertEquals(180, ProcessFigures.used(180L * 1024 * 1024, limit));
        assertEquals(181, ProcessFigures.used(180L * 1024 * 1024 + 1, limit));
        assertEquals(256, ProcessFigures.used(2_314L * 1024 * 1024, limit));
    }
}
