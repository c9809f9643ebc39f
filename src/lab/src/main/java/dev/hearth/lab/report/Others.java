package dev.hearth.lab.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;

/**
 * Starts that others measured on AWS, to set a local figure beside.
 *
 * @param source who, and how
 * @param address where the samples are
 * @param licence of the samples
 * @param initMs how long init took, in milliseconds, by runtime and by the form of the package
 */
public record Others(
        String source,
        String address,
        String licence,
        LocalDate from,
        LocalDate to,
        String architecture,
        List<Start> initMs) {

    public record Start(String runtime, String form, double p50, double p90, double p99) {}

    public Others {
        initMs = List.copyOf(initMs);
    }

    /** The project's table. */
    public static Others read() {
        try (InputStream in = Others.class.getResourceAsStream("others.json")) {
            return JsonMapper.builder().findAndAddModules().build().readValue(in, Others.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Table table() {
        return new Table(
                "Beside it: init on AWS, ms, as others measured it (" + source + ", " + from + " to " + to + ", "
                        + architecture + ", " + licence + "; " + address + ")",
                2,
                List.of("runtime", "package", "p50", "p90", "p99"),
                initMs.stream()
                        .map(start -> List.of(
                                start.runtime(),
                                start.form(),
                                Words.number(start.p50()),
                                Words.number(start.p90()),
                                Words.number(start.p99())))
                        .toList());
    }
}
