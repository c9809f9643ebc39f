package dev.hearth.lab.http;

import dev.hearth.lab.lambda.Lambda;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which of AWS's fronts hands HTTP to a function. They differ in what is listed here. */
public enum HttpKind {
    /** An API Gateway HTTP API, payload format 2.0: paths decoded, cookies apart, 30 s for an answer (HTTP API quotas). */
    API(10 << 20, Optional.of(Duration.ofSeconds(30))),

    /**
     * A function URL without authorisation, payload format 2.0: paths as the client sent them, cookies among the headers too
     * (both observed of AWS), and as long for an answer as the function's time-out (Lambda developer guide, "Invoking Lambda
     * function URLs").
     */
    URL(InvokeApi.LONGEST_REQUEST, Optional.empty()),

    /**
     * An API Gateway REST API, payload format 1.0: names of headers as the client spelt them, each of several values, 29 s for
     * an answer (REST API quotas).
     */
    REST(10 << 20, Optional.of(Duration.ofSeconds(29)));

    private final int longestBody;
    private final Optional<Duration> timeout;

    HttpKind(int longestBody, Optional<Duration> timeout) {
        this.longestBody = longestBody;
        this.timeout = timeout;
    }

    /** Of a request, in bytes. */
    int longestBody() {
        return longestBody;
    }

    /** How long it waits for the function; empty where the function's own time-out is all. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    HttpApiAnswer answer(Lambda.Outcome outcome) {
        return switch (this) {
            case API -> HttpApiAnswer.of(outcome);
            case URL -> HttpApiAnswer.ofUrl(outcome);
            case REST -> HttpApiAnswer.ofRest(outcome);
        };
    }

    HttpApiAnswer timedOut() {
        return this == REST ? HttpApiAnswer.REST_TIMED_OUT : HttpApiAnswer.UNAVAILABLE;
    }

    HttpApiAnswer tooLarge() {
        return this == REST ? HttpApiAnswer.REST_TOO_LARGE : HttpApiAnswer.TOO_LARGE;
    }

    HttpApiAnswer error() {
        return this == REST ? HttpApiAnswer.REST_ERROR : HttpApiAnswer.ERROR;
    }

    /** The path that the function is told; empty where the front refuses it. */
    Optional<String> path(String sent) {
        return this == API ? Encoded.httpApiPath(sent) : Optional.of(sent);
    }

    boolean keepsCookiesAmongHeaders() {
        return this != API;
    }

    /** Under which headers the client is told the request's id. */
    List<String> idHeaders() {
        return switch (this) {
            case API -> List.of("apigw-requestid");
            case URL -> List.of("x-amzn-requestid");
            case REST -> List.of("x-amzn-requestid", "x-amz-apigw-id");
        };
    }
}
