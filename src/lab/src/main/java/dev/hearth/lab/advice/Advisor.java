package dev.hearth.lab.advice;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.advice.Past.Level;
import dev.hearth.lab.simulation.Autoscaled;
import dev.hearth.lab.simulation.Cycles;
import dev.hearth.lab.simulation.Demand;
import dev.hearth.lab.simulation.Provisioned;
import dev.hearth.lab.simulation.SelfFinding;
import dev.hearth.lab.simulation.Settings;
import dev.hearth.lab.simulation.Simulation;
import dev.hearth.lab.simulation.Strategy;
import dev.hearth.lab.simulation.Tally;
import dev.hearth.lab.simulation.Targets;
import dev.hearth.lab.simulation.Traffic;
import dev.hearth.lab.simulation.Watcher;
import dev.hearth.lab.stats.Bootstrap;
import dev.hearth.lab.stats.Interval;
import dev.hearth.lab.traffic.Recording;
import dev.hearth.warm.event.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Fits strategies to the first days and judges them by those that follow, then fits anew and goes on (a rolling origin).
 * What a strategy is fitted by, a number or a share of the minutes, is chosen by how it would have done on each of the past
 * days, had that day not been known.
 */
public final class Advisor {

    /** What the price table's example assumes, and more than a cycle of up to 100 was billed in the local Lambda. */
    private static final Duration HOLD = Duration.ofMillis(100);

    private static final Duration PERIOD = Duration.ofMinutes(5);

    /** Provisioned environments are there within a minute or two. */
    private static final Duration PROVISIONING = Duration.ofMinutes(2);

    private static final double UTILISATION = 0.7;

    /** What a target that finds itself keeps of a function that nobody uses. */
    private static final int FEWEST = 2;

    private static final double CONFIDENCE = 0.95;

    /** What never happened in n cases happens in 3/n of them at most, with 95 % confidence (Hanley, Lippman-Hand 1983). */
    private static final double RULE_OF_THREE = 3;

    /** A strategy is fitted to less than is asked, as the future is never quite the past. */
    private static final double MARGIN = 0.7;

    private static final double HARDLY_MORE = 1.1;
    private static final double A_CENT = 0.01;
    private static final int LEAST_DAYS = 2;
    private static final int FEW_DAYS = 3;
    private static final int FEW_PEAKS = 20;
    private static final int WEEK = 7;
    private static final int BLOCKS = 3;
    private static final int LONG_ENOUGH_FOR_A_WEEK = 10;
    private static final int MOST_SPIKES = 5;
    private static final double SPIKE = 1.5;
    private static final int LEAST_SPIKE = 3;
    private static final long SEED = 1;
    private static final int MOST_STARTS = 1_000;

    private final Recording recording;
    private final Deployed deployed;
    private final Question question;
    private final Money money;
    private final Progress progress;
    private final Span span;
    private final Traffic traffic;
    private final Settings settings;
    private final Duration start;
    private final List<World> worlds;
    private final List<Block> blocks = new ArrayList<>();
    private final int testFrom;

    /** Is told how far it is. */
    public interface Progress {
        void step(String what, int done, int all);
    }

    /** Days that are judged by what was fitted to those before. */
    private record Block(int from, Past past) {}

    /** A strategy of the table: how it is fitted to a past. */
    private record Judged(String name, boolean canBeHad, Function<Past, Kept> fit) {}

    private record Tried(Candidate candidate, int entries, double usd, double coldPerThousand) {}

    private Advisor(Recording recording, Deployed deployed, Question question, Progress progress) {
        this.recording = recording;
        this.deployed = deployed;
        this.question = question;
        this.progress = progress;
        money = deployed.money();
        if (recording.traffic().size() == 0) {
            throw new Refusal("there is no invocation in what was read");
        }
        span = Span.of(recording.traffic(), deployed.zone());
        if (span.days() < LEAST_DAYS) {
            throw new Refusal("too little data: requests of " + span.days()
                    + " day; it takes two to fit to the one and to test on the other, and a week or two to rely on it");
        }
        traffic = recording.traffic().between(span.origin(), span.end());
        List<Duration> starts = recording.starts().isEmpty()
                ? ColdStartTable.starts()
                : recording.starts().stream().limit(MOST_STARTS).toList();
        start = starts.stream().sorted().toList().get(starts.size() / 2);
        testFrom = span.days() >= LONG_ENOUGH_FOR_A_WEEK ? WEEK : Math.ceilDiv(span.days(), 2);
        int step = Math.ceilDiv(span.days() - testFrom, BLOCKS);
        for (int from = testFrom; from < span.days(); from += step) {
            blocks.add(new Block(from, new Past(span, from, traffic)));
        }
        worlds = World.possible(recording.observed());
        int highest = Demand.of(traffic, span.origin(), span.end()).peak(span.origin(), span.end());
        Settings any =
                Settings.of(starts, worlds.getFirst().idle(), worlds.getFirst().routing(), PROVISIONING);
        settings = any.withConcurrency(Math.max(any.concurrency(), 2 * highest));
    }

    /**
     * Works it out. Where the thread is interrupted, what was judged by then is the answer.
     *
     * @throws Refusal for less than two days
     */
    public static Advice advise(Recording recording, Deployed deployed, Question question, Progress progress) {
        return new Advisor(recording, deployed, question, progress).advise();
    }

    private Advice advise() {
        World hard = hardest();
        Past all = new Past(span, span.days(), traffic);
        Map<Integer, Candidate> numbers = new TreeMap<>();
        Map<Integer, Candidate> hours = new TreeMap<>();
        List<Past> pasts = new ArrayList<>(blocks.stream().map(Block::past).toList());
        pasts.add(all);
        for (Past past : pasts) {
            if (!interrupted()) {
                progress.step("fitting", numbers.size(), pasts.size());
                numbers.put(past.days(), choose(past, Candidate.numbers(past), hard));
                hours.put(past.days(), choose(past, Candidate.hours(past), hard));
            }
        }
        List<Result> results = new ArrayList<>();
        List<Judged> table = table(numbers, hours);
        boolean fitted = numbers.size() == pasts.size();
        for (Judged judged : table) {
            if (fitted && !interrupted()) {
                progress.step(judged.name(), results.size(), table.size());
                results.add(judge(judged, all));
            }
        }
        List<Point> curve = interrupted() ? List.of() : curve(all, hard);
        Optional<Result> advised = recommend(results);
        boolean met = advised.filter(this::surelyKeeps).isPresent();
        boolean complete = !interrupted() && results.size() == table.size();
        return new Advice(
                question,
                recording,
                span,
                span.days() - testFrom,
                start,
                worlds,
                results,
                advised,
                met,
                curve,
                spikes(all),
                needed(all),
                complete ? advised.flatMap(result -> replay(result, all)) : Optional.empty(),
                warnings(all),
                deployed,
                complete);
    }

    private List<Judged> table(Map<Integer, Candidate> numbers, Map<Integer, Candidate> hours) {
        return List.of(
                new Judged("none", true, past -> new Kept.Nothing()),
                new Judged("one ping", true, past -> new Kept.Fixed(1)),
                new Judged("fixed, maximum", true, past -> new Candidate.Share(new Level(1, 1)).fit(past)),
                new Judged("fixed, p99", true, past -> new Candidate.Share(new Level(0.99, 1)).fit(past)),
                new Judged("fixed, p99 + 10 %", true, past -> new Candidate.Share(new Level(0.99, 1.1)).fit(past)),
                new Judged(
                        "fixed, fitted", true, past -> numbers.get(past.days()).fit(past)),
                new Judged(BY_HOURS, true, past -> hours.get(past.days()).fit(past)),
                new Judged(
                        SELF_FINDING,
                        true,
                        past -> new Kept.SelfFinding(FEWEST, Math.max(FEWEST + 1, 2 * past.highest()))),
                new Judged(
                        "provisioned",
                        true,
                        past -> new Kept.Provisioned(
                                ((Kept.Fixed) numbers.get(past.days()).fit(past)).environments())),
                new Judged(
                        "provisioned by hours",
                        true,
                        past -> new Kept.ProvisionedByHours(
                                ((Kept.ByHours) hours.get(past.days()).fit(past)).plan())),
                new Judged("autoscaled", true, past -> new Kept.Autoscaled(1, 2 * past.highest(), UTILISATION)),
                new Judged(ORACLE, false, past -> new Kept.Nothing()));
    }

    static final String BY_HOURS = "by hours";
    static final String SELF_FINDING = "a target that finds itself";
    static final String ORACLE = "oracle";

    /** The world in which users fare worst with nothing kept: strategies are fitted to it. */
    private World hardest() {
        Past past = blocks.getFirst().past();
        return worlds.parallelStream()
                .map(world -> Map.entry(
                        world,
                        Tally.sum(Simulation.run(in(world), Strategy.NONE, past.traffic(), span.origin(), SEED))
                                .cold()))
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private Candidate choose(Past past, List<Candidate> candidates, World world) {
        Tally none = Tally.sum(Simulation.run(in(world), Strategy.NONE, past.traffic(), span.origin(), SEED));
        double base = money.month(none, past.days());
        List<Tried> tried = candidates.parallelStream()
                .map(candidate -> {
                    List<Kept> byDay = IntStream.range(0, past.days())
                            .mapToObj(day -> candidate.without(past, day))
                            .toList();
                    Targets targets = now -> target(byDay.get(Math.clamp(span.day(now), 0, past.days() - 1)), now);
                    Tally tally = Tally.sum(Simulation.run(
                            in(world), cycles(targets, span.origin()), past.traffic(), span.origin(), SEED));
                    int entries = candidate.fit(past) instanceof Kept.ByHours(WeekPlan plan)
                            ? plan.entries().size()
                            : 1;
                    return new Tried(candidate, entries, money.month(tally, past.days()) - base, perThousand(tally));
                })
                .toList();
        Comparator<Tried> cheapest = Comparator.comparingDouble(Tried::usd).thenComparingDouble(Tried::coldPerThousand);
        Comparator<Tried> warmest =
                Comparator.comparingDouble(Tried::coldPerThousand).thenComparingDouble(Tried::usd);
        return switch (question) {
            case Question.ColdStarts asked -> {
                List<Tried> keeping = tried.stream()
                        .filter(one -> one.coldPerThousand() <= MARGIN * asked.perThousand())
                        .toList();
                yield keeping.stream()
                        .min(cheapest)
                        .map(one -> simplest(keeping, one))
                        .orElseGet(() -> tried.stream().min(warmest).orElseThrow())
                        .candidate();
            }
            case Question.Budget asked ->
                tried.stream()
                        .filter(one -> one.usd() <= asked.usdAMonth())
                        .min(warmest)
                        .or(() -> tried.stream().min(cheapest))
                        .orElseThrow()
                        .candidate();
        };
    }

    /** Of those that cost hardly more than the cheapest the one with the fewest entries. */
    private static Tried simplest(List<Tried> keeping, Tried cheapest) {
        return keeping.stream()
                .filter(one -> one.usd() <= HARDLY_MORE * cheapest.usd() + A_CENT)
                .min(Comparator.comparingInt(Tried::entries).thenComparingDouble(Tried::usd))
                .orElse(cheapest);
    }

    private Result judge(Judged judged, Past all) {
        List<Kept> fitted =
                blocks.stream().map(block -> judged.fit().apply(block.past())).toList();
        Strategy strategy = judged.canBeHad() ? strategy(fitted) : oracle(all);
        List<Result> everywhere = worlds.parallelStream()
                .map(world -> {
                    List<Tally> days = test(strategy, world);
                    Tally none = Tally.sum(test(Strategy.NONE, world));
                    Tally sum = Tally.sum(days);
                    return new Result(
                            judged.name(),
                            judged.canBeHad() ? Optional.of(judged.fit().apply(all)) : Optional.empty(),
                            world,
                            days,
                            perThousand(sum),
                            interval(days),
                            money.month(sum, days.size()) - money.month(none, days.size()),
                            money.monthAfterFreeTier(sum, days.size()) - money.monthAfterFreeTier(none, days.size()));
                })
                .toList();
        return everywhere.stream()
                .max(Comparator.comparingDouble(Result::coldPerThousand).thenComparingDouble(Result::usd))
                .orElseThrow();
    }

    private List<Tally> test(Strategy strategy, World world) {
        return test(strategy, world, Watcher.NOBODY);
    }

    /** The days that were held out; the day before runs too, so that none begins with nothing warm. */
    private List<Tally> test(Strategy strategy, World world, Watcher watcher) {
        List<Tally> days =
                Simulation.run(in(world), strategy, traffic.between(eve(), span.end()), eve(), SEED, watcher);
        int expected = span.days() - testFrom;
        List<Tally> tested = new ArrayList<>(days.subList(1, days.size()));
        while (tested.size() < expected) {
            tested.add(Tally.sum(List.of()));
        }
        return tested;
    }

    private long eve() {
        return span.begin(testFrom - 1);
    }

    private Strategy strategy(List<Kept> fitted) {
        return switch (fitted.getFirst()) {
            case Kept.Nothing _ -> Strategy.NONE;
            case Kept.Fixed _, Kept.ByHours _ -> cycles(targets(fitted), eve());
            case Kept.SelfFinding(int min, int max) -> new SelfFinding(new Target(min, max), eve(), PERIOD, HOLD);
            case Kept.Provisioned _, Kept.ProvisionedByHours _ -> new Provisioned(targets(fitted), eve(), PERIOD);
            case Kept.Autoscaled scaled ->
                new Autoscaled(scaled.minimum(), scaled.maximum(), scaled.utilisation(), eve());
        };
    }

    private Targets targets(List<Kept> fitted) {
        return now -> {
            int block = 0;
            while (block + 1 < blocks.size() && blocks.get(block + 1).from() <= span.day(now)) {
                block++;
            }
            return target(fitted.get(block), now);
        };
    }

    private static int target(Kept kept, long now) {
        return switch (kept) {
            case Kept.Fixed fixed -> fixed.environments();
            case Kept.ByHours hours -> hours.plan().at(now);
            case Kept.Provisioned provisioned -> provisioned.environments();
            case Kept.ProvisionedByHours hours -> Math.max(1, hours.plan().at(now));
            case Kept.Nothing _, Kept.SelfFinding _, Kept.Autoscaled _ -> 0;
        };
    }

    /** Knows what each next five minutes will need. */
    private Strategy oracle(Past all) {
        long period = PERIOD.toMillis() * 1_000;
        return cycles(now -> all.demand().peak(now, now + period), eve());
    }

    private static Strategy cycles(Targets targets, long from) {
        return new Cycles(targets, from, PERIOD, HOLD);
    }

    private List<Point> curve(Past all, World world) {
        double base = money.month(Tally.sum(test(Strategy.NONE, world)), span.days() - testFrom);
        List<Point> points = new ArrayList<>();
        points.addAll(curve("fixed", Candidate.numbers(all), world, base));
        points.addAll(curve(BY_HOURS, Candidate.hours(blocks.getFirst().past()), world, base));
        return points;
    }

    private List<Point> curve(String family, List<Candidate> candidates, World world, double base) {
        progress.step("the curve of " + family, 0, candidates.size());
        return candidates.parallelStream()
                .map(candidate -> {
                    Strategy strategy = strategy(blocks.stream()
                            .map(block -> candidate.fit(block.past()))
                            .toList());
                    List<Tally> days = test(strategy, world);
                    Tally sum = Tally.sum(days);
                    String setting =
                            switch (candidate) {
                                case Candidate.Environments environments -> environments.number() + " environments";
                                case Candidate.Share share ->
                                    "for " + share.level().share() * 100 + " % of the minutes";
                                case Candidate.Hours hours ->
                                    "for " + Figures.number(hours.level().share() * 100) + " % of an hour's minutes"
                                            + (hours.level().factor() > 1
                                                    ? " × " + hours.level().factor()
                                                    : "")
                                            + (hours.round() == Round.COARSE ? ", doubled" : "")
                                            + switch (hours.classing()) {
                                                case EVERY_DAY -> "";
                                                case WEEKENDS_APART -> ", weekends apart";
                                                case EACH_DAY -> ", each day apart";
                                            };
                            };
                    return new Point(family, setting, money.month(sum, days.size()) - base, perThousand(sum));
                })
                .sorted(Comparator.comparingDouble(Point::usd))
                .toList();
    }

    private Optional<Result> recommend(List<Result> results) {
        List<Result> had =
                results.stream().filter(result -> result.kept().isPresent()).toList();
        Comparator<Result> cheapest =
                Comparator.comparingDouble(Result::usd).thenComparingDouble(Result::coldPerThousand);
        Comparator<Result> warmest =
                Comparator.comparingDouble(Result::coldPerThousand).thenComparingDouble(Result::usd);
        return switch (question) {
            case Question.ColdStarts asked ->
                had.stream()
                        .filter(this::surelyKeeps)
                        .min(cheapest)
                        .or(() -> had.stream()
                                .filter(result -> result.coldPerThousand() <= asked.perThousand())
                                .min(Comparator.comparingDouble(Result::surelyAtMost)))
                        .or(() -> had.stream().min(warmest));
            case Question.Budget _ ->
                had.stream().filter(this::surelyKeeps).min(warmest).or(() -> had.stream()
                        .min(cheapest));
        };
    }

    private boolean surelyKeeps(Result result) {
        return switch (question) {
            case Question.ColdStarts asked -> result.surelyAtMost() <= asked.perThousand();
            case Question.Budget asked -> result.usd() <= asked.usdAMonth();
        };
    }

    private static double perThousand(Tally tally) {
        return tally.requests() == 0 ? 0 : 1_000.0 * tally.cold() / tally.requests();
    }

    private static Optional<Interval> interval(List<Tally> days) {
        if (days.size() < FEW_DAYS) {
            return Optional.empty();
        }
        Interval drawn = new Bootstrap(SEED)
                .ratioOfSums(
                        days.stream().mapToDouble(day -> 1_000.0 * day.cold()).toArray(),
                        days.stream().mapToDouble(Tally::requests).toArray(),
                        CONFIDENCE);
        Tally sum = Tally.sum(days);
        // Of nothing a bootstrap makes nothing, however few requests there were.
        return Optional.of(
                sum.cold() == 0
                        ? new Interval(0, 1_000 * RULE_OF_THREE / Math.max(RULE_OF_THREE, (double) sum.requests()))
                        : drawn);
    }

    private Settings in(World world) {
        return settings.in(world.idle(), world.routing());
    }

    /** The highest minute of each quarter of an hour that stands out, the highest first. */
    private List<Spike> spikes(Past all) {
        Demand demand = all.demand();
        List<Spike> spikes = new ArrayList<>();
        int quarter = 15;
        for (int minute = 0; minute < demand.minutes(); minute += quarter) {
            int end = Math.min(demand.minutes(), minute + quarter);
            int highest = IntStream.range(minute, end)
                    .boxed()
                    .max(Comparator.comparingInt(demand::peak))
                    .orElseThrow();
            int needed = demand.peak(highest);
            if (needed >= LEAST_SPIKE) {
                int usual = all.mostAround(demand.begin(highest), span.day(demand.begin(highest)));
                if (needed > SPIKE * usual && needed - usual >= LEAST_SPIKE) {
                    spikes.add(new Spike(span.local(demand.begin(highest)), needed, usual));
                }
            }
        }
        return spikes.stream()
                .sorted(Comparator.comparingInt((Spike spike) -> spike.usual() - spike.needed()))
                .limit(MOST_SPIKES)
                .toList();
    }

    private List<Integer> needed(Past all) {
        int[] needed = new int[WeekPlan.HOURS];
        for (int minute = 0; minute < all.demand().minutes(); minute++) {
            int hour = span.hourOfWeek(all.demand().begin(minute));
            needed[hour] = Math.max(needed[hour], all.demand().peak(minute));
        }
        return boxed(needed);
    }

    private static List<Integer> boxed(int[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /** The busiest of the days that were held out. */
    private Optional<Replayed> replay(Result advised, Past all) {
        return advised.kept().map(kept -> {
            int day = IntStream.range(testFrom, span.days())
                    .boxed()
                    .max(Comparator.comparingInt(
                            one -> traffic.firstFrom(span.begin(one + 1)) - traffic.firstFrom(span.begin(one))))
                    .orElseThrow();
            int[] needed = new int[Replayed.SPANS];
            int[] environments = new int[Replayed.SPANS];
            int[] cold = new int[Replayed.SPANS];
            long period = PERIOD.toMillis() * 1_000;
            Strategy strategy = strategy(blocks.stream().map(_ -> kept).toList());
            test(strategy, advised.world(), (at, fate, busy, there) -> {
                if (span.day(at) == day) {
                    int fiveMinutes = (int) ((at - span.begin(day)) / period);
                    environments[fiveMinutes] = Math.max(environments[fiveMinutes], there);
                    cold[fiveMinutes] += fate == Watcher.Fate.COLD ? 1 : 0;
                }
            });
            Arrays.setAll(
                    needed, i -> all.demand().peak(span.begin(day) + i * period, span.begin(day) + (i + 1) * period));
            return new Replayed(
                    span.local(span.begin(day)).toLocalDate(), boxed(needed), boxed(environments), boxed(cold));
        });
    }

    private List<String> warnings(Past all) {
        List<String> warnings = new ArrayList<>();
        int highest = all.highest();
        long peaks = IntStream.range(0, all.demand().minutes() / 60)
                .filter(hour -> highest >= 2
                        && 2
                                        * all.demand()
                                                .peak(
                                                        all.demand().begin(hour * 60),
                                                        all.demand().begin(hour * 60 + 60))
                                >= highest)
                .count();
        if (span.days() < FEW_DAYS || peaks < FEW_PEAKS) {
            warnings.add(
                    "Too little data to rely on: " + span.days() + " days, in which " + peaks
                            + " hours came to half of the highest peak or more. At least three days and twenty such hours are needed.");
        }
        if (recording.starts().isEmpty()) {
            warnings.add("No start is in the data, so starts are taken to last as " + ColdStartTable.source() + ".");
        }
        if (settings.concurrency()
                > Settings.of(settings.starts(), settings.idle(), settings.routing(), PROVISIONING)
                        .concurrency()) {
            warnings.add("Users need more than half of an account's default concurrency of 1,000: "
                    + settings.concurrency() + " were allowed here.");
        }
        return warnings;
    }

    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
