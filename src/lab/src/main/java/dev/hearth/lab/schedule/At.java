package dev.hearth.lab.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** Once. A time that the zone's clocks skip is that much later; one that they show twice is the first. */
record At(LocalDateTime time) implements Expression {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    static At parse(String content) {
        try {
            return new At(LocalDateTime.parse(content, FORM));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("at(" + content
                    + ") is no date and time; write it like at(2026-11-23T18:00:00), the time zone goes apart");
        }
    }

    @Override
    public Optional<Instant> next(Instant earliest, Instant begin, ZoneId zone) {
        return Optional.of(time.atZone(zone).toInstant()).filter(instant -> !instant.isBefore(earliest));
    }
}
