package dev.hearth.lab.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Property
    void quantiles_grow_with_their_share_and_stay_within_the_values(
            @ForAll @NotEmpty List<@DoubleRange(min = 0, max = 1e6) Double> values,
            @ForAll @DoubleRange(min = 0, max = 1) double one,
            @ForAll @DoubleRange(min = 0, max = 1) double other) {
        Distribution distribution = Distribution.of(values);
        double low = distribution.quantile(Math.min(one, other));
        double high = distribution.quantile(Math.max(one, other));
        assertTrue(distribution.minimum() <= low && low <= high && high <= distribution.maximum());
    }

    @Test
    void quantiles_are_those_of_numpy() {
        Distribution distribution = Distribution.of(4, 1, 3, 2);
        assertEquals(2.5, distribution.median());
        assertEquals(3.7, distribution.quantile(0.9), 1e-12);
        assertEquals(3.97, distribution.quantile(0.99), 1e-12);
        assertEquals(4, distribution.maximum());
    }

    @Test
    void the_values_of_the_caller_stay_as_they_are() {
        double[] values = {3, 1, 2};
        Distribution.of(values);
        assertEquals(3, values[0]);
    }

    @Test
    void needs_at_least_one_value() {
        assertThrows(IllegalArgumentException.class, () -> Distribution.of());
    }
}
