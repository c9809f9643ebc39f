package dev.hearth.lab.lambda;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS's {@code X-Amzn-Trace-Id}, and the guard against recursion that rides on it: {@code Lineage} counts how often the
 * chain has invoked each function, {@code a87bd80c:1|68fd508a:5}, functions by 8 hexadecimal digits (AWS X-Ray
 * developer guide, "Tracing header"). AWS's SDKs pass the header on from an invocation to what it calls.
 */
final class TraceHeader {

    /** How often one chain may invoke a function (AWS Lambda developer guide, "Recursive loop detection"). */
    static final int LONGEST_CHAIN = 16;

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern COUNTED = Pattern.compile("([0-9a-fA-F]{8}):(\\d{1,5})");

    private TraceHeader() {}

    /** What the function gets: the caller's trace, or a new one that is not sampled; empty if the chain is too long. */
    static Optional<String> of(Optional<String> caller, String functionArn, Instant now, RandomGenerator random) {
        Map<String, String> fields = fields(caller.orElse(""));
        Map<String, Integer> lineage = lineage(fields.getOrDefault("Lineage", ""));
        int count = lineage.merge(HEX.toHexDigits(functionArn.hashCode()), 1, Integer::sum);
        if (count > LONGEST_CHAIN) {
            return Optional.empty();
        }
        fields.computeIfAbsent("Root", key -> newRoot(now, random));
        fields.computeIfAbsent("Parent", key -> HEX.toHexDigits(random.nextLong()));
        return Optional.of("Root=" + fields.get("Root")
                + ";Parent=" + fields.get("Parent")
                + ";Sampled=" + fields.getOrDefault("Sampled", "0")
                + ";Lineage="
                + lineage.entrySet().stream()
                        .map(counted -> counted.getKey() + ":" + counted.getValue())
                        .collect(joining("|")));
    }

    private static Map<String, String> fields(String header) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : header.split(";", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals).strip(),
                        field.substring(equals + 1).strip());
            }
        }
        return fields;
    }

    private static Map<String, Integer> lineage(String text) {
        Map<String, Integer> lineage = new LinkedHashMap<>();
        for (Matcher counted = COUNTED.matcher(text); counted.find(); ) {
            lineage.put(counted.group(1), Integer.valueOf(counted.group(2)));
        }
        return lineage;
    }

    private static String newRoot(Instant now, RandomGenerator random) {
        return "1-" + HEX.toHexDigits((int) now.getEpochSecond()) + "-" + HEX.toHexDigits(random.nextLong())
                + HEX.toHexDigits(random.nextInt());
    }
}
