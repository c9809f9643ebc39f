package dev.hearth.lab.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileIntervalTest {

    private static Distribution upTo(int n) {
        return Distribution.of(IntStream.rangeClosed(1, n).asDoubleStream().toArray());
    }

    /** The binomial distribution's tables: of 10 samples, 2 to 8 lie below the median with 97.9 %. */
    @Test
    void the_median_of_ten_lies_between_the_second_and_the_ninth() {
        assertEquals(new Interval(2, 9), QuantileInterval.of(upTo(10), 0.5, 0.95));
    }

    @Test
    void where_few_samples_cannot_say_an_end_is_open() {
        assertEquals(
                new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
                QuantileInterval.of(upTo(1), 0.5, 0.95));
        assertEquals(
                Double.POSITIVE_INFINITY,
                QuantileInterval.of(upTo(50), 0.99, 0.95).high());
        assertTrue(QuantileInterval.of(upTo(50), 0.99, 0.95).low() > 45);
    }

    @Property
    void holds_the_sample_that_so_many_do_not_exceed(
            @ForAll @IntRange(min = 1, max = 2_000) int n, @ForAll @DoubleRange(min = 0.01, max = 0.99) double share) {
        Distribution distribution = upTo(n);
        double quantile = Math.ceil(n * share);
        assertTrue(QuantileInterval.of(distribution, share, 0.95).contains(quantile));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.99})
    void holds_the_true_quantile_as_often_as_it_says(double share) {
        Random random = new Random(7);
        int held = 0;
        for (int i = 0; i < 2_000; i++) {
            Distribution sample = Distribution.of(random.doubles(60).toArray());
            held += QuantileInterval.of(sample, share, 0.95).contains(share) ? 1 : 0;
        }
        assertTrue(held >= 1_880, held + " of 2000");
    }
}
