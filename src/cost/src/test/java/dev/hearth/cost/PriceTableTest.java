package dev.hearth.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {
    private static final PriceTable TABLE = PriceTable.current();

    @ParameterizedTest
    @CsvSource({
        "us-east-1,      X86,   0.0000166667, 0.0000041667, 0.0000097222",
        "us-east-1,      ARM64, 0.0000133334, 0.0000033334, 0.0000077778",
        "ap-northeast-2, X86,   0.0000166667, 0.0000051254, 0.0000119592",
        "ap-northeast-2, ARM64, 0.0000133334, 0.0000041003, 0.0000095674"
    })
    void the_published_prices_are_there(
            String region,
            Architecture architecture,
            BigDecimal duration,
            BigDecimal provisioned,
            BigDecimal underProvisioned) {
        Rates rates = TABLE.rates(region, architecture).orElseThrow();
        assertEquals(duration, rates.duration().getFirst().perGbSecond());
        assertEquals(provisioned, rates.provisionedPerGbSecond());
        assertEquals(underProvisioned, rates.underProvisionedPerGbSecond());
        assertEquals(0, rates.requestsPerMillion().compareTo(new BigDecimal("0.2")));
    }

    @Test
    void a_region_that_it_does_not_have_has_no_prices() {
        assertEquals(Optional.empty(), TABLE.rates("mars", Architecture.X86));
    }

    @Test
    void the_region_that_stands_in_for_others_is_there() {
        for (Architecture architecture : Architecture.values()) {
            assertTrue(TABLE.rates(PriceTable.FALLBACK_REGION, architecture).isPresent());
        }
    }

    @Test
    void later_tiers_are_cheaper_and_only_the_last_has_no_end() {
        TABLE.regions().values().stream()
                .flatMap(byArchitecture -> byArchitecture.values().stream())
                .map(Rates::duration)
                .forEach(tiers -> {
                    for (int i = 1; i < tiers.size(); i++) {
                        assertTrue(tiers.get(i)
                                        .perGbSecond()
                                        .compareTo(tiers.get(i - 1).perGbSecond())
                                < 0);
                    }
                    assertTrue(tiers.getLast().upTo().isEmpty());
                    assertTrue(tiers.subList(0, tiers.size() - 1).stream()
                            .allMatch(tier -> tier.upTo().isPresent()));
                });
    }

    @Test
    void a_months_gb_seconds_go_through_the_tiers() {
        Rates rates = new Rates(
                BigDecimal.ONE,
                BigDecimal.ONE,
                List.of(
                        new Rates.Tier(Optional.of(BigDecimal.TEN), BigDecimal.valueOf(3)),
                        new Rates.Tier(Optional.of(BigDecimal.valueOf(15)), BigDecimal.TWO),
                        new Rates.Tier(Optional.empty(), BigDecimal.ONE)),
                BigDecimal.ONE,
                BigDecimal.ONE);
        assertEquals(BigDecimal.ZERO, rates.duration(BigDecimal.ZERO));
        assertEquals(BigDecimal.valueOf(30), rates.duration(BigDecimal.TEN));
        assertEquals(BigDecimal.valueOf(34), rates.duration(BigDecimal.valueOf(12)));
        assertEquals(BigDecimal.valueOf(45), rates.duration(BigDecimal.valueOf(20)));
    }
}
