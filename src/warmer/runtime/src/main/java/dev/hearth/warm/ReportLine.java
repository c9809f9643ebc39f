package dev.hearth.warm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What Lambda says in the last line of an invocation's log, as text or as JSON (AWS Lambda developer guide, "Using the JSON log
 * format", and Telemetry API reference, {@code platform.report}). Who invokes may ask for the log's last 4 KB ({@code LogType} of the
 * Invoke API), and gets them once the invocation is over and its line written.
 */
final class ReportLine {
    private static final List<String> BILLED = List.of("\tBilled Duration: ", "\"billedDurationMs\":");

    /** More digits would not fit into a number, and nothing is billed for so long. */
    private static final int MOST_DIGITS = 9;

    private ReportLine() {}

    /**
     * What is billed; empty where the line is missing, or its figure.
     *
     * @param log the end of a log, in Base64
     */
    static Optional<Duration> billed(String log) {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return BILLED.stream()
                .filter(text::contains)
                .map(before -> text.substring(text.lastIndexOf(before) + before.length()))
                .map(ReportLine::digits)
                .filter(digits -> !digits.isEmpty() && digits.length() <= MOST_DIGITS)
                .findFirst()
                .map(digits -> Duration.ofMillis(Long.parseLong(digits)));
    }

    private static String digits(String text) {
        return text.chars()
                .dropWhile(Character::isWhitespace)
                .takeWhile(character -> character >= '0' && character <= '9')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
