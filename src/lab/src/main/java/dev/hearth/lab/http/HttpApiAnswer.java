package dev.hearth.lab.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
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

    static final HttpApiAnswer REST_TIMED_OUT = message(504, "Endpoint request timed out");
    static final HttpApiAnswer REST_TOO_LARGE = message(413, "Request Too Long");
    static final HttpApiAnswer REST_ERROR = message(500, "Internal server error");

    /** What a REST API says of a function that failed, or whose answer has not its form. */
    private static final HttpApiAnswer REST_BAD_GATEWAY = message(502, "Internal server error");

    /** What a REST API gives another name before a client sees it (developer guide, "Important notes"). */
    private static final Set<String> REMAPPED = Set.of("date", "server", "www-authenticate");

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

    /**
     * What a REST API answers (API Gateway developer guide, "Output format of a Lambda function for proxy integration"; its
     * gateway responses): the answer must have the form, and of a header that stands twice only {@code multiValueHeaders}
     * counts.
     */
    static HttpApiAnswer ofRest(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(var id, Answer.Result(var payload), var version, var log) -> rest(payload);
            case Outcome.Unavailable unavailable -> UNAVAILABLE;
            case Outcome.Throttled throttled -> REST_ERROR;
            case Outcome.NotFound notFound -> REST_ERROR;
            case Outcome.Recursive recursive -> REST_ERROR;
            case Outcome.Completed completed -> REST_BAD_GATEWAY;
            case Outcome.Accepted accepted -> REST_BAD_GATEWAY;
        };
    }

    private static HttpApiAnswer rest(Payload payload) {
        try {
            JsonNode answer = JSON.readTree(payload.bytes());
            if (!answer.has("statusCode")) {
                return REST_BAD_GATEWAY;
            }
            List<Header> headers = new ArrayList<>();
            Set<String> several = new HashSet<>();
            for (var header : object(answer, "multiValueHeaders").properties()) {
                several.add(header.getKey().toLowerCase(Locale.ROOT));
                for (JsonNode value : array(header.getValue())) {
                    add(headers, remapped(header.getKey()), value);
                }
            }
            for (var header : object(answer, "headers").properties()) {
                if (!several.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                    add(headers, remapped(header.getKey()), header.getValue());
                }
            }
            return completed(answer, headers, "application/json");
        } catch (IOException | MalformedAnswer e) {
            return REST_BAD_GATEWAY;
        }
    }

    private static String remapped(String name) {
        return REMAPPED.contains(name.toLowerCase(Locale.ROOT)) ? "x-amzn-remapped-" + name : name;
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
        return completed(answer, headers, defaultType);
    }

    private static HttpApiAnswer completed(JsonNode answer, List<Header> headers, String defaultType) {
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
