package dev.hearth.lab.advice;

import dev.hearth.lab.simulation.Tally;
import dev.hearth.lab.stats.Interval;
import java.util.List;
import java.util.Optional;

/**
 * How a strategy did on days that it was not fitted to, in the worst of the worlds.
 *
 * @param name what it is
 * @param kept what it keeps from now on, fitted to all days; empty for one that cannot be had
 * @param days what happened on each of the days
 * @param coldPerThousand users' cold starts in 1,000 requests
 * @param interval where that lies with 95 % confidence, by a bootstrap over the days; empty for fewer than three days
 * @param usd what it costs a month more than nothing kept, without the free tier
 * @param usdAfterFreeTier the same with the free tier, if no other function of the account uses it
 */
public record Result(
        String name,
        Optional<Kept> kept,
        World world,
        List<Tally> days,
        double coldPerThousand,
        Optional<Interval> interval,
        double usd,
        double usdAfterFreeTier) {

    public Result {
        days = List.copyOf(days);
    }

    Tally sum() {
        return Tally.sum(days);
    }

    /** What may be counted on: the upper end of the interval, where there is one. */
    double surelyAtMost() {
        return interval.map(Interval::high).orElse(coldPerThousand);
    }
}
