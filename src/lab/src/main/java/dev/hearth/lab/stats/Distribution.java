package dev.hearth.lab.stats;

import java.util.Arrays;
import java.util.Collection;
import org.apache.commons.statistics.descriptive.Quantile;

/** The values of one metric for one variant, at least one, ascending. */
public final class Distribution {

    /** Hyndman and Fan's definition 7, the one of R, NumPy and spreadsheets. */
    private static final Quantile QUANTILE = Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

    private final double[] ascending;

    private Distribution(double[] ascending) {
        this.ascending = ascending;
    }

    public static Distribution of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    public static Distribution of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        return new Distribution(ascending);
    }

    public int size() {
        return ascending.length;
    }

    /** The value with this rank, 0 the least. */
    double ranked(int rank) {
        return ascending[rank];
    }

    /** The value below which this share of the values lies, interpolated between two values. */
    public double quantile(double share) {
        return QUANTILE.evaluate(ascending.length, rank -> ascending[rank], share);
    }

    public double median() {
        return quantile(0.5);
    }

    public double minimum() {
        return ascending[0];
    }

    public double maximum() {
        return ascending[ascending.length - 1];
    }

    public double[] ascending() {
        return ascending.clone();
    }
}
