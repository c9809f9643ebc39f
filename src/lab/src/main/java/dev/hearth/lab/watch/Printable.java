package dev.hearth.lab.watch;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What comes from outside may hold anything: nothing of it may steer the terminal, forge a line or fill the screen. */
public final class Printable {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\\n]]");
    private static final int LONGEST_LINE = 2_000;

    private Printable() {}

    /** A text of several lines, its other control characters escaped; of a line of more than 2,000 its begin and its end. */
    public static String text(String text) {
        return Arrays.stream(text.split("\n", -1))
                .map(line -> line.length() <= LONGEST_LINE
                        ? line
                        : line.substring(0, LONGEST_LINE / 2) + "…" + line.substring(line.length() - LONGEST_LINE / 2))
                .map(Printable::escaped)
                .collect(Collectors.joining("\n"));
    }

    /** One line of at most 2,000 characters and a mark that it was longer. */
    public static String line(String text) {
        String shown = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…";
        return escaped(shown).replace("\n", "\\u000a");
    }

    private static String escaped(String text) {
        return CONTROL.matcher(text).replaceAll(found -> escaped(found.group().charAt(0)));
    }

    private static String escaped(char control) {
        return String.format(Locale.ROOT, "\\\\u%04x", (int) control);
    }
}
