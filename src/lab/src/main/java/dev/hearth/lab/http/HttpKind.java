package dev.hearth.lab.http;

import dev.hearth.lab.lambda.Lambda;
import java.time.Duration;
import java.util.Optional;

/** Which of AWS's two fronts hands HTTP to a function. Both speak payload format 2.0, and differ in what is listed here. */
public enum HttpKind {
    /** An API Gateway HTTP API: paths decoded, cookies apart, 30 s for an answer (HTTP API quotas). */
    API(10 << 20, Optional.of(Duration.ofSeconds(30))),

    /**
     * A function URL without authorisation: paths as the client sent them, cookies among the headers too (both observed
     * of AWS), and as long for an answer as the function's time-out (Lambda developer guide, "Invoking Lambda function
     * URLs").
     */
    URL(InvokeApi.LONGEST_REQUEST, Optional.empty());

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
    Optional<Duration> timeout() {
        return timeout;
    }

    HttpApiAnswer answer(Lambda.Outcome outcome) {
        return this == API ? HttpApiAnswer.of(outcome) : HttpApiAnswer.ofUrl(outcome);
    }

    /** The path that the function is told; empty where the front refuses it. */
    Optional<String> path(String sent) {
        return this == API ? Encoded.httpApiPath(sent) : Optional.of(sent);
    }

    boolean keepsCookiesAmongHeaders() {
        return this == URL;
    }

    /** Under which header the client is told the request's id. */
    String idHeader() {
        return this == API ? "apigw-requestid" : "x-amzn-requestid";
    }
}
