package dev.hearth.warm.cycle;

import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment sets for its cycles; {@code hearth.warm.*} says what each is for.
 *
 * @param maxTarget the most environments that a cycle keeps warm
 * @param fanOut how many others one environment invokes before it hands on a share
 * @param minWindow the shortest time that a round holds
 * @param maxWindow the longest
 * @param rounds the most rounds of a cycle
 * @param maxAge how long after it was due a cycle is still led
 * @param reserve what is kept back of the function's time-out
 */
public record Rules(
        int maxTarget,
        int fanOut,
        Duration minWindow,
        Duration maxWindow,
        int rounds,
        Duration maxAge,
        Duration reserve) {

    Windows windows() {
        return new Windows(minWindow, maxWindow);
    }

    /** The children of one who answers for {@code parent.share()} environments. */
    List<WarmEvent.Hold> children(WarmEvent.Hold parent, Instant answerBy) {
        return Fanout.shares(parent.share(), fanOut, parent.depth()).stream()
                .map(share -> new WarmEvent.Hold(
                        parent.cycleId(),
                        parent.until(),
                        share,
                        parent.depth() + 1,
                        share == 1 ? Optional.empty() : Optional.of(answerBy)))
                .toList();
    }
}
