package dev.hearth.lab.traffic;

import dev.hearth.lab.simulation.Traffic;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;

/** Times as AWS writes them, as microseconds since 1970. Without an offset they are UTC. */
final class Moment {

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][ ]")
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][X]")
            .toFormatter(Locale.ROOT);

    /** The common log format's, as {@code $context.requestTime} of API Gateway is. */
    private static final DateTimeFormatter ACCESS_LOG =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH);

    private static final int DATE = "2026-11-20".length();
    private static final int MICROS_A_MILLI = 1_000;

    private Moment() {}

    static OptionalLong parse(String text) {
        String time = text.strip();
        try {
            if (time.length() > DATE && time.charAt(4) == '-') {
                return OptionalLong.of(micros(ISO.parseBest(time, OffsetDateTime::from, LocalDateTime::from)));
            }
            if (time.indexOf('/') > 0) {
                return OptionalLong.of(micros(ACCESS_LOG.parseBest(time, OffsetDateTime::from, LocalDateTime::from)));
            }
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(time), MICROS_A_MILLI));
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static long micros(TemporalAccessor time) {
        return Traffic.micros(
                time instanceof OffsetDateTime withOffset
                        ? withOffset.toInstant()
                        : ((LocalDateTime) time).toInstant(ZoneOffset.UTC));
    }
}
