package dev.hearth.lab.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a schedule is due: {@code rate(value unit)}, {@code cron(fields)} or {@code at(yyyy-mm-ddThh:mm:ss)}
 * (EventBridge Scheduler user guide, "Schedule types"; EventBridge user guide, "Scheduled rules").
 */
public sealed interface Expression permits Every, Cron, At {

    /**
     * The first occurrence that is not before {@code earliest}; empty where none is left.
     *
     * @param begin what a rate counts from
     * @param zone where the fields of cron and at count
     */
    Optional<Instant> next(Instant earliest, Instant begin, ZoneId zone);

    /** As EventBridge Scheduler takes it. */
    static Expression parse(String text) {
        return parse(text, false);
    }

    /** As a rule takes it: {@code rate(1 minute)} but {@code rate(5 minutes)}, and no {@code at()}. */
    static Expression parseRule(String text) {
        return parse(text, true);
    }

    private static Expression parse(String text, boolean rule) {
        if (text.length() > Forms.LONGEST) {
            throw new IllegalArgumentException("a schedule expression has at most " + Forms.LONGEST
                    + " characters, not " + text.length() + "; write " + Forms.EXAMPLES);
        }
        Matcher form = Forms.EXPRESSION.matcher(text.strip());
        if (form.matches()) {
            String content = form.group("content").strip();
            return switch (form.group("kind")) {
                case "rate" -> Every.parse(content, rule);
                case "cron" -> Cron.parse(content);
                default -> {
                    if (rule) {
                        throw new IllegalArgumentException(
                                text + ": rules have rate() and cron() only; EventBridge Scheduler has at()");
                    }
                    yield At.parse(content);
                }
            };
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no schedule expression; " + Forms.suggestion(text.strip()));
    }

    /** What expressions look like, and what those who got it wrong may have meant. */
    final class Forms {

        /** EventBridge Scheduler's limit (API reference, {@code CreateSchedule}, {@code ScheduleExpression}). */
        private static final int LONGEST = 256;

        private static final String EXAMPLES = "rate(5 minutes), cron(0 8 ? * MON-FRI *) or at(2026-11-23T18:00:00)";
        private static final Pattern EXPRESSION = Pattern.compile("(?<kind>rate|cron|at)\\((?<content>[^()]*)\\)");
        private static final Pattern BARE_RATE = Pattern.compile("\\d+ +[a-z]+");
        private static final Pattern BARE_CRON = Pattern.compile("[^()\\s]+(\\s+[^()\\s]+){4,5}");

        private Forms() {}

        private static String suggestion(String text) {
            if (BARE_RATE.matcher(text).matches()) {
                return "write rate(" + text + ")";
            }
            if (BARE_CRON.matcher(text).matches()) {
                return "write " + Cron.suggestion(text.split("\\s+"));
            }
            return "write " + EXAMPLES;
        }
    }
}
