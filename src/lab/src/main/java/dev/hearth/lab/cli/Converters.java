package dev.hearth.lab.cli;

import dev.hearth.cost.PriceTable;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.http.HttpKind;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.peers.Pool;
import dev.hearth.lab.report.Budget;
import dev.hearth.lab.schedule.Expression;
import dev.hearth.warm.event.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From what a user types to what the options mean. */
final class Converters {

    private Converters() {}

    /** {@code 300ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
    static final class DurationConverter implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("(?<value>\\d{1,9})(?<unit>ms|s|m|h)");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no duration; write a number with ms, s, m or h: 300ms, 30s, 5m, 1h");
            }
            long value = Long.parseLong(form.group("value"));
            return switch (form.group("unit")) {
                case "ms" -> Duration.ofMillis(value);
                case "s" -> Duration.ofSeconds(value);
                case "m" -> Duration.ofMinutes(value);
                default -> Duration.ofHours(value);
            };
        }
    }

    /** {@code 20}, {@code 2-100}, and {@code 0} for none. */
    static final class TargetConverter implements ITypeConverter<WantedTarget> {

        private static final Pattern FORM = Pattern.compile("(?<min>\\d{1,18})(-(?<max>\\d{1,18}))?");

        @Override
        public WantedTarget convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no number of environments; write one, as 20, or a range, as 2-100");
            }
            long min = Long.parseLong(form.group("min"));
            Optional<String> most = Optional.ofNullable(form.group("max"));
            long max = most.map(Long::parseLong).orElse(min);
            if (max < min || (min == 0 && most.isPresent())) {
                throw new TypeConversionException(
                        "'" + text + "' is no range of environments; it goes from 1 or more to as many or more: 2-100");
            }
            return min == 0 ? WantedTarget.NONE : new WantedTarget(Optional.of(new Target(min, max)));
        }
    }

    static final class MemoryConverter implements ITypeConverter<MemorySize> {

        @Override
        public MemorySize convert(String text) {
            try {
                return new MemorySize(Integer.parseInt(text));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("memory size is a number of MB, 128 to 10240, not '" + text + "'");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A region that the price table has. */
    static final class PricedRegionConverter implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (PriceTable.current().regionNames().contains(text)) {
                return text;
            }
            throw new TypeConversionException("there are no prices for '" + text + "'; the table has "
                    + String.join(", ", PriceTable.current().regionNames()));
        }
    }

    /** A number of days, up to a year. */
    static final class DaysConverter implements ITypeConverter<Integer> {

        private static final Pattern FORM = Pattern.compile("\\d{1,3}");
        private static final int MOST = 365;

        @Override
        public Integer convert(String text) {
            int days = FORM.matcher(text).matches() ? Integer.parseInt(text) : 0;
            if (days < 1 || days > MOST) {
                throw new TypeConversionException("'" + text + "' is no number of days from 1 to " + MOST);
            }
            return days;
        }
    }

    /** So many of so many. */
    record Share(double value) {}

    /** {@code 1/1000}. */
    static final class ShareConverter implements ITypeConverter<Share> {

        private static final Pattern FORM = Pattern.compile("(?<part>\\d{1,9})/(?<whole>[1-9]\\d{0,9})");

        @Override
        public Share convert(String text) {
            Matcher form = FORM.matcher(text);
            if (form.matches()) {
                double share = Double.parseDouble(form.group("part")) / Double.parseDouble(form.group("whole"));
                if (share <= 1) {
                    return new Share(share);
                }
            }
            throw new TypeConversionException("'" + text + "' is no share of the requests; write one like 1/1000");
        }
    }

    /** US dollars. */
    record Usd(double value) {}

    /** {@code 5}, {@code 0.50}. */
    static final class UsdConverter implements ITypeConverter<Usd> {

        private static final Pattern FORM = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

        @Override
        public Usd convert(String text) {
            if (FORM.matcher(text).matches()) {
                return new Usd(Double.parseDouble(text));
            }
            throw new TypeConversionException("'" + text + "' is no sum of US dollars; write one like 5 or 0.50");
        }
    }

    /** An expression and how it was written. */
    record WrittenExpression(String text, Expression expression) {}

    static final class WrittenExpressionConverter implements ITypeConverter<WrittenExpression> {

        @Override
        public WrittenExpression convert(String text) {
            try {
                return new WrittenExpression(text, Expression.parse(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class ZoneConverter implements ITypeConverter<ZoneId> {

        @Override
        public ZoneId convert(String text) {
            try {
                ZoneId zone = ZoneId.of(text);
                // EventBridge Scheduler knows zones by name alone.
                if (!(zone instanceof ZoneOffset)) {
                    return zone;
                }
            } catch (DateTimeException e) {
                throw refusal(text);
            }
            throw refusal(text);
        }

        private static TypeConversionException refusal(String text) {
            return new TypeConversionException("'" + text + "' is no time zone; write one like Europe/Berlin or UTC");
        }
    }

    static final class PathConverter implements ITypeConverter<Path> {

        @Override
        public Path convert(String text) {
            try {
                if (!text.isBlank()) {
                    return Path.of(text);
                }
            } catch (InvalidPathException e) {
                throw new TypeConversionException("'" + text + "' is no path: " + e.getReason());
            }
            throw new TypeConversionException("'" + text + "' is no path; name a file or a folder");
        }
    }

    /**
     * The path that a text names, which is no option's own.
     *
     * @throws Refusal if it names none
     */
    static Path path(String text) {
        try {
            return new PathConverter().convert(text);
        } catch (TypeConversionException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    /** A file that can be written, there or not yet: found out before an hour is spent on what goes into it. */
    static final class WrittenFileConverter implements ITypeConverter<Path> {

        @Override
        public Path convert(String text) {
            Path file = new PathConverter().convert(text).toAbsolutePath();
            var _ = new FolderConverter()
                    .convert(Optional.ofNullable(file.getParent()).orElse(file).toString());
            try {
                if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                    throw new TypeConversionException("'" + text + "' is no file");
                }
            } catch (NoSuchFileException e) {
                return file;
            } catch (IOException e) {
                throw new TypeConversionException("'" + text + "' can be no file: " + e.getMessage());
            }
            return file;
        }
    }

    /** A zip that is there. */
    static final class ZipConverter implements ITypeConverter<Path> {

        @Override
        public Path convert(String text) {
            Path zip = new PathConverter().convert(text);
            try (InputStream in = Files.newInputStream(zip)) {
                if (in.read() == 'P' && in.read() == 'K') {
                    return zip;
                }
                throw new TypeConversionException("'" + text + "' is no zip");
            } catch (IOException e) {
                throw new TypeConversionException("cannot read '" + text + "' as a zip: " + e);
            }
        }
    }

    /** {@code [FUNCTION:]ZIP}, as it is typed: which functions there are is known later. */
    static final class LayerConverter implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            boolean whole = text.indexOf(':') < 0 || Files.exists(new PathConverter().convert(text));
            var _ = new ZipConverter().convert(whole ? text : text.substring(text.indexOf(':') + 1));
            return text;
        }
    }

    /** A folder that is there or can be made: found out before an hour is spent on what goes into it. */
    static final class FolderConverter implements ITypeConverter<Path> {

        @Override
        public Path convert(String text) {
            Path folder = new PathConverter().convert(text);
            Path above = folder.toAbsolutePath();
            while (!exists(above, text)) {
                above = above.getParent();
            }
            if (!Files.isDirectory(above)) {
                throw new TypeConversionException("'" + text + "' can be no folder: " + above + " is none");
            }
            if (!Files.isWritable(above)) {
                throw new TypeConversionException("'" + text + "' cannot be written: " + above + " is not yours");
            }
            return folder;
        }

        private static boolean exists(Path path, String text) {
            try {
                var _ = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return true;
            } catch (NoSuchFileException e) {
                return false;
            } catch (IOException e) {
                throw new TypeConversionException("'" + text + "' can be no folder: " + e.getMessage());
            }
        }
    }

    /** A function as the Invoke API takes it. */
    static final class FunctionConverter implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (FunctionName.parse(text).isPresent()) {
                return text;
            }
            throw new TypeConversionException(
                    "'" + text + "' is no function; write its name, name:alias, or an ARN of either");
        }
    }

    static final class BudgetConverter implements ITypeConverter<Budget> {

        @Override
        public Budget convert(String text) {
            try {
                return Budget.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class HttpKindConverter implements ITypeConverter<HttpKind> {

        @Override
        public HttpKind convert(String text) {
            return switch (text) {
                case "api" -> HttpKind.API;
                case "url" -> HttpKind.URL;
                case "rest" -> HttpKind.REST;
                default ->
                    throw new TypeConversionException(
                            "'" + text
                                    + "' is no way to serve HTTP; write api (an API Gateway HTTP API), rest (its REST API) or url (a function URL)");
            };
        }
    }

    static final class RoutingConverter implements ITypeConverter<Routing> {

        @Override
        public Routing convert(String text) {
            return named(Routing.values(), text, "routing");
        }
    }

    static final class PoolConverter implements ITypeConverter<Pool> {

        @Override
        public Pool convert(String text) {
            return named(Pool.values(), text, "pool");
        }
    }

    /** The constant that is written in lower case and with hyphens. */
    private static <T extends Enum<T>> T named(T[] values, String text, String what) {
        return Arrays.stream(values)
                .filter(value -> written(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no " + what + "; write "
                        + Arrays.stream(values).map(Converters::written).collect(Collectors.joining(", "))));
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
