package dev.hearth.lab.advice;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is kept ready, as Terraform can be told. */
public sealed interface Kept {

    /** Nothing is kept. */
    record Nothing() implements Kept {}

    /** A cycle of so many every five minutes. */
    record Fixed(int environments) implements Kept {}

    /** Cycles every five minutes, by the hour of the week. */
    record ByHours(WeekPlan plan) implements Kept {}

    /** A cycle every five minutes that finds its target within a range. */
    record SelfFinding(int min, int max) implements Kept {}

    record Provisioned(int environments) implements Kept {}

    /** Provisioned concurrency that scheduled actions set by the hour of the week. */
    record ProvisionedByHours(WeekPlan plan) implements Kept {}

    /** Provisioned concurrency under target tracking. */
    record Autoscaled(int minimum, int maximum, double utilisation) implements Kept {}

    /** In a few words. */
    default String words() {
        return switch (this) {
            case Nothing _ -> "nothing";
            case Fixed fixed -> environments(fixed.environments()) + " at all hours";
            case ByHours hours -> hours(hours.plan());
            case SelfFinding range ->
                "as many as its users needed of late, " + range.min() + " to " + range.max() + " environments";
            case Provisioned provisioned -> environments(provisioned.environments()) + " provisioned at all hours";
            case ProvisionedByHours hours -> hours(hours.plan().atLeast(1)) + ", provisioned";
            case Autoscaled scaled ->
                scaled.minimum() + " to " + scaled.maximum() + " provisioned environments, "
                        + String.format(Locale.ROOT, "%.0f", scaled.utilisation() * 100) + " % of them in use";
        };
    }

    private static String environments(int count) {
        return count == 1 ? "1 environment" : count + " environments";
    }

    private static String hours(WeekPlan plan) {
        return plan.equalDays().entrySet().stream()
                .map(days -> DaysInWords.of(days.getValue()) + " " + DaysInWords.targets(days.getKey()))
                .collect(Collectors.joining("; "));
    }

    /** The block to paste into the module's call. */
    default String terraform(String zone) {
        return switch (this) {
            case Nothing _ -> "strategy = { kind = \"none\" }\n";
            case Fixed fixed ->
                """
                strategy = {
                  schedules = {
                    every-5-minutes = { expression = "rate(5 minutes)", target = %d }
                  }
                }
                """
                        .replace("%d", String.valueOf(fixed.environments()));
            case SelfFinding range ->
                """
                strategy = {
                  schedules = {
                    every-5-minutes = { expression = "rate(5 minutes)", target = { min = %min, max = %max } }
                  }
                }
                """
                        .replace("%min", String.valueOf(range.min()))
                        .replace("%max", String.valueOf(range.max()));
            case ByHours hours ->
                "strategy = {\n  schedules = {\n"
                        + aligned(hours.plan().entries().stream()
                                .map(entry -> List.of(
                                        entry.name(),
                                        "{ expression = \"" + entry.expression() + "\", target = " + entry.target()
                                                + (entry.expression().startsWith("rate")
                                                        ? " }"
                                                        : ", timezone = \"" + zone + "\" }")))
                                .toList())
                        + "  }\n}\n";
            case Provisioned provisioned ->
                "strategy = {\n  kind         = \"provisioned\"\n  environments = " + provisioned.environments()
                        + "\n}\n";
            case Autoscaled scaled ->
                String.format(
                        Locale.ROOT,
                        "strategy = {%n  kind        = \"autoscaled\"%n  minimum     = %d%n  maximum     = %d%n  utilisation = %.1f%n}%n",
                        scaled.minimum(),
                        scaled.maximum(),
                        scaled.utilisation());
            case ProvisionedByHours hours -> actions(hours.plan().atLeast(1), zone);
        };
    }

    /** At each hour at which the target changes, and at midnight, the least and the most are set to it. */
    private static String actions(WeekPlan plan, String zone) {
        List<List<String>> actions = new ArrayList<>();
        plan.equalDays().forEach((hours, days) -> {
            for (int hour = 0; hour < hours.size(); hour++) {
                int target = hours.get(hour);
                if (hour == 0 || hours.get(hour - 1) != target) {
                    String at = String.format(Locale.ROOT, "%02d", hour);
                    String cron = new WeekPlan.Entry(days, List.of(hour), target).daysField();
                    actions.add(List.of(
                            WeekPlan.daysName(days) + "-" + at,
                            "{ expression = \"cron(0 " + hour + " ? * " + cron + " *)\", minimum = " + target
                                    + ", maximum = " + target + ", timezone = \"" + zone + "\" }"));
                }
            }
        });
        return "strategy = {\n  kind    = \"autoscaled\"\n  minimum = 1\n  maximum = " + plan.highest()
                + "\n  actions = {\n" + aligned(actions) + "  }\n}\n";
    }

    private static String aligned(List<List<String>> entries) {
        int width = entries.stream()
                .mapToInt(entry -> entry.getFirst().length())
                .max()
                .orElse(0);
        return entries.stream()
                .map(entry -> "    \"" + entry.getFirst() + "\""
                        + " ".repeat(width - entry.getFirst().length()) + " = " + entry.getLast() + "\n")
                .collect(Collectors.joining());
    }

    /** Days and hours for a sentence. */
    final class DaysInWords {

        private DaysInWords() {}

        static String of(List<DayOfWeek> days) {
            List<DayOfWeek> weekdays = List.of(
                    DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
            if (days.size() == DayOfWeek.values().length) {
                return "every day";
            }
            if (days.equals(weekdays)) {
                return "on weekdays";
            }
            if (days.equals(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY))) {
                return "at weekends";
            }
            return "on " + days.stream().map(day -> capitalised(day.name())).collect(Collectors.joining(", "));
        }

        static String targets(List<Integer> hours) {
            List<String> parts = new ArrayList<>();
            int from = 0;
            for (int hour = 1; hour <= hours.size(); hour++) {
                if (hour == hours.size() || !hours.get(hour).equals(hours.get(from))) {
                    String span = from == 0 && hour == hours.size() ? "at all hours" : "from " + from + " to " + hour;
                    parts.add(hours.get(from) + " " + span);
                    from = hour;
                }
            }
            return String.join(", ", parts);
        }

        private static String capitalised(String name) {
            return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
        }
    }
}
