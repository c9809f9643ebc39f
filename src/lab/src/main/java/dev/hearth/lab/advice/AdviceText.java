package dev.hearth.lab.advice;

import dev.hearth.lab.report.Table;
import dev.hearth.lab.simulation.Tally;
import dev.hearth.lab.traffic.Recording;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An advice in words, for the terminal and the page. */
public final class AdviceText {

    private static final DateTimeFormatter SPIKE = DateTimeFormatter.ofPattern("EEEE, d MMMM, H:mm", Locale.ENGLISH);

    private static final double MICROS_A_SECOND = 1e6;
    private static final double DAYS_A_MONTH = 30;

    private AdviceText() {}

    /** What was read, and what of it could not be. */
    public static List<String> reading(Advice advice) {
        Recording recording = advice.recording();
        List<String> lines = new ArrayList<>();
        Recording.Lines read = recording.lines();
        lines.add(String.format(
                Locale.ROOT,
                "%,d requests in %d days from %s (%s); %,d met a cold start, %,d starts were AWS's own; %,d other lines",
                recording.traffic().size(),
                advice.span().days(),
                advice.span().local(advice.span().origin()).toLocalDate(),
                advice.span().zone(),
                recording.coldStarts(),
                recording.earlyStarts(),
                read.others()));
        if (read.unreadable() > 0) {
            lines.add(String.format(Locale.ROOT, "! %,d lines could not be read, such as", read.unreadable()));
            read.examples().forEach(example -> lines.add("!   " + example));
        }
        lines.addAll(recording.notes());
        recording
                .observed()
                .ifPresent(observed -> lines.add("Log streams show environments that were idle for "
                        + observed.longestIdle().toMinutes() + " min and alive"
                        + observed.routing()
                                .map(routing -> ", and the "
                                        + switch (routing) {
                                            case RECENT -> "most recently used";
                                            case LEAST_RECENT -> "least recently used";
                                            case RANDOM -> "one at random";
                                        }
                                        + " first of those idle")
                                .orElse("")
                        + "."));
        lines.add(worlds(advice.worlds()));
        return lines;
    }

    private static String worlds(List<World> worlds) {
        List<Duration> idle =
                worlds.stream().map(World::idle).distinct().sorted().toList();
        long routings = worlds.stream().map(World::routing).distinct().count();
        return (idle.size() == 1
                        ? "An idle environment is taken to live for "
                                + idle.getFirst().toMinutes() + " min"
                        : "How long an idle environment lives is not known: "
                                + idle.getFirst().toMinutes() + " to "
                                + idle.getLast().toMinutes() + " min were tried")
                + (routings == 1 ? "" : ", and every way to choose among those idle")
                + "; each strategy is judged by its worst.";
    }

    /** All strategies side by side. */
    public static Table table(Advice advice) {
        return new Table(
                "On " + advice.testedDays()
                        + " days that no strategy was fitted to, made a month; $ beside what nothing kept costs",
                2,
                List.of(
                        "",
                        "keeps",
                        "cold in 1,000",
                        "95 % CI",
                        "users waited",
                        "$ a month",
                        "less free tier",
                        "refused",
                        "cold beside a cycle"),
                advice.results().stream().map(result -> row(result, advice)).toList());
    }

    private static List<String> row(Result result, Advice advice) {
        Tally sum = result.sum();
        boolean isAdvised = advice.advised().equals(Optional.of(result));
        return List.of(
                (isAdvised ? "> " : "  ") + result.name(),
                result.kept().map(AdviceText::inShort).orElse("what the next 5 minutes need"),
                Figures.number(result.coldPerThousand()),
                result.interval().map(Figures::interval).orElse("–"),
                Figures.number(sum.lostMicros() / MICROS_A_SECOND * DAYS_A_MONTH / advice.testedDays()) + " s",
                Figures.usd(result.usd()),
                Figures.usd(result.usdAfterFreeTier()),
                String.format(Locale.ROOT, "%,d", sum.throttled()),
                sum.cold() + sum.throttled() == 0
                        ? "–"
                        : Figures.number(100.0 * sum.coldBesideHolds() / (sum.cold() + sum.throttled())) + " %");
    }

    private static String inShort(Kept kept) {
        return switch (kept) {
            case Kept.Nothing _ -> "0";
            case Kept.Fixed fixed -> String.valueOf(fixed.environments());
            case Kept.ByHours hours -> inShort(hours.plan());
            case Kept.SelfFinding range -> range.min() + " to " + range.max();
            case Kept.Provisioned provisioned -> String.valueOf(provisioned.environments());
            case Kept.ProvisionedByHours hours -> inShort(hours.plan().atLeast(1));
            case Kept.Autoscaled scaled -> scaled.minimum() + " to " + scaled.maximum();
        };
    }

    private static String inShort(WeekPlan plan) {
        int entries = plan.entries().size();
        return plan.lowest() + " to " + plan.highest() + ", " + entries + (entries == 1 ? " entry" : " entries");
    }

    /** What to do and why. */
    public static String sentence(Advice advice) {
        return (what(advice) + " " + why(advice)).strip();
    }

    /** What to do, and what it does. */
    static String what(Advice advice) {
        if (advice.advised().isEmpty()) {
            return "Interrupted before a strategy was judged.";
        }
        Result advised = advice.advised().get();
        Kept kept = advised.kept().orElseThrow();
        boolean nothing = kept instanceof Kept.Nothing;
        return (nothing ? "Keep nothing warm: " : "Keep " + kept.words() + ": ")
                + Figures.number(advised.coldPerThousand()) + " cold starts in 1,000 requests"
                + advised.interval()
                        .map(interval -> " (95 % CI " + Figures.interval(interval) + ")")
                        .orElse("")
                + (nothing ? "" : " for " + Figures.usd(advised.usd()) + " a month")
                + ", on " + advice.testedDays() + " days that it was not fitted to.";
    }

    /** Whether that is what was asked for, and what else there is. */
    static String why(Advice advice) {
        return advice.advised()
                .map(advised -> "You asked for " + advice.question().words()
                        + (advice.met() ? ". " : ", which this may miss. ") + compared(advice, advised))
                .orElse("");
    }

    private static String compared(Advice advice, Result advised) {
        List<String> others = new ArrayList<>();
        advice.result("none")
                .filter(none -> !none.equals(advised))
                .ifPresent(none -> others.add("with nothing kept there are " + Figures.number(none.coldPerThousand())));
        advice.result("fixed, maximum")
                .filter(maximum -> !maximum.equals(advised))
                .ifPresent(maximum -> others.add("the most that was ever needed, kept at all hours, gives "
                        + Figures.number(maximum.coldPerThousand()) + " for " + Figures.usd(maximum.usd())));
        advice.result(Advisor.ORACLE)
                .ifPresent(oracle -> others.add("a schedule that knew the future would give "
                        + Figures.number(oracle.coldPerThousand()) + " for " + Figures.usd(oracle.usd())));
        if (others.isEmpty()) {
            return "";
        }
        String joined = String.join("; ", others);
        return Character.toUpperCase(joined.charAt(0)) + joined.substring(1) + ".";
    }

    /** Moments that no schedule could have known of. */
    public static List<String> spikes(Advice advice) {
        return advice.spikes().stream()
                .map(spike -> "No schedule meets " + SPIKE.format(spike.at()) + ": " + spike.needed()
                        + " environments at once, where other days needed " + spike.usual()
                        + " at most around that hour.")
                .toList();
    }

    /** The block for Terraform; empty where there is no advice. */
    public static Optional<String> terraform(Advice advice) {
        return advice.advised()
                .flatMap(Result::kept)
                .map(kept -> kept.terraform(advice.deployed().zone().getId()));
    }
}
