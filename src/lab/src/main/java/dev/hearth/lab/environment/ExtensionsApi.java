package dev.hearth.lab.environment;

import dev.hearth.lab.extensions.Denied;
import dev.hearth.lab.extensions.Extension;
import dev.hearth.lab.extensions.Extensions;
import dev.hearth.lab.extensions.Subscription;
import dev.hearth.lab.lambda.Invocation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The Extensions API (version 2020-01-01) of one environment, and the subscription of the Telemetry API (2022-07-01), beside
 * its Runtime API. Everything happens on that one's event loop.
 */
final class ExtensionsApi {

    private static final String EXTENSION = "/2020-01-01/extension/";
    private static final String TELEMETRY = "/2022-07-01/telemetry";
    private static final String IDENTIFIER = "Lambda-Extension-Identifier";
    private static final String ERROR_TYPE = "Lambda-Extension-Function-Error-Type";

    /** Told what extensions do; each call is the last thing that happens in its turn of the event loop. */
    interface Listener {

        /** One registered, or asked for its next event. */
        void progressed();

        /** One said that it cannot start or go on. */
        void failed(Extension extension);

        /** One wants to be told of what happens. */
        void subscribed(Extension extension, Subscription subscription) throws Denied;
    }

    /** What an extension is told of its function. */
    record Function(String name, String handler, String accountId) {}

    private final Supplier<Duration> sinceInit;
    private final Listener listener;
    private final Map<String, HttpServerRequest> held = new HashMap<>();
    private Optional<Function> function = Optional.empty();
    private Extensions extensions = new Extensions(List.of(), () -> "");

    /** @param sinceInit how long ago init began */
    ExtensionsApi(Supplier<Duration> sinceInit, Listener listener) {
        this.sinceInit = sinceInit;
        this.listener = listener;
    }

    /** From now on these are served. */
    void serve(Extensions launched, Function told) {
        extensions = launched;
        function = Optional.of(told);
    }

    /** Answers a request for any of the two APIs, and every other one with 404. */
    void handle(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (function.isEmpty()) {
            RuntimeApi.notFound(request);
        } else if (path.equals(TELEMETRY) || path.equals(TELEMETRY + "/")) {
            put(request);
        } else if (!path.startsWith(EXTENSION)) {
            RuntimeApi.notFound(request);
        } else {
            route(request, path.substring(EXTENSION.length()));
        }
    }

    private void route(HttpServerRequest request, String resource) {
        boolean post = HttpMethod.POST.equals(request.method());
        if (post && resource.equals("register")) {
            RuntimeApi.receive(request, body -> answering(request, () -> register(request, body)));
        } else if (HttpMethod.GET.equals(request.method()) && resource.equals("event/next")) {
            answering(request, () -> next(request));
        } else if (post && resource.equals("init/error")) {
            RuntimeApi.receive(
                    request,
                    body -> answering(
                            request,
                            () -> failed(request, extensions.initFailed(identifier(request), errorType(request)))));
        } else if (post && resource.equals("exit/error")) {
            RuntimeApi.receive(
                    request,
                    body -> answering(
                            request,
                            () -> failed(request, extensions.exitFailed(identifier(request), errorType(request)))));
        } else {
            RuntimeApi.notFound(request);
        }
    }

    @FunctionalInterface
    private interface Answering {
        void run() throws Denied;
    }

    private static void answering(HttpServerRequest request, Answering answer) {
        try {
            answer.run();
        } catch (Denied e) {
            RuntimeApi.reply(request, 403, e.errorType(), e.getMessage());
        }
    }

    private void register(HttpServerRequest request, Optional<Buffer> body) throws Denied {
        List<String> events;
        try {
            JsonObject asked = body.orElseGet(Buffer::buffer).toJsonObject();
            events = asked.getJsonArray("events", new JsonArray()).stream()
                    .map(String::valueOf)
                    .toList();
        } catch (DecodeException | ClassCastException e) {
            RuntimeApi.reply(request, 403, "InvalidRequestFormat", "the body is no JSON object with a list of events");
            return;
        }
        Extension extension = extensions.register(header(request, "Lambda-Extension-Name"), events, sinceInit.get());
        Function told = function.orElseThrow();
        JsonObject answer = new JsonObject()
                .put("functionName", told.name())
                .put("functionVersion", "$LATEST")
                .put("handler", told.handler());
        if (Arrays.stream(header(request, "Lambda-Extension-Accept-Feature").split(",", -1))
                .anyMatch(feature -> feature.strip().equals("accountId"))) {
            answer.put("accountId", told.accountId());
        }
        json(request, answer.encode(), extension);
        listener.progressed();
    }

    private void next(HttpServerRequest request) throws Denied {
        Extension extension = extensions.next(identifier(request), sinceInit.get());
        held.put(extension.identifier(), request);
        request.connection().closeHandler(closed -> held.remove(extension.identifier(), request));
        listener.progressed();
    }

    private void failed(HttpServerRequest request, Extension extension) {
        RuntimeApi.accept(request);
        listener.failed(extension);
    }

    private void put(HttpServerRequest request) {
        if (!HttpMethod.PUT.equals(request.method())) {
            RuntimeApi.notFound(request);
            return;
        }
        RuntimeApi.receive(
                request,
                body -> answering(request, () -> {
                    Extension extension = extensions.find(identifier(request));
                    try {
                        JsonObject asked = body.orElseGet(Buffer::buffer).toJsonObject();
                        listener.subscribed(extension, Subscription.parse(asked));
                        json(request, "\"OK\"", extension);
                    } catch (DecodeException e) {
                        RuntimeApi.reply(request, 400, "ValidationError", "the body is no JSON object");
                    } catch (Denied e) {
                        int status = e.errorType().equals("ValidationError") ? 400 : 403;
                        RuntimeApi.reply(request, status, e.errorType(), e.getMessage());
                    }
                }));
    }

    /** Tells those that want to know of an invocation. */
    void invoke(Invocation invocation, Instant deadline) {
        List<Extension> told = extensions.invoke();
        if (told.isEmpty()) {
            return;
        }
        String event = new JsonObject()
                .put("eventType", "INVOKE")
                .put("deadlineMs", deadline.toEpochMilli())
                .put("requestId", invocation.requestId())
                .put("invokedFunctionArn", invocation.functionArn())
                .put("tracing", new JsonObject().put("type", "X-Amzn-Trace-Id").put("value", invocation.traceId()))
                .encode();
        told.forEach(extension -> tell(extension, event));
    }

    /** Tells those that want to know that their environment ends. */
    void shutDown(String reason, Instant deadline) {
        String event = new JsonObject()
                .put("eventType", "SHUTDOWN")
                .put("shutdownReason", reason)
                .put("deadlineMs", deadline.toEpochMilli())
                .encode();
        extensions.shutDown().forEach(extension -> tell(extension, event));
    }

    /** Where its connection broke it is not told, and the phase ends without it only by its limit. */
    private void tell(Extension extension, String event) {
        Optional.ofNullable(held.remove(extension.identifier())).ifPresent(request -> json(request, event, extension));
    }

    private static void json(HttpServerRequest request, String body, Extension extension) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", "application/json")
                .putHeader(IDENTIFIER, extension.identifier())
                .end(body);
    }

    private static String identifier(HttpServerRequest request) {
        return header(request, IDENTIFIER);
    }

    private static String errorType(HttpServerRequest request) {
        return header(request, ERROR_TYPE);
    }

    private static String header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }
}
