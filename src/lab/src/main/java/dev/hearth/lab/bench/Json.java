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
import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** How this package's records are written: a duration as milliseconds, a memory size as megabytes, names carry the unit. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
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
    static JsonNode object(String document) throws JsonProcessingException {
        JsonNode tree = MAPPER.readTree(document);
        if (!tree.isObject()) {
            throw MismatchedInputException.from(tree.traverse(), JsonNode.class, "it holds no JSON object");
        }
        return tree;
    }

    /** What is wrong with a document, in one line and without Java's names. */
    static String problem(JacksonException e) {
        String message = e instanceof ValueInstantiationException && e.getCause() != null
                ? e.getCause().getMessage()
                : e.getOriginalMessage();
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? message
                : message + " (line " + e.getLocation().getLineNr() + ")";
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
