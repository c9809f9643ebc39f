package dev.hearth.lab.lambda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function as a caller names it: bare ({@code hello}), with a qualifier ({@code hello:live}), by partial ARN
 * ({@code 123456789012:function:hello}) or by full ARN, each with a qualifier or without (AWS Lambda API, Invoke,
 * {@code FunctionName}).
 *
 * @param name the bare name
 * @param qualifier version or alias
 */
public record FunctionName(String name, Optional<String> qualifier) {

    public static final String LATEST = "$LATEST";

    private static final Pattern FORM =
            Pattern.compile("(?:(?:arn:(?:aws[a-zA-Z-]*):lambda:[a-z0-9-]+:)?\\d{12}:function:|function:)?"
                    + "(?<name>[a-zA-Z0-9-_]{1,64})(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
    private static final Pattern QUALIFIER = Pattern.compile("[a-zA-Z0-9-_]{1,128}");

    /** Empty where the text is no function's name in any of the forms. */
    public static Optional<FunctionName> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new FunctionName(form.group("name"), Optional.ofNullable(form.group("qualifier"))))
                : Optional.empty();
    }

    /** With its qualifier, if it has one, as {@link #parse} takes it. */
    public String text() {
        return name + qualifier.map(":"::concat).orElse("");
    }

    /** As a message shows what somebody wrote: on one line. */
    static String quoted(String text) {
        return "'" + text.replaceAll("\\R", "?") + "'";
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a function's name is 1 to 64 letters, digits, - or _, not: " + quoted(name));
        }
        return name;
    }

    static void requireQualifier(String qualifier) {
        if (!QUALIFIER.matcher(qualifier).matches()) {
            throw new IllegalArgumentException(
                    "an alias is 1 to 128 letters, digits, - or _, not: " + quoted(qualifier));
        }
    }
}
