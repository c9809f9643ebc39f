package dev.hearth.lab.peers;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What one cycle of one strategy did.
 *
 * @param turn which cycle of its environments it was, from 1
 * @param counted whether it counts: the first of a full pool does not
 * @param before environments that there were
 * @param reached environments of the function that got an event of the strategy, by the lab's own count
 * @param claimed how many it says it has reached, where it says so
 * @param invocations of the strategy, all its functions together
 * @param gbSeconds that they are billed, by their REPORT lines
 * @param initGbSeconds how much of that is for starts
 * @param took from the schedule's event to the end of the last invocation
 * @param lost invocations that were throttled or events that were dropped
 * @param during how long users waited, who came one after another meanwhile
 * @param coldDuring how many of them met a cold start
 * @param after how long users waited, as many at once as environments are to be kept, once all was over
 * @param coldAfter how many of them met a cold start
 * @param failed users who got no answer
 */
public record Measurement(
        String strategy,
        int target,
        Pool pool,
        Routing routing,
        int turn,
        boolean counted,
        int before,
        int reached,
        OptionalInt claimed,
        int invocations,
        double gbSeconds,
        double initGbSeconds,
        @JsonProperty("tookMs") Duration took,
        int lost,
        @JsonProperty("duringMs") List<Duration> during,
        int coldDuring,
        @JsonProperty("afterMs") List<Duration> after,
        int coldAfter,
        int failed) {

    public Measurement {
        during = List.copyOf(during);
        after = List.copyOf(after);
    }
}
