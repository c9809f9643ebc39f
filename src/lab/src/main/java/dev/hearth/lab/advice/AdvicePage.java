package dev.hearth.lab.advice;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.report.Table;
import dev.hearth.lab.report.WholePage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An advice as one HTML page that needs nothing else. */
public final class AdvicePage {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int HOURS_A_DAY = 24;

    /** The most of a colour that text can still be read on. */
    private static final int DEEPEST = 50;

    /** What costs so many times more than the dearest point of the curve is not drawn: it would be the only thing to see. */
    private static final double BEYOND = 1.5;

    private AdvicePage() {}

    /** What the template shows. */
    record Page(
            String title,
            String what,
            String why,
            List<String> warnings,
            List<String> reading,
            List<Day> week,
            List<String> spikes,
            Table table,
            String terraform,
            String replayed,
            String beyond) {}

    /** A row of the heat map. */
    record Day(String name, List<Hour> hours) {}

    /**
     * @param share how much of the colour it has, in per cent
     * @param isShort whether more was needed at some moment than is kept
     */
    record Hour(int needed, String kept, int share, boolean isShort) {}

    public static String of(Advice advice) {
        List<Result> drawn = drawn(advice);
        String beyond = String.join(
                ", ",
                advice.results().stream()
                        .filter(result -> !drawn.contains(result))
                        .map(Result::name)
                        .toList());
        Page page = new Page(
                "How many environments to keep warm",
                AdviceText.what(advice),
                AdviceText.why(advice),
                advice.warnings(),
                AdviceText.reading(advice),
                week(advice),
                AdviceText.spikes(advice),
                AdviceText.table(advice),
                AdviceText.terraform(advice).orElse(""),
                advice.replayed().map(replayed -> replayed.day().toString()).orElse(""),
                beyond);
        return WholePage.of("/dev/hearth/lab/advice/advice", page, data(advice, drawn));
    }

    private static List<Day> week(Advice advice) {
        List<Integer> needed = advice.needed();
        int highest = Math.max(1, Collections.max(needed));
        Optional<Kept> kept = advice.advised().flatMap(Result::kept);
        return IntStream.range(0, needed.size() / HOURS_A_DAY)
                .mapToObj(day -> new Day(
                        WeekPlan.shortName(day).charAt(0)
                                + WeekPlan.shortName(day).substring(1).toLowerCase(Locale.ROOT),
                        IntStream.range(day * HOURS_A_DAY, (day + 1) * HOURS_A_DAY)
                                .mapToObj(hour -> {
                                    Optional<Integer> there = kept.flatMap(strategy -> kept(strategy, hour));
                                    return new Hour(
                                            needed.get(hour),
                                            there.map(String::valueOf).orElse(""),
                                            Math.ceilDiv(DEEPEST * needed.get(hour), highest),
                                            there.filter(count -> count < needed.get(hour))
                                                    .isPresent());
                                })
                                .toList()))
                .toList();
    }

    private static Optional<Integer> kept(Kept kept, int hour) {
        return switch (kept) {
            case Kept.Nothing _ -> Optional.of(0);
            case Kept.Fixed fixed -> Optional.of(fixed.environments());
            case Kept.ByHours hours -> Optional.of(hours.plan().target(hour));
            case Kept.Provisioned provisioned -> Optional.of(provisioned.environments());
            case Kept.ProvisionedByHours hours ->
                Optional.of(Math.max(1, hours.plan().target(hour)));
            case Kept.SelfFinding _, Kept.Autoscaled _ -> Optional.empty();
        };
    }

    private static List<Result> drawn(Advice advice) {
        double dearest = Stream.concat(
                        advice.curve().stream().map(Point::usd),
                        advice.advised().stream().map(Result::usd))
                .max(Comparator.naturalOrder())
                .orElse(Double.MAX_VALUE);
        return advice.results().stream()
                .filter(result -> result.usd() <= BEYOND * dearest)
                .toList();
    }

    private static ObjectNode data(Advice advice, List<Result> drawn) {
        ObjectNode data = JSON.createObjectNode();
        ObjectNode curves = data.putObject("curves");
        advice.curve().forEach(point -> curves.withArray(point.family())
                .addObject()
                .put("usd", point.usd())
                .put("cold", point.coldPerThousand())
                .put("name", point.family() + " " + point.setting()));
        ArrayNode strategies = data.putArray("strategies");
        drawn.forEach(result -> strategies
                .addObject()
                .put("usd", result.usd())
                .put("cold", result.coldPerThousand())
                .put("name", result.name())
                .put("advised", advice.advised().equals(Optional.of(result))));
        ArrayNode pareto = data.putArray("pareto");
        pareto(advice, drawn).forEach(point -> pareto.addArray().add(point[0]).add(point[1]));
        advice.replayed().ifPresent(day -> {
            ObjectNode replay = data.putObject("replay");
            add(replay.putArray("needed"), day.needed());
            add(replay.putArray("environments"), day.environments());
            add(replay.putArray("cold"), day.cold());
        });
        return data;
    }

    private static void add(ArrayNode array, List<Integer> values) {
        values.forEach(array::add);
    }

    /** Those that nothing beats on both, the cheapest first: cost and cold starts. What cannot be had is left out. */
    private static List<double[]> pareto(Advice advice, List<Result> drawn) {
        List<double[]> all = new ArrayList<>();
        advice.curve().forEach(point -> all.add(new double[] {point.usd(), point.coldPerThousand()}));
        drawn.stream()
                .filter(result -> result.kept().isPresent())
                .forEach(result -> all.add(new double[] {result.usd(), result.coldPerThousand()}));
        all.sort(Comparator.<double[]>comparingDouble(point -> point[0]).thenComparingDouble(point -> point[1]));
        List<double[]> best = new ArrayList<>();
        for (double[] point : all) {
            if (best.isEmpty() || point[1] < best.getLast()[1]) {
                best.add(point);
            }
        }
        return best;
    }
}
