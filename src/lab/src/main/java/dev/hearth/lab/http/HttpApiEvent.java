package dev.hearth.lab.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.hearth.lab.lambda.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request as API Gateway hands it to a function: payload format 2.0 of an HTTP API with one route, {@code
 * $default}, in the stage {@code $default} (API Gateway developer guide, "AWS Lambda proxy integrations for HTTP APIs").
 * A caller fills values below {@code headers}, {@code cookies}, {@code queryStringParameters}, {@code requestContext.http}
 * and the strings {@code rawPath}, {@code rawQueryString} and {@code body}; the top-level keys are fixed.
 *
 * @param path decoded
 * @param query as the client sent it, without the question mark
 * @param cookies one {@code name=value} each
 * @param headers names in lower case, values joined by commas, without cookies
 */
public record HttpApiEvent(
        String requestId,
        Instant time,
        String accountId,
        String method,
        String path,
        String query,
        String protocol,
        String sourceIp,
        List<String> cookies,
        Map<String, String> headers,
        Payload body) {

    static final String ROUTE = "$default";

    private static final JsonFactory JSON = new JsonFactory();
    /** How API Gateway writes a time for people. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A request without a body, query or cookies, as a caller of the API may send it. */
    public static HttpApiEvent get(String path, Instant time) {
        return get(path, "", time);
    }

    /** A request without a body or cookies. */
    public static HttpApiEvent get(String path, String query, Instant time) {
        return new HttpApiEvent(
                "local",
                time,
                "123456789012",
                "GET",
                path,
                query,
                "HTTP/1.1",
                "127.0.0.1",
                List.of(),
                Map.of(
                        "accept", "*/*",
                        "host", "localhost",
                        "user-agent", "hearth",
                        "x-forwarded-for", "127.0.0.1",
                        "x-forwarded-port", "443",
                        "x-forwarded-proto", "https"),
                Payload.of(""));
    }

    public Payload toPayload() {
        try (var bytes = new ByteArrayBuilder(512 + body.size());
                JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json);
            json.flush();
            return Payload.of(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", "2.0");
        json.writeStringField("routeKey", ROUTE);
        json.writeStringField("rawPath", path);
        json.writeStringField("rawQueryString", query);
        if (!cookies.isEmpty()) {
            json.writeArrayFieldStart("cookies");
            for (String cookie : cookies) {
                json.writeString(cookie);
            }
            json.writeEndArray();
        }
        writeMap(json, "headers", headers);
        Map<String, String> parameters = Encoded.parameters(query);
        if (!parameters.isEmpty()) {
            writeMap(json, "queryStringParameters", parameters);
        }
        writeContext(json);
        writeBody(json);
        json.writeEndObject();
    }

    private static void writeMap(JsonGenerator json, String name, Map<String, String> map) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private void writeContext(JsonGenerator json) throws IOException {
        String domain = domain(headers.getOrDefault("host", "localhost"));
        json.writeObjectFieldStart("requestContext");
        json.writeStringField("accountId", accountId);
        json.writeStringField("apiId", "local");
        json.writeStringField("domainName", domain);
        json.writeStringField("domainPrefix", prefix(domain));
        json.writeObjectFieldStart("http");
        json.writeStringField("method", method);
        json.writeStringField("path", path);
        json.writeStringField("protocol", protocol);
        json.writeStringField("sourceIp", sourceIp);
        json.writeStringField("userAgent", headers.getOrDefault("user-agent", ""));
        json.writeEndObject();
        json.writeStringField("requestId", requestId);
        json.writeStringField("routeKey", ROUTE);
        json.writeStringField("stage", ROUTE);
        json.writeStringField("time", TIME.format(time));
        json.writeNumberField("timeEpoch", time.toEpochMilli());
        json.writeEndObject();
    }

    static String domain(String host) {
        int port = host.lastIndexOf(':');
        return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
    }

    static String prefix(String domain) {
        return domain.contains(".") ? domain.substring(0, domain.indexOf('.')) : domain;
    }

    private void writeBody(JsonGenerator json) throws IOException {
        if (body.size() == 0) {
            json.writeBooleanField("isBase64Encoded", false);
            return;
        }
        Optional<String> text =
                isText(headers.getOrDefault("content-type", "")) ? utf8(body.bytes()) : Optional.empty();
        if (text.isPresent()) {
            json.writeStringField("body", text.get());
        } else {
            json.writeBinaryField("body", body.bytes());
        }
        json.writeBooleanField("isBase64Encoded", text.isEmpty());
    }

    /**
     * Which bodies API Gateway passes on as they are. It does not document the list; this one was found by trying:
     * everything else comes in base64, forms and requests without a content type too.
     */
    private static boolean isText(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/xml")
                || type.equals("application/javascript");
    }

    /** Empty where the bytes are no UTF-8: such a body goes in base64, whatever its type says, so that nothing is lost. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
