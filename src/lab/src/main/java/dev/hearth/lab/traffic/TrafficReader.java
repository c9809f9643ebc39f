package dev.hearth.lab.traffic;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.hearth.lab.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files of any of these kinds, which it tells apart by how they begin: a function's log as text or JSON lines, an HTTP
 * API's access log, what {@code aws logs filter-log-events}, {@code aws logs get-query-results} and {@code aws cloudwatch
 * get-metric-data} print, results of Logs Insights as CSV or JSON, the Azure trace of 2021. Files are streams; of an
 * invocation five numbers are kept.
 */
public final class TrafficReader {

    /** What to ask Logs Insights for. It gives 10,000 rows at most: ask for a few hours at a time. */
    public static final String QUERY =
            "fields @timestamp, @logStream, @message | filter @message like /^(INIT_START|REPORT)/ or @message like"
                    + " /platform.(initStart|report)/ | sort @timestamp asc | limit 10000";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LOOK = 4_096;
    private static final int BUFFER = 1 << 16;

    /** The first key of a document that is more than a line. */
    private static final Pattern DOCUMENT = Pattern.compile("^\\s*\\{\\s*\"(events|searchedLogStreams|nextToken|results"
            + "|statistics|status|queryLanguage|encryptionKey|MetricDataResults|Messages|NextToken)\"");

    private static final Pattern LIST = Pattern.compile("^\\s*\\[");
    private static final Pattern HEADER = Pattern.compile("^\"?(app\"?,|@[a-zA-Z]+\"?(,|\\R))");

    private final Invocations found = new Invocations();
    private final LogLine lines = new LogLine(found);
    private final Rows rows = new Rows(found);
    private final Metrics metrics = new Metrics();

    /**
     * Reads one file to its end, or until its thread is interrupted. A line that cannot be read is counted.
     *
     * @param name for messages
     * @throws Refusal if the file itself cannot be read
     */
    public void read(InputStream file, String name) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8), BUFFER)) {
            String begin = look(in);
            if (DOCUMENT.matcher(begin).find()) {
                document(in);
            } else if (LIST.matcher(begin).find()) {
                list(in);
            } else if (header(begin)) {
                csv(in);
            } else {
                lines(in);
            }
        } catch (JacksonException e) {
            throw new Refusal(name + " is no whole JSON or CSV: " + e.getOriginalMessage()
                    + (e.getLocation() == null
                            ? ""
                            : " (line " + e.getLocation().getLineNr() + ")"));
        } catch (ClosedByInterruptException e) {
            // What was read by then counts.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new Refusal("cannot read " + name + ": " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw new Refusal("cannot read " + name + ": " + e.getCause().getMessage());
        }
    }

    /**
     * All that was read.
     *
     * @param function which one, where a file tells of several; else the busiest
     */
    public Recording recording(Optional<String> function) {
        metrics.into(found);
        return found.recording(function);
    }

    private static String look(BufferedReader in) throws IOException {
        in.mark(LOOK);
        char[] begin = new char[LOOK];
        int length = 0;
        for (int read = 0; read >= 0 && length < LOOK; length += Math.max(0, read)) {
            read = in.read(begin, length, LOOK - length);
        }
        in.reset();
        return new String(begin, 0, length).replace("\uFEFF", "");
    }

    private static boolean header(String begin) {
        Matcher header = HEADER.matcher(begin);
        return header.find();
    }

    private void lines(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null && !interrupted(); line = in.readLine()) {
            if (!line.isBlank()) {
                lines.read(line);
            }
        }
    }

    /** One document or, page after page, several. */
    private void document(BufferedReader in) throws IOException {
        try (JsonParser parser = JSON.createParser(in)) {
            while (parser.nextToken() != null && !interrupted()) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.getParsingContext().getParent().inRoot()) {
                    String field = parser.currentName();
                    boolean isList = parser.nextToken() == JsonToken.START_ARRAY;
                    switch (isList ? field : "") {
                        case "events" -> each(parser, this::event);
                        case "results" -> each(parser, this::result);
                        case "MetricDataResults" -> each(parser, result -> metrics.read(result, found));
                        default -> parser.skipChildren();
                    }
                }
            }
        }
    }

    private interface Element {
        void read(JsonNode element);
    }

    private static void each(JsonParser parser, Element element) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY && !interrupted()) {
            element.read(JSON.readTree(parser));
        }
    }

    private void list(BufferedReader in) throws IOException {
        try (JsonParser parser = JSON.createParser(in)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                each(parser, element -> {
                    if (element.has("message")) {
                        event(element);
                    } else {
                        result(element);
                    }
                });
            }
        }
    }

    private void event(JsonNode event) {
        JsonNode message = event.path("message");
        if (message.isTextual()) {
            lines.read(message.asText(), Moment.parse(event.path("timestamp").asText()), text(event, "logStreamName"));
        } else {
            found.unreadable(event.toString(), "no message");
        }
    }

    /** A row as a list of fields with values, or as an object. */
    private void result(JsonNode result) {
        Map<String, String> row = new LinkedHashMap<>();
        if (result.isArray()) {
            result.forEach(cell ->
                    row.put(cell.path("field").asText(), cell.path("value").asText()));
        } else {
            result.properties()
                    .forEach(field -> row.put(field.getKey(), field.getValue().asText()));
        }
        rows.read(row);
    }

    private void csv(BufferedReader in) throws IOException {
        CsvMapper mapper = CsvMapper.builder()
                .enable(CsvParser.Feature.TRIM_SPACES)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .enable(CsvParser.Feature.IGNORE_TRAILING_UNMAPPABLE)
                .build();
        try (MappingIterator<Map<String, String>> values = mapper.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(in)) {
            while (!interrupted() && values.hasNextValue()) {
                rows.read(values.nextValue());
            }
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
