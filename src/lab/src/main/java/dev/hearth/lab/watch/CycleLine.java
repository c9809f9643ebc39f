package dev.hearth.lab.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a warm cycle answered, for a person. */
public record CycleLine(JsonNode json) {

    private static final MathContext THREE_DIGITS = new MathContext(3);

    /** Empty where the answer is no report: the function carries no warmer, say. */
    public static Optional<CycleLine> of(JsonNode answer) {
        return answer.path("target").isInt() && answer.path("reached").isInt()
                ? Optional.of(new CycleLine(answer))
                : Optional.empty();
    }

    int target() {
        return json.path("target").asInt();
    }

    int reached() {
        return json.path("reached").asInt();
    }

    /** Whether it did not do what it was asked to. */
    public boolean fellShort() {
        return reached() < target() || json.has("asked");
    }

    /** In one line: {@code 20 of 20 warm, 20 of them cold, 1 round, spread 12 ms, billed 0.21 GB-s, $0.0000036}. */
    public String line() {
        if (json.has("dropped")) {
            return "dropped: " + json.path("dropped").asText();
        }
        List<String> parts = new ArrayList<>();
        parts.add(reached() + " of " + target() + " warm");
        if (json.has("asked")) {
            parts.add(json.path("asked").asText() + " asked for, capped by HEARTH_WARM_MAX_TARGET");
        }
        parts.add(json.path("cold").asInt() + " of them cold");
        parts.add(counted(json.path("rounds").asInt(), "round"));
        parts.add("window " + json.path("windowMs").asLong() + " ms");
        parts.add("spread " + json.path("spreadMs").asLong() + " ms");
        if (json.path("throttled").asInt() > 0) {
            parts.add(json.path("throttled").asInt() + " throttled");
        }
        if (json.path("failed").asInt() > 0) {
            parts.add(json.path("failed").asInt() + " failed");
        }
        amount("billedGbSeconds").ifPresent(amount -> parts.add("billed " + amount + " GB-s"));
        amount("costUsd").ifPresent(amount -> parts.add("$" + amount));
        text("stopped").ifPresent(parts::add);
        text("problem").ifPresent(parts::add);
        return String.join(", ", parts);
    }

    private Optional<String> amount(String field) {
        return Optional.of(json.path(field))
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue)
                .map(amount -> amount.round(THREE_DIGITS))
                .map(BigDecimal::toPlainString);
    }

    private Optional<String> text(String field) {
        return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    public static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
