package dev.hearth.warm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.warm.event.CycleReport;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * CloudWatch metrics as lines of the log (embedded metric format), one for each cycle and one for each user who met a cold
 * start. Namespace {@value #NAMESPACE}, dimension {@value #DIMENSION}; {@code terraform/metrics.json} lists the same for the
 * dashboard and the alarms.
 */
@Singleton
public class Metrics {
    static final String NAMESPACE = "Hearth";
    static final String DIMENSION = "FunctionName";

    private final String function;
    private final Consumer<String> log;

    Metrics(@WarmersOwn Deployment deployment, @WarmersOwn Consumer<String> log) {
        this.function = deployment.function().orElse("local");
        this.log = log;
    }

    /** What is measured, and in which of CloudWatch's units. */
    enum Metric {
        TARGET("Target", "Count"),
        REACHED("Reached", "Count"),
        COLD("Cold", "Count"),
        ROUNDS("Rounds", "Count"),
        WINDOW("Window", "Milliseconds"),
        SPREAD("Spread", "Milliseconds"),
        THROTTLED("Throttled", "Count"),
        FAILED("Failed", "Count"),
        BILLED("BilledGbSeconds", "None"),
        COST("CostUsd", "None"),
        USER_COLD_STARTS("UserColdStarts", "Count");

        final String label;
        final String unit;

        Metric(String label, String unit) {
            this.label = label;
            this.unit = unit;
        }
    }

    void cycle(CycleReport.Led report, Instant at) {
        CycleReport.Happened happened = report.happened();
        Map<Metric, Number> values = new EnumMap<>(Metric.class);
        values.put(Metric.TARGET, report.asked().target());
        values.put(Metric.REACHED, happened.reached());
        values.put(Metric.COLD, happened.cold());
        values.put(Metric.ROUNDS, happened.rounds());
        values.put(Metric.WINDOW, happened.window().toMillis());
        values.put(Metric.SPREAD, happened.spread().toMillis());
        values.put(Metric.THROTTLED, happened.throttled());
        values.put(Metric.FAILED, happened.failed());
        report.cost().ifPresent(cost -> {
            values.put(Metric.BILLED, cost.billedGbSeconds());
            values.put(Metric.COST, cost.costUsd());
        });

        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode directive = line.putObject("_aws")
                .put("Timestamp", at.toEpochMilli())
                .putArray("CloudWatchMetrics")
                .addObject()
                .put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add(DIMENSION);
        ArrayNode declared = directive.putArray("Metrics");
        line.put(DIMENSION, function);
        line.put("cycleId", report.asked().cycleId());
        report.stopped().ifPresent(why -> line.put("stopped", why));
        report.problem().ifPresent(problem -> line.put("problem", problem));
        values.forEach((metric, value) -> {
            declared.addObject().put("Name", metric.label).put("Unit", metric.unit);
            line.putPOJO(metric.label, value);
        });
        log.accept(line.toString());
    }

    /** Written without a JSON library: the user is waiting. */
    void userColdStart(Instant at) {
        Metric metric = Metric.USER_COLD_STARTS;
        log.accept("{\"_aws\":{\"Timestamp\":" + at.toEpochMilli() + ",\"CloudWatchMetrics\":[{\"Namespace\":\""
                + NAMESPACE
                + "\",\"Dimensions\":[[\"" + DIMENSION + "\"]],\"Metrics\":[{\"Name\":\"" + metric.label
                + "\",\"Unit\":\""
                + metric.unit + "\"}]}]},\"" + DIMENSION + "\":\"" + function + "\",\"" + metric.label + "\":1}");
    }
}
