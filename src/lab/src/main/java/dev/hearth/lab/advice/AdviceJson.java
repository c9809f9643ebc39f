package dev.hearth.lab.advice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.simulation.Tally;
import java.io.UncheckedIOException;

/** An advice for programs. Names carry their unit; numbers are not rounded. */
public final class AdviceJson {

    private static final JsonMapper JSON = new JsonMapper();

    private AdviceJson() {}

    public static String of(Advice advice) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", 1)
                .put("question", advice.question().words())
                .put("requests", advice.recording().traffic().size())
                .put("days", advice.span().days())
                .put("testedDays", advice.testedDays())
                .put("timeZone", advice.span().zone().getId())
                .put("memoryMegabytes", advice.deployed().memory().megabytes())
                .put("region", advice.deployed().region())
                .put("startMs", advice.start().toNanos() / 1e6)
                .put("complete", advice.complete());
        ObjectNode lines = root.putObject("lines");
        lines.put("invocations", advice.recording().lines().invocations())
                .put("others", advice.recording().lines().others())
                .put("unreadable", advice.recording().lines().unreadable());
        ArrayNode warnings = root.putArray("warnings");
        advice.warnings().forEach(warnings::add);
        ArrayNode worlds = root.putArray("worlds");
        advice.worlds().forEach(world -> worlds.addObject()
                .put("idleMinutes", world.idle().toSeconds() / 60.0)
                .put("routing", world.routing().name()));
        ArrayNode results = root.putArray("results");
        advice.results().forEach(result -> add(results.addObject(), result, advice));
        ArrayNode curve = root.putArray("curve");
        advice.curve().forEach(point -> curve.addObject()
                .put("family", point.family())
                .put("setting", point.setting())
                .put("usdAMonth", point.usd())
                .put("coldPerThousand", point.coldPerThousand()));
        ArrayNode spikes = root.putArray("spikes");
        advice.spikes().forEach(spike -> spikes.addObject()
                .put("at", spike.at().toOffsetDateTime().toString())
                .put("needed", spike.needed())
                .put("usual", spike.usual()));
        advice.advised().ifPresent(advised -> root.putObject("advice")
                .put("strategy", advised.name())
                .put("met", advice.met())
                .put("sentence", AdviceText.sentence(advice))
                .put("terraform", AdviceText.terraform(advice).orElse("")));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ObjectNode node, Result result, Advice advice) {
        Tally sum = result.sum();
        node.put("strategy", result.name())
                .put("keeps", result.kept().map(Kept::words).orElse("what the next five minutes need"))
                .put("coldPerThousand", result.coldPerThousand())
                .put("usdAMonth", result.usd())
                .put("usdAMonthAfterFreeTier", result.usdAfterFreeTier())
                .put("requests", sum.requests())
                .put("cold", sum.cold())
                .put("refused", sum.throttled())
                .put("coldBesideACycle", sum.coldBesideHolds())
                .put("usersWaitedSeconds", sum.lostMicros() / 1e6)
                .put("warmInvocations", sum.warmInvocations())
                .put(
                        "warmGbSeconds",
                        sum.warmMillis() / 1e3 * advice.deployed().memory().megabytes() / 1024)
                .put("worstIdleMinutes", result.world().idle().toSeconds() / 60.0)
                .put("worstRouting", result.world().routing().name());
        result.interval().ifPresent(interval -> node.putArray("coldPerThousandInterval95")
                .add(interval.low())
                .add(interval.high()));
    }
}
