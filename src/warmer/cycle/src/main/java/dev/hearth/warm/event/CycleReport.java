package dev.hearth.warm.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What one cycle did. It is the answer of the invocation that was to lead it: one flat JSON object, whose fields are the parts'. */
public sealed interface CycleReport {
    /** What it was to do. */
    Asked asked();

    /** What came of it. */
    Happened happened();

    /**
     * A cycle that was led.
     *
     * @param cost what it cost; absent outside Lambda, where there is no memory size
     * @param stopped why it ended before the target was reached
     * @param problem what went wrong with a child first, where something did
     * @param found why the target is what it is; absent where the cycle was given a number
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @JsonPropertyOrder({"asked", "found", "happened", "cost", "stopped", "problem"})
    record Led(
            @JsonUnwrapped Asked asked,
            @JsonUnwrapped Happened happened,
            @JsonUnwrapped Optional<Cost> cost,
            Optional<String> stopped,
            Optional<String> problem,
            @JsonUnwrapped Optional<Found> found)
            implements CycleReport {}

    /**
     * How a cycle came by its target that was given a range.
     *
     * @param demand the most environments that were busy with users at one moment of the last quarter of an hour, of those it found
     * @param why why that makes this target, in words
     */
    record Found(int demand, String why) {
        public Found {
            requireNonNull(why, "why");
        }
    }

    /**
     * A cycle for which nothing was done.
     *
     * @param why {@code stale} or {@code repeated}
     */
    @JsonPropertyOrder({"asked", "happened", "dropped"})
    record Dropped(@JsonUnwrapped Asked asked, @JsonProperty("dropped") String why) implements CycleReport {
        @Override
        @JsonUnwrapped
        @JsonProperty
        public Happened happened() {
            return Happened.NOTHING;
        }
    }

    /**
     * What a cycle was to do.
     *
     * @param cycleId which one
     * @param target how many environments it was to keep warm, after the cap
     * @param uncapped how many were asked for, where {@code hearth.warm.max-target} capped it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Asked(String cycleId, int target, @JsonProperty("asked") Optional<Long> uncapped) {
        public Asked {
            requireNonNull(cycleId, "cycleId");
            uncapped = uncapped == null ? Optional.empty() : uncapped;
        }
    }

    /**
     * What came of it.
     *
     * @param reached how many distinct environments answered, the leader included
     * @param cold how many of those were started by this cycle
     * @param rounds how many times it invoked the whole target
     * @param window how long the environments of the last round held
     * @param spread how long after the launch of the last round the last environment was reached that was warm already, as were all
     *     that invoked it; cold ones and those behind them tell nothing of the launch, as they arrive after a start
     * @param throttled how many invocations Lambda refused (429)
     * @param failed how many invocations failed otherwise
     */
    record Happened(
            int reached,
            int cold,
            int rounds,
            @JsonProperty("windowMs") @JsonFormat(shape = JsonFormat.Shape.NUMBER, pattern = "MILLIS") Duration window,
            @JsonProperty("spreadMs") @JsonFormat(shape = JsonFormat.Shape.NUMBER, pattern = "MILLIS") Duration spread,
            int throttled,
            int failed) {
        public Happened {
            requireNonNull(window, "windowMs");
            requireNonNull(spread, "spreadMs");
        }

        static final Happened NOTHING = new Happened(0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0);
    }

    /**
     * What it cost.
     *
     * @param billedGbSeconds what AWS bills for its invocations, as far as their environments can tell
     * @param costUsd what that and the requests cost without the free tier, at the price table's first tier
     * @param pricedAs the region whose prices were taken, where the table has none for the function's own
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Cost(BigDecimal billedGbSeconds, BigDecimal costUsd, Optional<String> pricedAs) {
        public Cost {
            requireNonNull(billedGbSeconds, "billedGbSeconds");
            requireNonNull(costUsd, "costUsd");
            pricedAs = pricedAs == null ? Optional.empty() : pricedAs;
        }
    }
}
