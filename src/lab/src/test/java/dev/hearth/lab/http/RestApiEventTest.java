package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.lambda.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RestApiEventTest {

    private static final Set<String> TOP_LEVEL = Set.of(
            "resource",
            "path",
            "httpMethod",
            "headers",
            "multiValueHeaders",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "pathParameters",
            "stageVariables",
            "requestContext",
            "body",
            "isBase64Encoded");

    @Test
    void has_the_shape_of_payload_format_1() throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Host", List.of("abc.execute-api.us-east-1.amazonaws.com"));
        headers.put("User-Agent", List.of("agent"));
        headers.put("X-Twice", List.of("one", "two"));
        var event = new RestApiEvent(
                "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
                "JKJaXmPLvHcESHA=",
                Instant.parse("2026-03-12T19:03:58.123Z"),
                "123456789012",
                "POST",
                "/my/a%20path",
                "p=1&p=2&q=a%20b",
                "HTTP/1.1",
                "192.0.2.1",
                headers,
                Payload.of("{\"k\":1}"));
        assertEquals(
                tree(
                        """
                {"resource": "/{proxy+}", "path": "/my/a%20path", "httpMethod": "POST",
                 "headers": {"Host": "abc.execute-api.us-east-1.amazonaws.com", "User-Agent": "agent", "X-Twice": "two"},
                 "multiValueHeaders": {"Host": ["abc.execute-api.us-east-1.amazonaws.com"], "User-Agent": ["agent"],
                                       "X-Twice": ["one", "two"]},
                 "queryStringParameters": {"p": "2", "q": "a b"},
                 "multiValueQueryStringParameters": {"p": ["1", "2"], "q": ["a b"]},
                 "pathParameters": {"proxy": "my/a%20path"}, "stageVariables": null,
                 "requestContext": {
                   "resourceId": "proxy", "resourcePath": "/{proxy+}", "httpMethod": "POST",
                   "extendedRequestId": "JKJaXmPLvHcESHA=", "requestTime": "12/Mar/2026:19:03:58 +0000",
                   "path": "/prod/my/a%20path", "accountId": "123456789012", "protocol": "HTTP/1.1", "stage": "prod",
                   "domainPrefix": "abc", "requestTimeEpoch": 1773342238123,
                   "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
                   "identity": {"cognitoIdentityPoolId": null, "accountId": null, "cognitoIdentityId": null,
                     "caller": null, "principalOrgId": null, "accessKey": null, "cognitoAuthenticationType": null,
                     "cognitoAuthenticationProvider": null, "userArn": null, "user": null,
                     "sourceIp": "192.0.2.1", "userAgent": "agent"},
                   "domainName": "abc.execute-api.us-east-1.amazonaws.com", "deploymentId": "local", "apiId": "local"},
                 "body": "{\\"k\\":1}", "isBase64Encoded": false}
                """),
                tree(event.toPayload().text()));
    }

    @Test
    void says_null_of_what_the_request_lacks() throws IOException {
        JsonNode event =
                tree(request("/", "", Map.of(), new byte[0]).toPayload().text());
        assertEquals("/", event.get("resource").asText());
        for (String name : List.of(
                "pathParameters",
                "queryStringParameters",
                "multiValueQueryStringParameters",
                "stageVariables",
                "body")) {
            assertTrue(event.get(name).isNull(), name);
        }
        assertEquals(false, event.get("isBase64Encoded").asBoolean());
    }

    @Test
    void hands_on_what_is_no_text_in_base64() throws IOException {
        byte[] latin = {'g', 'r', (byte) 0xfc, 'n'};
        JsonNode event = tree(request("/", "", Map.of(), latin).toPayload().text());
        assertEquals(
                Base64.getEncoder().encodeToString(latin), event.get("body").asText());
        assertEquals(true, event.get("isBase64Encoded").asBoolean());
    }

    @Property(tries = 300)
    void nothing_that_a_caller_sends_reaches_the_top_level_and_nothing_is_lost(
            @ForAll String path,
            @ForAll String query,
            @ForAll @Size(max = 4) Map<String, @NotEmpty List<String>> headers,
            @ForAll byte[] body)
            throws IOException {
        JsonNode event = tree(request(path, query, headers, body).toPayload().text());
        Set<String> keys = new TreeSet<>();
        event.fieldNames().forEachRemaining(keys::add);
        assertEquals(new TreeSet<>(TOP_LEVEL), keys);
        if (body.length > 0) {
            String text = event.get("body").asText();
            byte[] got = event.get("isBase64Encoded").asBoolean()
                    ? Base64.getDecoder().decode(text)
                    : text.getBytes(StandardCharsets.UTF_8);
            assertArrayEquals(body, got);
        }
        headers.forEach((name, values) -> assertEquals(
                values.size(), event.path("multiValueHeaders").path(name).size()));
    }

    private static RestApiEvent request(String path, String query, Map<String, List<String>> headers, byte[] body) {
        return new RestApiEvent(
                "id",
                "id",
                Instant.EPOCH,
                "123456789012",
                "GET",
                path,
                query,
                "HTTP/1.1",
                "192.0.2.1",
                headers,
                Payload.of(body));
    }

    private static JsonNode tree(String json) throws IOException {
        return new JsonMapper().readTree(json);
    }
}
