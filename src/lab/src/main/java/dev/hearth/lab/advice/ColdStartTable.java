package dev.hearth.lab.advice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long starts take on AWS, for data that holds none. */
final class ColdStartTable {

    private static final JsonNode TABLE = read();

    private ColdStartTable() {}

    static List<Duration> starts() {
        List<Duration> starts = new ArrayList<>();
        TABLE.required("milliseconds").forEach(value -> starts.add(Duration.ofMillis(value.asLong())));
        return starts;
    }

    static String source() {
        return TABLE.required("what").asText() + " of " + TABLE.required("asOf").asText() + " ("
                + TABLE.required("source").asText() + ")";
    }

    private static JsonNode read() {
        try (InputStream in = ColdStartTable.class.getResourceAsStream("cold-starts.json")) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
