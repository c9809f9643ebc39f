package dev.hearth.lab.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What API Gateway or a function URL answers its client, made of what a function answered (payload format 2.0). An object with a {@code
 * statusCode} is a structured answer; anything else is a body by itself, with status 200 and type JSON, passed on as it
 * is, even where it is no JSON at all.
 */
record HttpApiAnswer(int status, List<Header> headers, Payload body) {

    /** One header line. */
    record Header(String name, String value) {}

    private static final JsonMapper JSON = new JsonMapper();

    static final HttpApiAnswer BAD_REQUEST = message(400, "Bad Request");
    static final HttpApiAnswer TOO_LARGE = message(413, "Request Entity Too Large");
    static final HttpApiAnswer URI_TOO_LONG = message(414, "URI Too Long");
    static final HttpApiAnswer HEADERS_TOO_LARGE = message(431, "Request Header Fields Too Large");
    static final HttpApiAnswer ERROR = message(500, "Internal Server Error");
    static final HttpApiAnswer NO_ROOM = unavailable(Bounds.NO_ROOM);
    static final HttpApiAnswer NO_ROOM_FOR_ANSWERS = unavailable(Bounds.NO_ROOM_FOR_ANSWERS);
    static final HttpApiAnswer UNAVAILABLE = message(503, "Service Unavailable");

    /** What a function URL says of a function that failed, or answered what is no answer. */
    private static final HttpApiAnswer BAD_GATEWAY = new HttpApiAnswer(
            502, List.of(new Header("content-type", "text/plain")), Payload.of("Internal Server Error"));

    private static final Payload EMPTY = Payload.of(new byte[0]);

    /** Lengths and connections are the gateway's own business. */
    private static final Set<String> GATEWAYS_OWN = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    static HttpApiAnswer of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(var id, Answer.Result(var payload), var version, var log) ->
                of(payload, "text/plain; charset=utf-8", ERROR);
            case Outcome.Throttled throttled -> UNAVAILABLE;
            case Outcome.Unavailable unavailable -> UNAVAILABLE;
            case Outcome.Completed completed -> ERROR;
            case Outcome.Accepted accepted -> ERROR;
            case Outcome.NotFound notFound -> ERROR;
            case Outcome.Recursive recursive -> ERROR;
        };
    }

    /** What a function URL answers (Lambda developer guide, "Invoking Lambda function URLs"). */
    static HttpApiAnswer ofUrl(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(var id, Answer.Result(var payload), var version, var log) ->
                of(payload, "application/json", BAD_GATEWAY);
            case Outcome.Throttled(var id, var reason) ->
                new HttpApiAnswer(
                        429,
                        List.of(new Header("content-type", "application/json")),
                        Payload.of(InvokeError.throttled(reason).document()));
            case Outcome.Unavailable unavailable -> UNAVAILABLE;
            case Outcome.Completed completed -> BAD_GATEWAY;
            case Outcome.Accepted accepted -> BAD_GATEWAY;
            case Outcome.NotFound notFound -> BAD_GATEWAY;
            case Outcome.Recursive recursive -> BAD_GATEWAY;
        };
    }

    private static HttpApiAnswer of(Payload payload, String defaultType, HttpApiAnswer malformed) {
        JsonNode answer;
        try {
            answer = JSON.readTree(payload.bytes());
        } catch (IOException e) {
            return bare(payload);
        }
        if (answer == null || !answer.has("statusCode")) {
            return bare(payload);
        }
        try {
            return structured(answer, defaultType);
        } catch (MalformedAnswer e) {
            return malformed;
        }
    }

    private static HttpApiAnswer bare(Payload payload) {
        return new HttpApiAnswer(200, List.of(new Header("content-type", "application/json")), payload);
    }

    private static HttpApiAnswer structured(JsonNode answer, String defaultType) {
        List<Header> headers = new ArrayList<>();
        for (var header : object(answer, "headers").properties()) {
            add(headers, header.getKey(), header.getValue());
        }
        for (var header : object(answer, "multiValueHeaders").properties()) {
            for (JsonNode value : array(header.getValue())) {
                add(headers, header.getKey(), value);
            }
        }
        for (JsonNode cookie : array(answer.path("cookies"))) {
            add(headers, "set-cookie", cookie);
        }
        if (headers.stream().noneMatch(header -> header.name().equals("content-type"))) {
            headers.add(new Header("content-type", defaultType));
        }
        return new HttpApiAnswer(status(answer.get("statusCode")), headers, body(answer));
    }

    private static int status(JsonNode status) {
        int code = status.isTextual() || status.isIntegralNumber() ? status.asInt() : 0;
        if (code < 200 || code > 599) {
            throw new MalformedAnswer();
        }
        return code;
    }

    private static Payload body(JsonNode answer) {
        JsonNode body = answer.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return EMPTY;
        }
        if (!body.isTextual()) {
            throw new MalformedAnswer();
        }
        if (!answer.path("isBase64Encoded").asBoolean()) {
            return Payload.of(body.textValue());
        }
        try {
            return Payload.of(Base64.getDecoder().decode(body.textValue()));
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswer();
        }
    }

    private static JsonNode object(JsonNode answer, String field) {
        JsonNode value = answer.path(field);
        if (value.isObject() || value.isMissingNode() || value.isNull()) {
            return value;
        }
        throw new MalformedAnswer();
    }

    private static JsonNode array(JsonNode value) {
        if (value.isArray() || value.isMissingNode() || value.isNull()) {
            return value;
        }
        throw new MalformedAnswer();
    }

    private static void add(List<Header> headers, String name, JsonNode value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!value.isValueNode()) {
            throw new MalformedAnswer();
        }
        var header = new Header(lower, value.asText());
        if (!GATEWAYS_OWN.contains(lower) && !value.isNull() && !headers.contains(header)) {
            headers.add(header);
        }
    }

    /** No answer of AWS's: the local door's own. */
    static HttpApiAnswer forbidden(String why) {
        return message(403, why);
    }

    static HttpApiAnswer tooManyConnections(int most) {
        return unavailable(Bounds.tooMany(most));
    }

    private static HttpApiAnswer unavailable(String why) {
        return message(503, "Service Unavailable: " + why);
    }

    /** About as many bytes as it takes. */
    int size() {
        return body.size()
                + headers.stream()
                        .mapToInt(header ->
                                header.name().length() + header.value().length())
                        .sum();
    }

    private static HttpApiAnswer message(int status, String message) {
        Payload body =
                Payload.of(JSON.createObjectNode().put("message", message).toString());
        return new HttpApiAnswer(status, List.of(new Header("content-type", "application/json")), body);
    }

    /** The function's answer has a status, but not the shape that goes with it. */
    private static final class MalformedAnswer extends RuntimeException {}
}
