package dev.hearth.lab.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;

/**
 * Confidence intervals by the percentile bootstrap (Efron 1979): they assume nothing about the shape of a distribution, and
 * start times have a long tail. The same seed and values give the same interval.
 */
public final class Bootstrap {

    private static final int LEAST_RESAMPLES = 10_000;

    /** How many resamples each end of an interval rests on at least, however high the confidence. */
    private static final int BEYOND_EACH_END = 25;

    private final long seed;

    public Bootstrap(long seed) {
        this.seed = seed;
    }

    /** Where the median lies, at a level of confidence such as 0.95. */
    public Interval median(Distribution distribution, double level) {
        return interval(medians(distribution, resamples(level), new SplittableRandom(seed)), level);
    }

    /** Where the median of one, divided by the median of the other, lies. */
    public Interval ratio(Distribution numerator, Distribution denominator, double level) {
        return interval(ratios(numerator, denominator, resamples(level), new SplittableRandom(seed)), level);
    }

    /** Where the median of one, less the median of the other, lies. */
    public Interval difference(Distribution minuend, Distribution subtrahend, double level) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] more = medians(minuend, resamples(level), random);
        double[] less = medians(subtrahend, resamples(level), random);
        return interval(combine(more, less, (a, b) -> a - b), level);
    }

    /** Where a ratio of medians, divided by another one, lies: what is left of a change when a control's change is taken out. */
    public Interval ratio(
            Distribution numerator,
            Distribution denominator,
            Distribution controlNumerator,
            Distribution controlDenominator,
            double level) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] change = ratios(numerator, denominator, resamples(level), random);
        double[] control = ratios(controlNumerator, controlDenominator, resamples(level), random);
        return interval(combine(change, control, (a, b) -> a / b), level);
    }

    /**
     * Where the sum of some values, divided by the sum of others, lies. What belongs together, such as the figures of one day,
     * is drawn together.
     */
    public Interval ratioOfSums(double[] numerators, double[] denominators, double level) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ratios = new double[resamples(level)];
        for (int resample = 0; resample < ratios.length; resample++) {
            double numerator = 0;
            double denominator = 0;
            for (int draw = 0; draw < numerators.length; draw++) {
                int drawn = random.nextInt(numerators.length);
                numerator += numerators[drawn];
                denominator += denominators[drawn];
            }
            ratios[resample] = denominator == 0 ? 0 : numerator / denominator;
        }
        return interval(ratios, level);
    }

    /** Enough for the tails that an interval of this confidence cuts off. */
    static int resamples(double level) {
        return Math.max(LEAST_RESAMPLES, (int) Math.ceil(2 * BEYOND_EACH_END / (1 - level)));
    }

    private static double[] ratios(
            Distribution numerator, Distribution denominator, int resamples, SplittableRandom random) {
        return combine(medians(numerator, resamples, random), medians(denominator, resamples, random), (a, b) -> a / b);
    }

    private static double[] combine(double[] left, double[] right, DoubleBinaryOperator operator) {
        double[] combined = new double[left.length];
        Arrays.setAll(combined, i -> operator.applyAsDouble(left[i], right[i]));
        return combined;
    }

    /** The medians of resamples. A resample is counted by rank, so that its median is found without sorting. */
    private static double[] medians(Distribution distribution, int resamples, SplittableRandom random) {
        int size = distribution.size();
        double[] medians = new double[resamples];
        int[] drawn = new int[size];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(drawn, 0);
            for (int draw = 0; draw < size; draw++) {
                drawn[random.nextInt(size)]++;
            }
            double lower = distribution.ranked(rank(drawn, (size - 1) / 2));
            double upper = distribution.ranked(rank(drawn, size / 2));
            medians[resample] = (lower + upper) / 2;
        }
        return medians;
    }

    /** The rank, in the whole, of a resample's value with the given rank in the resample. */
    private static int rank(int[] drawn, int rankInResample) {
        int rank = 0;
        for (int seen = drawn[0]; seen <= rankInResample; seen += drawn[rank]) {
            rank++;
        }
        return rank;
    }

    private static Interval interval(double[] values, double level) {
        Distribution distribution = Distribution.of(values);
        return new Interval(distribution.quantile((1 - level) / 2), distribution.quantile((1 + level) / 2));
    }
}
