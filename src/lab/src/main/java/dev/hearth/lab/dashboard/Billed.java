package dev.hearth.lab.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cost.Rates;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Report;
import java.math.BigDecimal;

/** What was billed for invocations, of users and for keeping warm, without the free tier and what provisioned concurrency costs by itself. */
record Billed(BigDecimal usersGbSeconds, BigDecimal warmingGbSeconds, BigDecimal usersUsd, BigDecimal warmingUsd) {

    static final Billed NOTHING = new Billed(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    Billed with(Report report, boolean warming, Rates rates) {
        BigDecimal gbSeconds = Rates.gbSeconds(report.memory().megabytes(), report.billed());
        BigDecimal usd = rates.requests(BigDecimal.ONE)
                .add(
                        report.initialization() == Initialization.PROVISIONED_CONCURRENCY
                                ? gbSeconds.multiply(rates.underProvisionedPerGbSecond())
                                : rates.duration(gbSeconds));
        return warming
                ? new Billed(usersGbSeconds, warmingGbSeconds.add(gbSeconds), usersUsd, warmingUsd.add(usd))
                : new Billed(usersGbSeconds.add(gbSeconds), warmingGbSeconds, usersUsd.add(usd), warmingUsd);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("usersGbSeconds", usersGbSeconds.doubleValue())
                .put("warmingGbSeconds", warmingGbSeconds.doubleValue())
                .put("usersUsd", usersUsd.doubleValue())
                .put("warmingUsd", warmingUsd.doubleValue());
    }
}
