package dev.hearth.lab.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** Where a run was measured, as far as it bears on the figures. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Place.Local.class, name = "local"),
    @JsonSubTypes.Type(value = Place.Aws.class, name = "aws")
})
public sealed interface Place {

    /** Whether figures from there may be set beside figures from here. */
    boolean comparableWith(Place other);

    /**
     * The local Lambda.
     *
     * @param limits by what memory and CPU were limited, or that they were not
     * @param boosted whether init ran with all the CPU there is, as on AWS
     * @param readAheadKib how much Linux reads of a file at once, at the most, from the disk that the packages are on; empty where
     *     it does not tell
     * @param otherWork the share of the machine's processors that others were using meanwhile, 0 to 1
     */
    record Local(
            String processor,
            int cores,
            @JsonProperty("memoryMb") long memoryMegabytes,
            String kernel,
            String jdk,
            String limits,
            boolean boosted,
            Optional<Long> readAheadKib,
            double otherWork)
            implements Place {

        @Override
        public boolean comparableWith(Place other) {
            return other instanceof Local local
                    && processor.equals(local.processor)
                    && cores == local.cores
                    && limits.equals(local.limits)
                    && boosted == local.boosted;
        }
    }

    /** A deployed function. */
    record Aws(String region, String function, String runtime, String architecture) implements Place {

        @Override
        public boolean comparableWith(Place other) {
            return other instanceof Aws aws && region.equals(aws.region) && architecture.equals(aws.architecture);
        }
    }
}
