package dev.hearth.lab.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** How what was measured is written: a duration as milliseconds, a memory size as megabytes, names carry the unit. */
public final class Json {

    public static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(Duration.class, new ToMilliseconds())
                    .addDeserializer(Duration.class, new FromMilliseconds())
                    .setMixInAnnotation(MemorySize.class, Megabytes.class))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    private Json() {}

    /** Reads a document; to Jackson an empty one and {@code null} are no mistakes. */
    public static JsonNode object(String document) throws JsonProcessingException {
        JsonNode tree = MAPPER.readTree(document);
        if (!tree.isObject()) {
            throw MismatchedInputException.from(tree.traverse(), JsonNode.class, "it holds no JSON object");
        }
        return tree;
    }

    /** What is wrong with a document, in one line and without Java's names. */
    public static String problem(JacksonException e) {
        String message = e instanceof ValueInstantiationException && e.getCause() != null
                ? e.getCause().getMessage()
                : e.getOriginalMessage();
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? message
                : message + " (line " + e.getLocation().getLineNr() + ")";
    }

    /** Writes what was measured as a whole or not at all. */
    public static void write(Object measured, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path unfinished = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(unfinished, lines(measured));
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Refusal("cannot write " + file + ": " + e);
        }
    }

    /** One item of each list a line, so that a diff can be read. */
    public static String lines(Object measured) throws JsonProcessingException {
        JsonNode tree = MAPPER.valueToTree(measured);
        StringBuilder text = new StringBuilder("{");
        String separator = "\n";
        for (var field : tree.properties()) {
            text.append(separator).append("  \"").append(field.getKey()).append("\": ");
            appendOneItemALine(text, field.getValue());
            separator = ",\n";
        }
        return text.append("\n}\n").toString();
    }

    private static void appendOneItemALine(StringBuilder text, JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            text.append(value);
            return;
        }
        String separator = "[\n";
        for (JsonNode item : value) {
            text.append(separator).append("    ").append(item);
            separator = ",\n";
        }
        text.append("\n  ]");
    }

    private interface Megabytes {

        @JsonValue
        int megabytes();
    }

    private static final class ToMilliseconds extends StdSerializer<Duration> {

        ToMilliseconds() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros());
        }
    }

    private static final class FromMilliseconds extends StdDeserializer<Duration> {

        FromMilliseconds() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Duration.ofNanos(json.getDecimalValue()
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact());
        }
    }
}
