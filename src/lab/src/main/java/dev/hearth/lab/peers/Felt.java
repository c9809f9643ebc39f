package dev.hearth.lab.peers;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hearth.lab.bench.Json;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What users felt of warm cycles, as it is stored: a steady load, in turns with a cycle a second and without any.
 *
 * @param how in words, what was measured and by which command
 * @param machine where, in words
 */
public record Felt(
        LocalDate measuredOn,
        String how,
        String machine,
        String commit,
        @JsonProperty("memoryMb") MemorySize memory,
        int environments,
        List<Situation> situations) {

    /**
     * One way to choose an environment, and a limit.
     *
     * @param reserved the function's reserved concurrency, where it has one
     * @param cycles how many were led
     * @param reachedAll how many of them reached each environment
     */
    public record Situation(
            Routing routing, Optional<Integer> reserved, int cycles, int reachedAll, List<Request> requests) {

        public Situation {
            requests = List.copyOf(requests);
        }
    }

    /**
     * One user's.
     *
     * @param when it came
     * @param took until its answer was there
     * @param cold whether it waited for a start
     * @param failed whether it got no answer of the function
     */
    public record Request(When when, @JsonProperty("ms") Duration took, boolean cold, boolean failed) {}

    /** What went on meanwhile. */
    public enum When {
        WITHOUT_CYCLES,
        BETWEEN_CYCLES,
        DURING_A_CYCLE
    }

    public Felt {
        situations = List.copyOf(situations);
    }

    public void write(Path file) {
        Json.write(this, file);
    }
}
