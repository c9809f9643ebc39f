package dev.hearth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.cost.CycleCosts;
import dev.hearth.cost.Plan;
import dev.hearth.cost.PriceTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostParametersTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.001", "0.002", "0.003", "0.005"})
    void a_time_too_short_to_be_cut_in_three_is_no_mistake(String hours) {
        Plan plan = CostParameters.plan(Map.of("hours", List.of(hours)), PriceTable.current(), CycleCosts.measured());
        assertEquals(Duration.ofMillis(3_600), plan.peak());
    }
}
