package dev.hearth.lab.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.CycleReportReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a warm cycle answered, for a person. */
public record CycleLine(CycleReport report) {

    private static final MathContext THREE_DIGITS = new MathContext(3);

    /** Empty where the answer is no report: the function carries no warmer, say. */
    public static Optional<CycleLine> of(JsonNode answer) {
        return CycleReportReader.read(answer).map(CycleLine::new);
    }

    /** Whether it did not do what it was asked to. */
    public boolean fellShort() {
        return report.happened().reached() < report.asked().target()
                || report.asked().uncapped().isPresent();
    }

    /** In one line: {@code 20 of 20 warm, 20 of them cold, 1 round, spread 12 ms, billed 0.21 GB-s, $0.0000036}. */
    public String line() {
        return switch (report) {
            case CycleReport.Dropped dropped -> "dropped: " + dropped.why();
            case CycleReport.Led led -> line(led);
        };
    }

    private static String line(CycleReport.Led led) {
        CycleReport.Happened happened = led.happened();
        List<String> parts = new ArrayList<>();
        parts.add(happened.reached() + " of " + led.asked().target() + " warm");
        led.asked().uncapped().ifPresent(asked -> parts.add(asked + " asked for, capped by HEARTH_WARM_MAX_TARGET"));
        parts.add(happened.cold() + " of them cold");
        led.found().ifPresent(found -> {
            parts.add(found.demand() + " at once needed");
            parts.add(found.why());
        });
        parts.add(counted(happened.rounds(), "round"));
        parts.add("window " + happened.window().toMillis() + " ms");
        parts.add("spread " + happened.spread().toMillis() + " ms");
        if (happened.throttled() > 0) {
            parts.add(happened.throttled() + " throttled");
        }
        if (happened.failed() > 0) {
            parts.add(happened.failed() + " failed");
        }
        led.cost().ifPresent(cost -> {
            parts.add("billed " + rounded(cost.billedGbSeconds()) + " GB-s");
            parts.add("$" + rounded(cost.costUsd()));
        });
        led.stopped().ifPresent(parts::add);
        led.problem().ifPresent(parts::add);
        return String.join(", ", parts);
    }

    private static String rounded(BigDecimal amount) {
        return amount.round(THREE_DIGITS).toPlainString();
    }

    public static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
