package dev.hearth.lab.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One cold start of a fresh environment, and the two invocations that followed.
 *
 * @param init from the start of its process to its first request for an invocation
 * @param firstResponse from the hand-over of its first invocation to the answer
 * @param secondResponse the same of its second invocation
 * @param initUsage what init used, where it can be known
 * @param firstResponseUsage what the first invocation used, where it can be known
 * @param filesRead what it read of its package up to the first response, where its files were not in memory before
 * @param peakMemoryBytes the most memory that it held up to the end of the second invocation
 * @param extensions what each of its extensions had of it, where it has any
 */
public record Sample(
        @JsonUnwrapped Cell variant,
        PageCache pageCache,
        @JsonProperty("initMs") Duration init,
        @JsonProperty("firstResponseMs") Duration firstResponse,
        @JsonProperty("secondResponseMs") Duration secondResponse,
        Optional<PhaseUsage> initUsage,
        Optional<PhaseUsage> firstResponseUsage,
        Optional<FilesRead> filesRead,
        long peakMemoryBytes,
        Optional<List<ExtensionShare>> extensions) {

    /** Without extensions. */
    public Sample(
            Cell variant,
            PageCache pageCache,
            Duration init,
            Duration firstResponse,
            Duration secondResponse,
            Optional<PhaseUsage> initUsage,
            Optional<PhaseUsage> firstResponseUsage,
            Optional<FilesRead> filesRead,
            long peakMemoryBytes) {
        this(
                variant,
                pageCache,
                init,
                firstResponse,
                secondResponse,
                initUsage,
                firstResponseUsage,
                filesRead,
                peakMemoryBytes,
                Optional.empty());
    }

    /** What a user waits for, of what is measured here: init and the first response. */
    public Duration coldStart() {
        return init.plus(firstResponse);
    }
}
