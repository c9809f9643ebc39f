package dev.hearth.lab.stats;

/**
 * Where a quantile of what was sampled lies: between two of the samples, chosen by the binomial distribution of how many lie
 * below it (Conover, Practical Nonparametric Statistics, 3.2). It assumes nothing about the shape, and where there are too few
 * samples to say, an end is infinite.
 */
public final class QuantileInterval {

    private QuantileInterval() {}

    /**
     * The interval that holds the quantile with at least this confidence, half of the rest on each side.
     *
     * @param share of the values that lie below the quantile, between 0 and 1
     * @param level such as 0.95
     */
    public static Interval of(Distribution distribution, double share, double level) {
        int n = distribution.size();
        double tail = (1 - level) / 2;
        double odds = Math.log(share) - Math.log1p(-share);
        double logOfPoint = n * Math.log1p(-share);
        double below = 0;
        int low = -1;
        int high = n;
        // Of n samples, k lie below the quantile.
        for (int k = 0; k < n; k++) {
            below += Math.exp(logOfPoint);
            if (below <= tail) {
                low = k;
            }
            if (below >= 1 - tail) {
                high = k;
                break;
            }
            logOfPoint += Math.log(n - k) - Math.log(k + 1) + odds;
        }
        return new Interval(
                low < 0 ? Double.NEGATIVE_INFINITY : distribution.ranked(low),
                high >= n ? Double.POSITIVE_INFINITY : distribution.ranked(high));
    }
}
