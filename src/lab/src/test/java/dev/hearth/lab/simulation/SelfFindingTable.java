package dev.hearth.lab.simulation;

import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.traffic.Synthetic;
import dev.hearth.warm.event.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A target that finds itself beside the fixed number that knows the most that the weeks needed; prints what docs/how-many.md shows.
 */
final class SelfFindingTable {

    private static final long ORIGIN = Traffic.micros(Instant.parse("2026-10-05T00:00:00Z"));
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final Duration HOLD = Duration.ofMillis(100);
    private static final Target RANGE = new Target(2, 100);
    private static final int DAYS = 7;

    /** What a function of 512 MB is billed for warming in us-east-1, by terraform/prices.json. */
    private static final double USD_A_MILLISECOND = 0.5 / 1_000 * 0.0000166667;

    private static final double USD_A_REQUEST = 0.0000002;

    private SelfFindingTable() {}

    /**
     * What came of some weeks.
     *
     * @param number the fixed one, of the last week
     */
    record Row(int number, long requests, long none, long fixed, long self, double usdFixed, double usdSelf, int most) {

        double cost() {
            return usdSelf / usdFixed;
        }

        Row and(Row other) {
            return new Row(
                    other.number,
                    requests + other.requests,
                    none + other.none,
                    fixed + other.fixed,
                    self + other.self,
                    usdFixed + other.usdFixed,
                    usdSelf + other.usdSelf,
                    Math.max(most, other.most));
        }
    }

    static Row week(Synthetic.Kind kind, Duration work, Routing routing, Duration idle, long seed) {
        Traffic traffic = Synthetic.traffic(kind, DAYS, work, seed);
        long end = ORIGIN + Duration.ofDays(DAYS).toMillis() * 1_000;
        int number = Demand.of(traffic, ORIGIN, end).peak(ORIGIN, end);
        Settings settings = Settings.of(List.of(Duration.ofMillis(300)), idle, routing, Duration.ZERO);
        Tally none = Tally.sum(Simulation.run(settings, Strategy.NONE, traffic, ORIGIN, seed));
        Tally fixed = Tally.sum(
                Simulation.run(settings, new Cycles(_ -> number, ORIGIN, PERIOD, HOLD), traffic, ORIGIN, seed));
        int[] most = new int[1];
        Strategy self = watched(new SelfFinding(RANGE, ORIGIN, PERIOD, HOLD), most);
        Tally found = Tally.sum(Simulation.run(settings, self, traffic, ORIGIN, seed));
        return new Row(
                number, none.requests(), none.cold(), fixed.cold(), found.cold(), usd(fixed), usd(found), most[0]);
    }

    /** Notes the most environments that a round held. */
    private static Strategy watched(Strategy strategy, int[] most) {
        return () -> {
            Strategy.Run run = strategy.begin();
            return new Strategy.Run() {
                @Override
                public long next() {
                    return run.next();
                }

                @Override
                public boolean asksEnvironments() {
                    return run.asksEnvironments();
                }

                @Override
                public List<Strategy.Action> act(long now, Strategy.Observed observed) {
                    most[0] = Math.max(most[0], observed.held().size());
                    return run.act(now, observed);
                }
            };
        };
    }

    private static double usd(Tally tally) {
        return tally.warmMillis() * USD_A_MILLISECOND + tally.warmInvocations() * USD_A_REQUEST;
    }

    public static void main(String... arguments) {
        int weeks = Integer.parseInt(arguments[0]);
        for (String work : arguments[1].split(",", -1)) {
            for (Synthetic.Kind kind : Synthetic.Kind.values()) {
                for (Routing routing : Routing.values()) {
                    for (int minutes : new int[] {5, 20, 60}) {
                        List<Row> rows = new ArrayList<>();
                        for (int seed = 1; seed <= weeks; seed++) {
                            rows.add(week(
                                    kind,
                                    Duration.ofMillis(Long.parseLong(work)),
                                    routing,
                                    Duration.ofMinutes(minutes),
                                    seed));
                        }
                        Row all = rows.stream().reduce(Row::and).orElseThrow();
                        System.out.printf(
                                Locale.ROOT,
                                "| %s ms | %-7s | %-12s | %2d min | %3d | %6d | %5d | %5d | %.2f | %3d |%n",
                                work,
                                kind,
                                routing,
                                minutes,
                                all.number(),
                                all.none(),
                                all.fixed(),
                                all.self(),
                                all.cost(),
                                all.most());
                    }
                }
            }
        }
    }
}
