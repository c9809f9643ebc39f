package dev.hearth.lab.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.peers.Comparison;
import dev.hearth.lab.peers.Measurement;
import dev.hearth.lab.peers.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A comparison of strategies as one HTML page that needs nothing else. */
public final class ComparisonPage {

    private static final JsonMapper JSON = new JsonMapper();

    private ComparisonPage() {}

    /** What the template shows. */
    record Page(
            String title,
            List<String> takeaways,
            List<String> leftOut,
            String situation,
            List<Table> tables,
            List<HtmlReport.Fact> facts) {}

    public static String of(Comparison comparison) {
        List<Standing> drawn = drawn(Standing.of(comparison));
        return WholePage.of("/dev/hearth/lab/report/comparison", page(comparison, drawn), data(drawn));
    }

    private static Page page(Comparison comparison, List<Standing> drawn) {
        List<HtmlReport.Fact> facts = new ArrayList<>();
        facts.add(new HtmlReport.Fact("Measured", HtmlReport.DATE.format(comparison.startedAt())));
        facts.add(new HtmlReport.Fact("Where", comparison.machine()));
        facts.add(new HtmlReport.Fact("Commit", comparison.commit()));
        facts.add(new HtmlReport.Fact(
                "Memory size", Words.memory(comparison.memory()) + ", every function of every strategy"));
        facts.add(new HtmlReport.Fact(
                "Order",
                "strategies and situations in turns, each round shuffled; seeds "
                        + String.join(
                                ", ",
                                comparison.seeds().stream().map(String::valueOf).toList())));
        comparison.strategies().forEach(strategy -> facts.add(new HtmlReport.Fact(strategy.title(), strategy.about())));
        return new Page(
                "Ways to keep a function warm, side by side",
                ComparisonTables.takeaways(comparison),
                ComparisonTables.leftOut(comparison),
                drawn.isEmpty() ? "" : ComparisonTables.words(drawn.getFirst().pool()),
                ComparisonTables.of(comparison),
                facts);
    }

    /** What the charts are about: a full pool where there is one, by the first routing that was tried. */
    private static List<Standing> drawn(List<Standing> standings) {
        if (standings.isEmpty()) {
            return List.of();
        }
        Routing routing = standings.getFirst().routing();
        Optional<Pool> pool = standings.stream()
                .map(Standing::pool)
                .filter(Pool.FULL::equals)
                .findFirst()
                .or(() -> Optional.of(standings.getFirst().pool()));
        return standings.stream()
                .filter(standing -> standing.routing() == routing && standing.pool() == pool.orElseThrow())
                .toList();
    }

    private static ObjectNode data(List<Standing> drawn) {
        ObjectNode data = JSON.createObjectNode();
        ArrayNode strategies = data.putArray("strategies");
        drawn.stream().map(standing -> standing.strategy().title()).distinct().forEach(strategies::add);
        ArrayNode targets = data.putArray("targets");
        drawn.stream().map(Standing::target).distinct().forEach(targets::add);
        ArrayNode bars = data.putArray("bars");
        for (Standing standing : drawn) {
            bars.addObject()
                    .put("strategy", standing.strategy().title())
                    .put("target", standing.target())
                    .put(
                            "reached",
                            standing.strategy().provisioned()
                                    ? 1.0
                                    : standing.of(Measurement::reached).median() / standing.target())
                    .put("gbSeconds", standing.of(Measurement::gbSeconds).median())
                    .put("cold", standing.of(Measurement::coldAfter).median());
        }
        return data;
    }
}
