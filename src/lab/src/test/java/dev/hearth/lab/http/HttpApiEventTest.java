package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.lambda.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiEventTest {

    static final Set<String> TOP_LEVEL = Set.of(
            "version",
            "routeKey",
            "rawPath",
            "rawQueryString",
            "cookies",
            "headers",
            "queryStringParameters",
            "requestContext",
            "body",
            "isBase64Encoded");

    @Test
    void has_the_shape_of_payload_format_2() throws IOException {
        var event = new HttpApiEvent(
                "JKJaXmPLvHcESHA=",
                Instant.parse("2026-03-12T19:03:58.123Z"),
                "123456789012",
                "POST",
                "/my/path",
                "p=1&p=2&q=x",
                "HTTP/1.1",
                "192.0.2.1",
                List.of("a=b", "c=d"),
                Map.of("host", "api.example.com:9000", "user-agent", "agent", "content-type", "application/json"),
                Payload.of("{\"k\":1}"));
        assertEquals(
                tree(
                        """
                {"version": "2.0", "routeKey": "$default", "rawPath": "/my/path", "rawQueryString": "p=1&p=2&q=x",
                 "cookies": ["a=b", "c=d"],
                 "headers": {"host": "api.example.com:9000", "user-agent": "agent", "content-type": "application/json"},
                 "queryStringParameters": {"p": "1,2", "q": "x"},
                 "requestContext": {
                   "accountId": "123456789012", "apiId": "local", "domainName": "api.example.com", "domainPrefix": "api",
                   "http": {"method": "POST", "path": "/my/path", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1",
                            "userAgent": "agent"},
                   "requestId": "JKJaXmPLvHcESHA=", "routeKey": "$default", "stage": "$default",
                   "time": "12/Mar/2026:19:03:58 +0000", "timeEpoch": 1773342238123},
                 "body": "{\\"k\\":1}", "isBase64Encoded": false}
                """),
                tree(event.toPayload().text()));
    }

    @Test
    void leaves_out_what_the_request_lacks() throws IOException {
        JsonNode event = event("", Map.of(), "");
        assertEquals(false, event.has("cookies"));
        assertEquals(false, event.has("queryStringParameters"));
        assertEquals(false, event.has("body"));
        assertEquals("localhost", event.at("/requestContext/domainName").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "TEXT/CSV; charset=utf-8",
                "application/json",
                "application/json;charset=UTF-8",
                "application/xml",
                "application/javascript"
            })
    void hands_on_text_as_it_is(String contentType) throws IOException {
        JsonNode event = event("grün", Map.of("content-type", contentType), "");
        assertEquals("grün", event.get("body").asText());
        assertEquals(false, event.get("isBase64Encoded").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/octet-stream",
                "image/png",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                ""
            })
    void hands_on_everything_else_in_base64(String contentType) throws IOException {
        JsonNode event = event("x=1", Map.of("content-type", contentType), "");
        assertEquals(
                Base64.getEncoder().encodeToString("x=1".getBytes(StandardCharsets.UTF_8)),
                event.get("body").asText());
        assertEquals(true, event.get("isBase64Encoded").asBoolean());
    }

    @Test
    void loses_no_byte_of_a_text_in_another_encoding() throws IOException {
        byte[] latin = {'g', 'r', (byte) 0xfc, 'n'};
        JsonNode event = tree(request("", Map.of("content-type", "text/plain"), Payload.of(latin))
                .toPayload()
                .text());
        assertEquals(
                Base64.getEncoder().encodeToString(latin), event.get("body").asText());
        assertEquals(true, event.get("isBase64Encoded").asBoolean());
    }

    @ParameterizedTest
    @CsvSource({
        "example.com,example.com,example",
        "abc.execute-api.eu-north-1.amazonaws.com:443,abc.execute-api.eu-north-1.amazonaws.com,abc",
        "localhost:9000,localhost,localhost",
        "[::1]:9000,[::1],[::1]",
        "[::1],[::1],[::1]"
    })
    void takes_the_domain_from_the_host_header(String host, String domain, String prefix) throws IOException {
        JsonNode context = event("", Map.of("host", host), "").get("requestContext");
        assertEquals(domain, context.get("domainName").asText());
        assertEquals(prefix, context.get("domainPrefix").asText());
    }

    @Property(tries = 300)
    void nothing_that_a_caller_sends_reaches_the_top_level(
            @ForAll String path,
            @ForAll String query,
            @ForAll @Size(max = 3) List<String> cookies,
            @ForAll @Size(max = 4) Map<String, String> headers,
            @ForAll byte[] body)
            throws IOException {
        var event = new HttpApiEvent(
                "id",
                Instant.EPOCH,
                "123456789012",
                "GET",
                path,
                query,
                "HTTP/1.1",
                "192.0.2.1",
                cookies,
                headers,
                Payload.of(body));
        Set<String> keys = new TreeSet<>();
        tree(event.toPayload().text()).fieldNames().forEachRemaining(keys::add);
        assertTrue(TOP_LEVEL.containsAll(keys), keys::toString);
    }

    private static JsonNode event(String body, Map<String, String> headers, String query) throws IOException {
        return tree(request(query, headers, Payload.of(body)).toPayload().text());
    }

    private static HttpApiEvent request(String query, Map<String, String> headers, Payload body) {
        return new HttpApiEvent(
                "id",
                Instant.EPOCH,
                "123456789012",
                "GET",
                "/",
                query,
                "HTTP/1.1",
                "192.0.2.1",
                List.of(),
                headers,
                body);
    }

    private static JsonNode tree(String json) throws IOException {
        return new JsonMapper().readTree(json);
    }
}
