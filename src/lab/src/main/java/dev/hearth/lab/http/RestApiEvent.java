package dev.hearth.lab.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.hearth.lab.lambda.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request as an API Gateway REST API hands it to a function by a proxy integration of {@code ANY} on {@code /} and
 * {@code /{proxy+}} (API Gateway developer guide, "Input format of a Lambda function for proxy integration"). A caller fills
 * values below {@code headers}, {@code multiValueHeaders}, {@code queryStringParameters}, {@code
 * multiValueQueryStringParameters}, {@code pathParameters.proxy}, {@code requestContext} and the strings {@code path} and
 * {@code body}; the top-level keys are fixed.
 *
 * @param path as the client sent it: a REST API decodes it for nobody (observed of API Gateway)
 * @param query as the client sent it, without the question mark
 * @param headers each name as the client spelt it, with its values in their order
 */
record RestApiEvent(
        String requestId,
        String extendedRequestId,
        Instant time,
        String accountId,
        String method,
        String path,
        String query,
        String protocol,
        String sourceIp,
        Map<String, List<String>> headers,
        Payload body) {

    static final String STAGE = "prod";

    private static final String ROOT = "/";
    private static final String PROXY = "/{proxy+}";

    /** What the identity says of callers that have signed: nothing here. */
    private static final List<String> UNSIGNED = List.of(
            "cognitoIdentityPoolId",
            "accountId",
            "cognitoIdentityId",
            "caller",
            "principalOrgId",
            "accessKey",
            "cognitoAuthenticationType",
            "cognitoAuthenticationProvider",
            "userArn",
            "user");

    private static final JsonFactory JSON = new JsonFactory();

    Payload toPayload() {
        try (var bytes = new ByteArrayBuilder(1024 + body.size());
                JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json);
            json.flush();
            return Payload.of(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String resource() {
        return path.equals(ROOT) ? ROOT : PROXY;
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("resource", resource());
        json.writeStringField("path", path);
        json.writeStringField("httpMethod", method);
        writeValues(json, "headers", "multiValueHeaders", headers);
        writeValues(json, "queryStringParameters", "multiValueQueryStringParameters", Encoded.repeated(query));
        if (path.equals(ROOT)) {
            json.writeNullField("pathParameters");
        } else {
            json.writeObjectFieldStart("pathParameters");
            json.writeStringField("proxy", path.startsWith(ROOT) ? path.substring(1) : path);
            json.writeEndObject();
        }
        json.writeNullField("stageVariables");
        writeContext(json);
        writeBody(json);
        json.writeEndObject();
    }

    /** The last of several values where there is room for one, as API Gateway does. */
    private static void writeValues(JsonGenerator json, String one, String all, Map<String, List<String>> values)
            throws IOException {
        if (values.isEmpty()) {
            json.writeNullField(one);
            json.writeNullField(all);
            return;
        }
        json.writeObjectFieldStart(one);
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue().getLast());
        }
        json.writeEndObject();
        json.writeObjectFieldStart(all);
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            for (String value : entry.getValue()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeContext(JsonGenerator json) throws IOException {
        String domain = HttpApiEvent.domain(header("host").orElse("localhost"));
        json.writeObjectFieldStart("requestContext");
        json.writeStringField("resourceId", path.equals(ROOT) ? "root" : "proxy");
        json.writeStringField("resourcePath", resource());
        json.writeStringField("httpMethod", method);
        json.writeStringField("extendedRequestId", extendedRequestId);
        json.writeStringField("requestTime", HttpApiEvent.TIME.format(time));
        json.writeStringField("path", "/" + STAGE + path);
        json.writeStringField("accountId", accountId);
        json.writeStringField("protocol", protocol);
        json.writeStringField("stage", STAGE);
        json.writeStringField("domainPrefix", HttpApiEvent.prefix(domain));
        json.writeNumberField("requestTimeEpoch", time.toEpochMilli());
        json.writeStringField("requestId", requestId);
        json.writeObjectFieldStart("identity");
        for (String name : UNSIGNED) {
            json.writeNullField(name);
        }
        json.writeStringField("sourceIp", sourceIp);
        json.writeStringField("userAgent", header("user-agent").orElse(""));
        json.writeEndObject();
        json.writeStringField("domainName", domain);
        json.writeStringField("deploymentId", "local");
        json.writeStringField("apiId", "local");
        json.writeEndObject();
    }

    private Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().getLast())
                .findFirst();
    }

    /** Text as it is; in base64 what is none, as if the API's binary media types named it, so that nothing is lost. */
    private void writeBody(JsonGenerator json) throws IOException {
        Optional<String> text = body.size() == 0 ? Optional.empty() : HttpApiEvent.utf8(body.bytes());
        if (body.size() == 0) {
            json.writeNullField("body");
        } else if (text.isPresent()) {
            json.writeStringField("body", text.get());
        } else {
            json.writeBinaryField("body", body.bytes());
        }
        json.writeBooleanField("isBase64Encoded", body.size() > 0 && text.isEmpty());
    }
}
