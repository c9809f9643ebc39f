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

    /**
     * What can be carried out.
     *
     * @throws BadSetting where a value is none that a cycle could end well with
     */
    public Rules {
        whole("max-target", maxTarget);
        whole("fan-out", fanOut);
        whole("rounds", rounds);
        positive("min-window", minWindow);
        positive("max-window", maxWindow);
        atLeast("max-window", maxWindow, "hearth.warm.min-window, " + said(minWindow), minWindow);
        positive("max-age", maxAge);
        atLeast("reserve", reserve, said(Duration.ZERO), Duration.ZERO);
    }

    private static void whole(String name, int value) {
        if (value < 1) {
            throw BadSetting.of(name, "1 or more", Integer.toString(value));
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw BadSetting.of(name, "longer than 0 ms", said(value));
        }
    }

    private static void atLeast(String name, Duration value, String least, Duration atLeast) {
        if (value.compareTo(atLeast) < 0) {
            throw BadSetting.of(name, "at least " + least, said(value));
        }
    }

    private static String said(Duration duration) {
        return duration.toMillis() + " ms";
    }

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
                        share == 1 ? Optional.empty() : Optional.of(answerBy),
                        parent.together()))
                .toList();
    }
}
