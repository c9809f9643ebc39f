package dev.hearth.lab.http;

import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Payload;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** HTTP as AWS hands it to a function, and the function's answer as AWS hands it back; {@link HttpKind} says by what. */
final class HttpApi implements Handler<HttpServerRequest> {

    private static final Logger LOG = Logger.getLogger(HttpApi.class);

    /** Headers between a client and the gateway alone (RFC 9110, section 7.6.1), and the cookies, which go apart. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "cookie",
            "expect",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Vertx vertx;
    private final Lambda lambda;
    private final FunctionName function;
    private final InstantSource clock;
    private final int longestHead;
    private final HttpKind kind;
    private final Optional<Duration> timeout;
    private final String accountId;
    private final Bounds bounds;

    HttpApi(
            Vertx vertx,
            Lambda lambda,
            FunctionName function,
            InstantSource clock,
            Bounds bounds,
            int longestHead,
            HttpKind kind,
            Optional<Duration> timeout) {
        this.vertx = vertx;
        this.lambda = lambda;
        this.function = function;
        this.clock = clock;
        this.bounds = bounds;
        this.longestHead = longestHead;
        this.kind = kind;
        this.timeout = timeout;
        this.accountId =
                kind == HttpKind.URL ? "anonymous" : lambda.arn(function.name()).split(":", -1)[4];
    }

    @Override
    public void handle(HttpServerRequest request) {
        var exchange = new Exchange(request);
        Optional<String> path = kind.path(request.path());
        if (headSize(request) > longestHead) {
            exchange.answer(HttpApiAnswer.HEADERS_TOO_LARGE);
        } else if (path.isEmpty()) {
            exchange.answer(HttpApiAnswer.BAD_REQUEST);
        } else {
            Body.read(
                    request,
                    kind.longestBody(),
                    bounds.requests(),
                    (body, giveBack) -> {
                        exchange.attempt(() -> exchange.invoke(path.get(), body));
                        exchange.invoked.whenComplete((outcome, failure) -> giveBack.run());
                    },
                    refusal -> exchange.answer(
                            switch (refusal) {
                                case TOO_LARGE -> kind.tooLarge();
                                case NO_ROOM -> HttpApiAnswer.NO_ROOM;
                            }));
        }
    }

    /** Answers a request that must not come in. */
    void refuse(HttpServerRequest request, String why) {
        new Exchange(request).answer(HttpApiAnswer.forbidden(why));
    }

    /** Answers who comes when enough are connected already, and ends that connection. */
    void turnAway(HttpServerRequest request) {
        Body.closeOnceAnswered(request);
        new Exchange(request).answer(HttpApiAnswer.tooManyConnections(bounds.connections()));
    }

    /** Answers what is no HTTP, or exceeds the limits on a request's head. */
    void handleUnparsable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        new Exchange(request)
                .answer(
                        cause instanceof TooLongHttpLineException
                                ? HttpApiAnswer.URI_TOO_LONG
                                : cause instanceof TooLongHttpHeaderException
                                        ? HttpApiAnswer.HEADERS_TOO_LARGE
                                        : HttpApiAnswer.BAD_REQUEST);
    }

    /** What API Gateway's limit counts: the request line and the headers' values. */
    private static int headSize(HttpServerRequest request) {
        int size = request.method().name().length()
                + request.uri().length()
                + request.version().alpnName().length();
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getValue().length();
        }
        return size;
    }

    private String requestId() {
        if (kind != HttpKind.API) {
            return UUID.randomUUID().toString();
        }
        byte[] bytes = new byte[11];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static String traceId(Instant now) {
        var random = ThreadLocalRandom.current();
        return String.format(
                Locale.ROOT, "Root=1-%08x-%08x%016x", now.getEpochSecond(), random.nextInt(), random.nextLong());
    }

    /** One request and its answer, on the connection's event loop. */
    private final class Exchange {

        private final HttpServerRequest request;
        private final Context context = vertx.getOrCreateContext();
        private final Instant arrival = clock.instant();
        private final String id = requestId();

        /** Complete where nothing was invoked. */
        private CompletionStage<?> invoked = CompletableFuture.completedStage(Optional.empty());

        Exchange(HttpServerRequest request) {
            this.request = request;
        }

        void attempt(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.error("the HTTP API failed", e);
                answer(kind.error());
            }
        }

        void invoke(String path, byte[] body) {
            String trace =
                    Optional.ofNullable(request.getHeader("x-amzn-trace-id")).orElseGet(() -> traceId(arrival));
            Payload payload = kind == HttpKind.REST ? restApiEvent(path, body, trace) : httpApiEvent(path, body, trace);
            if (payload.size() > InvokeApi.LONGEST_REQUEST) {
                answer(kind.tooLarge());
                return;
            }
            Optional<Long> timer =
                    timeout.map(limit -> vertx.setTimer(limit.toMillis(), fired -> answer(kind.timedOut())));
            var invocation = new Lambda.Request(
                    function.name(), function.qualifier(), payload, false, Optional.empty(), Optional.of(trace));
            CompletionStage<Lambda.Outcome> outcomes = lambda.invoke(invocation);
            invoked = outcomes;
            outcomes.whenComplete((outcome, failure) -> {
                HttpApiAnswer answer = failure == null ? kind.answer(outcome) : kind.error();
                context.runOnContext(ignored -> {
                    timer.ifPresent(vertx::cancelTimer);
                    answer(answer);
                });
            });
        }

        private Payload httpApiEvent(String path, byte[] body, String trace) {
            return new HttpApiEvent(
                            id,
                            arrival,
                            accountId,
                            request.method().name(),
                            path,
                            query(),
                            protocol(),
                            request.remoteAddress().hostAddress(),
                            cookies(),
                            headers(body.length, trace),
                            Payload.of(body))
                    .toPayload();
        }

        private Payload restApiEvent(String path, byte[] body, String trace) {
            return new RestApiEvent(
                            id,
                            id,
                            arrival,
                            accountId,
                            request.method().name(),
                            path,
                            query(),
                            protocol(),
                            request.remoteAddress().hostAddress(),
                            spelt(trace),
                            Payload.of(body))
                    .toPayload();
        }

        private String query() {
            return Optional.ofNullable(request.query()).orElse("");
        }

        private String protocol() {
            return request.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1";
        }

        /** The headers with the names that the client gave them, of which the first spelling counts. */
        private Map<String, List<String>> spelt(String trace) {
            Set<String> dropped = dropped();
            dropped.add("content-length");
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (Map.Entry<String, String> header : request.headers()) {
                if (!dropped.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                    headers.computeIfAbsent(header.getKey(), _ -> new ArrayList<>())
                            .add(header.getValue());
                }
            }
            headers.put("X-Amzn-Trace-Id", List.of(trace));
            String sent = String.join(", ", headers.getOrDefault("X-Forwarded-For", List.of()));
            String own = request.remoteAddress().hostAddress();
            headers.put("X-Forwarded-For", List.of(sent.isEmpty() ? own : sent + ", " + own));
            headers.put(
                    "X-Forwarded-Port",
                    List.of(Integer.toString(request.localAddress().port())));
            headers.put("X-Forwarded-Proto", List.of("http"));
            return headers;
        }

        private Set<String> dropped() {
            Set<String> dropped = new HashSet<>(NOT_PASSED_ON);
            for (String connection : request.headers().getAll(HttpHeaders.CONNECTION)) {
                Arrays.stream(connection.split(",", -1))
                        .forEach(name -> dropped.add(name.strip().toLowerCase(Locale.ROOT)));
            }
            dropped.remove("host");
            if (kind.keepsCookiesAmongHeaders()) {
                dropped.remove("cookie");
            }
            return dropped;
        }

        private Map<String, String> headers(int length, String trace) {
            Set<String> dropped = dropped();
            Map<String, String> headers = new LinkedHashMap<>();
            for (Map.Entry<String, String> header : request.headers()) {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                if (!dropped.contains(name)) {
                    String between = name.equals("cookie") ? "; " : ",";
                    headers.merge(name, header.getValue(), (first, next) -> first + between + next);
                }
            }
            headers.put("content-length", Integer.toString(length));
            headers.putIfAbsent("x-amzn-trace-id", trace);
            headers.merge("x-forwarded-for", request.remoteAddress().hostAddress(), (sent, own) -> sent + ", " + own);
            headers.put(
                    "x-forwarded-port", Integer.toString(request.localAddress().port()));
            headers.put("x-forwarded-proto", "http");
            return headers;
        }

        private List<String> cookies() {
            List<String> cookies = new ArrayList<>();
            for (String header : request.headers().getAll(HttpHeaders.COOKIE)) {
                for (String cookie : header.split(";", -1)) {
                    if (!cookie.isBlank()) {
                        cookies.add(cookie.strip());
                    }
                }
            }
            return cookies;
        }

        void answer(HttpApiAnswer answer) {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                return;
            }
            int size = answer.size();
            if (!bounds.answers().take(size)) {
                send(response, HttpApiAnswer.NO_ROOM_FOR_ANSWERS);
                return;
            }
            sendIfPossible(response, answer).onComplete(read -> bounds.answers().giveBack(size));
        }

        private Future<Void> sendIfPossible(HttpServerResponse response, HttpApiAnswer answer) {
            try {
                return send(response, answer);
            } catch (IllegalArgumentException e) {
                LOG.debugf(e, "the function answered a header that no HTTP response can carry");
                response.headers().clear();
                return send(response, kind.error());
            }
        }

        /** Completes once the client has it, or is gone. */
        private Future<Void> send(HttpServerResponse response, HttpApiAnswer answer) {
            answer.headers().forEach(header -> response.headers().add(header.name(), header.value()));
            kind.idHeaders().forEach(name -> response.putHeader(name, id));
            response.setStatusCode(answer.status());
            if (answer.status() == 204 || answer.status() == 304) {
                return response.end();
            }
            return response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(answer.body().size()))
                    .end(Buffer.buffer(answer.body().bytes()));
        }
    }
}
