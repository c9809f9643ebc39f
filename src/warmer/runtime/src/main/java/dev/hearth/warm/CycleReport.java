package dev.hearth.warm;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * What one cycle did. It is the answer of the invocation that led it.
 *
 * @param cycleId which one
 * @param target how many environments it was to keep warm, after the cap
 * @param asked how many were asked for, where {@code hearth.warm.max-target} capped it
 * @param reached how many distinct environments answered, the leader included
 * @param cold how many of those were started by this cycle
 * @param rounds how many times it invoked the whole target
 * @param window how long the environments of the last round held
 * @param spread how long after the launch of the last round the last environment that was warm already was reached; cold ones
 *     tell nothing of the launch, as they arrive after their own start
 * @param throttled how many invocations Lambda refused (429)
 * @param failed how many invocations failed otherwise
 * @param billedGbSeconds what AWS bills for the environments that answered; absent outside Lambda, where there is no memory size
 * @param costUsd what that and the requests cost without the free tier, at the price table's first tier
 * @param pricedAs the region whose prices were taken, where the table has none for the function's own
 * @param dropped why nothing was done: {@code stale} or {@code repeated}
 * @param stopped why it ended before the target was reached
 * @param problem what went wrong with a child first, where something did
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CycleReport(
        String cycleId,
        int target,
        Optional<Long> asked,
        int reached,
        int cold,
        int rounds,
        @JsonProperty("windowMs") @JsonFormat(shape = JsonFormat.Shape.NUMBER, pattern = "MILLIS") Duration window,
        @JsonProperty("spreadMs") @JsonFormat(shape = JsonFormat.Shape.NUMBER, pattern = "MILLIS") Duration spread,
        int throttled,
        int failed,
        Optional<BigDecimal> billedGbSeconds,
        Optional<BigDecimal> costUsd,
        Optional<String> pricedAs,
        Optional<String> dropped,
        Optional<String> stopped,
        Optional<String> problem) {

    static CycleReport dropped(String cycleId, int target, String why) {
        return new CycleReport(
                cycleId,
                target,
                Optional.empty(),
                0,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(why),
                Optional.empty(),
                Optional.empty());
    }
}
