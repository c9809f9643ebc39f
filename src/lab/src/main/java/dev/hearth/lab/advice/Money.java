package dev.hearth.lab.advice;

import dev.hearth.cost.PriceTable;
import dev.hearth.cost.Rates;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.simulation.Tally;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What AWS bills for what happened, users' requests and all, made a month of 30 days.
 *
 * @param free what is not billed; not for functions with provisioned concurrency
 */
record Money(Rates rates, PriceTable.FreeTier free, MemorySize memory) {

    private static final BigDecimal DAYS_A_MONTH = BigDecimal.valueOf(30);
    private static final BigDecimal MEGABYTES_A_GIGABYTE = BigDecimal.valueOf(1024);

    double month(Tally tally, int days) {
        return month(tally, days, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    double monthAfterFreeTier(Tally tally, int days) {
        BigDecimal requests = tally.provisionedMillis() > 0 ? BigDecimal.ZERO : free.requests();
        BigDecimal gbSeconds = tally.provisionedMillis() > 0 ? BigDecimal.ZERO : free.gbSeconds();
        return month(tally, days, requests, gbSeconds, free.schedules());
    }

    private double month(
            Tally tally, int days, BigDecimal freeRequests, BigDecimal freeGbSeconds, BigDecimal freeSchedules) {
        BigDecimal months = DAYS_A_MONTH.divide(BigDecimal.valueOf(days), MathContext.DECIMAL64);
        BigDecimal requests = BigDecimal.valueOf(tally.requests() - tally.throttled() + tally.warmInvocations())
                .multiply(months);
        BigDecimal gbSeconds =
                gbSeconds(tally.onDemandMillis() + tally.warmMillis()).multiply(months);
        BigDecimal schedules = BigDecimal.valueOf(tally.cycles()).multiply(months);
        return rates.requests(left(requests, freeRequests))
                .add(rates.duration(left(gbSeconds, freeGbSeconds)))
                .add(rates.schedules(left(schedules, freeSchedules)))
                .add(gbSeconds(tally.provisionedMillis()).multiply(months).multiply(rates.provisionedPerGbSecond()))
                .add(gbSeconds(tally.onProvisionedMillis())
                        .multiply(months)
                        .multiply(rates.underProvisionedPerGbSecond()))
                .doubleValue();
    }

    private static BigDecimal left(BigDecimal quantity, BigDecimal free) {
        return quantity.subtract(free).max(BigDecimal.ZERO);
    }

    private BigDecimal gbSeconds(long millis) {
        return BigDecimal.valueOf(millis)
                .movePointLeft(3)
                .multiply(BigDecimal.valueOf(memory.megabytes()))
                .divide(MEGABYTES_A_GIGABYTE, MathContext.DECIMAL64);
    }
}
