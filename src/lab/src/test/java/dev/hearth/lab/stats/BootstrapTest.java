package dev.hearth.lab.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private final Bootstrap bootstrap = new Bootstrap(1);

    @Property(tries = 50)
    void the_interval_of_a_median_lies_within_the_values(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0.01, max = 1e6) Double> values) {
        Distribution distribution = Distribution.of(values);
        Interval interval = bootstrap.median(distribution, 0.95);
        assertTrue(distribution.minimum() <= interval.low() && interval.high() <= distribution.maximum());
    }

    @Property(tries = 50)
    void scaling_all_values_scales_the_interval(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0.01, max = 1e6) Double> values,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double factor) {
        Interval interval = bootstrap.median(Distribution.of(values), 0.95);
        Interval scaled = bootstrap.median(
                Distribution.of(values.stream().map(value -> value * factor).toList()), 0.95);
        assertEquals(interval.low() * factor, scaled.low(), 1e-9 * scaled.low());
        assertEquals(interval.high() * factor, scaled.high(), 1e-9 * scaled.high());
    }

    @Property(tries = 50)
    void more_confidence_never_narrows_an_interval(
            @ForAll @Size(min = 2, max = 60) List<@DoubleRange(min = 0.01, max = 1e6) Double> values) {
        Distribution distribution = Distribution.of(values);
        Interval usual = bootstrap.median(distribution, 0.95);
        Interval sure = bootstrap.median(distribution, 0.99);
        assertTrue(sure.low() <= usual.low() && usual.high() <= sure.high());
    }

    @Property(tries = 50)
    void the_ratio_of_values_to_themselves_is_about_one(
            @ForAll @Size(min = 2, max = 60) List<@DoubleRange(min = 0.01, max = 1e6) Double> values) {
        Distribution distribution = Distribution.of(values);
        assertTrue(bootstrap.ratio(distribution, distribution, 0.95).contains(1));
    }

    @Property(tries = 20)
    void what_the_control_gained_too_is_taken_out(@ForAll @DoubleRange(min = 0.2, max = 5) double machine) {
        Distribution before = Distribution.of(logNormal(new Random(1), 60, 20));
        Distribution after = scaled(before, machine);
        Distribution control = Distribution.of(logNormal(new Random(2), 60, 4));
        assertTrue(bootstrap
                .ratio(after, before, scaled(control, machine), control, 0.95)
                .contains(1));
    }

    @Test
    void a_difference_that_is_the_same_in_every_resample_is_certain() {
        assertEquals(
                new Interval(3, 3),
                bootstrap.difference(
                        Distribution.of(new double[] {5, 5, 5}), Distribution.of(new double[] {2, 2}), 0.95));
    }

    /** The point of a 95 % interval: drawn anew 400 times, it misses the truth about 20 times, never 60. */
    @Test
    void each_end_of_an_interval_rests_on_25_resamples_however_many_changes_are_compared() {
        for (int changes : new int[] {1, 8, 72, 300}) {
            double level = 1 - 0.05 / changes;
            assertTrue(Bootstrap.resamples(level) * (1 - level) / 2 >= 24.99, () -> "of " + changes);
        }
        assertEquals(10_000, Bootstrap.resamples(0.95));
    }

    @Test
    void intervals_hold_the_true_median_as_often_as_they_promise() {
        Random random = new Random(42);
        int held = 0;
        for (int i = 0; i < 400; i++) {
            if (bootstrap
                    .median(Distribution.of(logNormal(random, 50, 20)), 0.95)
                    .contains(20)) {
                held++;
            }
        }
        assertTrue(held >= 360 && held < 400, held + " of 400 intervals hold the true median");
    }

    @Test
    void the_same_seed_and_values_give_the_same_interval() {
        Distribution distribution = Distribution.of(logNormal(new Random(3), 50, 20));
        assertEquals(bootstrap.median(distribution, 0.95), new Bootstrap(1).median(distribution, 0.95));
    }

    /** Of the 27 resamples of three values, 7 have the first as their median, 13 the second, 7 the third. */
    @Test
    void agrees_with_all_resamples_of_three_values() {
        Distribution distribution = Distribution.of(1, 2, 3);
        assertEquals(new Interval(1, 3), bootstrap.median(distribution, 0.95));
        assertEquals(new Interval(1, 3), bootstrap.median(distribution, 0.6));
        assertEquals(new Interval(2, 2), bootstrap.median(distribution, 0.4));
    }

    private static Distribution scaled(Distribution distribution, double factor) {
        return Distribution.of(Arrays.stream(distribution.ascending())
                .map(value -> value * factor)
                .toArray());
    }

    private static double[] logNormal(Random random, int size, double median) {
        return random.doubles(size)
                .map(u -> median * Math.exp(random.nextGaussian() * 0.3))
                .toArray();
    }
}
