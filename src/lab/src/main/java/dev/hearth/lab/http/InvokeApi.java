package dev.hearth.lab.http;

import dev.hearth.lab.http.JsonText.NotJsonException;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** AWS's Lambda API, version 2015-03-31, as far as callers of functions and measurements need it. */
final class InvokeApi implements Handler<HttpServerRequest> {

    /** AWS's limit on a synchronous invocation's payload, in bytes (Lambda quotas). */
    static final int LONGEST_REQUEST = 6 << 20;

    /** AWS's limit on an asynchronous invocation's payload, in bytes (Lambda quotas). */
    private static final int LONGEST_EVENT = 1 << 20;

    /** AWS's limit on a client context, in bytes before base64 (Invoke, {@code ClientContext}). */
    private static final int LONGEST_CLIENT_CONTEXT = 3_583;

    private static final Logger LOG = Logger.getLogger(InvokeApi.class);
    private static final Pattern ROUTE =
            Pattern.compile("/2015-03-31/functions(?:/(?<name>[^/]*)(?:/(?<operation>[^/]+))?)?/?");
    private static final Pattern ARN =
            Pattern.compile("(?:arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z0-9-]+):)?(?<account>\\d{12}):function:");
    private static final byte[] EMPTY_EVENT = {'{', '}'};

    private final Lambda lambda;
    private final FunctionConfigurations configurations;
    private final Bounds bounds;

    InvokeApi(Lambda lambda, Bounds bounds) {
        this.lambda = lambda;
        this.bounds = bounds;
        this.configurations = new FunctionConfigurations(lambda);
    }

    @Override
    public void handle(HttpServerRequest request) {
        var exchange = new Exchange(request);
        Body.read(
                request,
                LONGEST_REQUEST,
                bounds.requests(),
                (body, giveBack) -> {
                    exchange.attempt(() -> exchange.route(body));
                    exchange.invoked.whenComplete((outcome, failure) -> giveBack.run());
                },
                refusal -> exchange.refuse(
                        switch (refusal) {
                            case TOO_LARGE ->
                                InvokeError.tooLarge("Request must be smaller than " + LONGEST_REQUEST
                                        + " bytes for the InvokeFunction operation");
                            case NO_ROOM -> InvokeError.noRoom(Bounds.NO_ROOM);
                        }));
    }

    /** Answers a request that must not come in. */
    void refuse(HttpServerRequest request, String why) {
        new Exchange(request).refuse(InvokeError.accessDenied(why));
    }

    /** Answers who comes when enough are connected already, and ends that connection. */
    void turnAway(HttpServerRequest request) {
        Body.closeOnceAnswered(request);
        new Exchange(request).refuse(InvokeError.noRoom(Bounds.tooMany(bounds.connections())));
    }

    /** Answers what is no HTTP, or has a head beyond measure. */
    void handleUnparsable(HttpServerRequest request) {
        new Exchange(request)
                .refuse(InvokeError.invalidRequestContent("not an HTTP request: "
                        + request.decoderResult().cause().getMessage()));
    }

    /** What ends an exchange early. */
    static final class Refused extends RuntimeException {

        private final transient InvokeError error;

        Refused(InvokeError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }
    }

    /** One request and its answer, on the connection's event loop. */
    private final class Exchange {

        private final HttpServerRequest request;
        private final Context context = Vertx.currentContext();

        /** Complete where nothing was invoked. */
        private CompletionStage<?> invoked = CompletableFuture.completedStage(Optional.empty());

        Exchange(HttpServerRequest request) {
            this.request = request;
        }

        void attempt(Runnable step) {
            try {
                step.run();
            } catch (Refused e) {
                refuse(e.error);
            } catch (RuntimeException e) {
                LOG.error("the Invoke API failed", e);
                refuse(InvokeError.service(String.valueOf(e.getMessage())));
            }
        }

        void route(byte[] body) {
            Matcher route = ROUTE.matcher(request.path());
            if (!route.matches()) {
                throw unknownOperation();
            }
            String encodedName = Optional.ofNullable(route.group("name")).orElse("");
            String operation = request.method() + " "
                    + Optional.ofNullable(route.group("operation")).orElse("");
            if (encodedName.isEmpty()) {
                if (!operation.equals("GET ")) {
                    throw unknownOperation();
                }
                answer(configurations.list());
                return;
            }
            FunctionName function = function(encodedName);
            switch (operation) {
                case "POST invocations" -> invoke(function, body);
                case "GET configuration" -> answer(configurations.get(function));
                case "PUT configuration" -> answer(configurations.update(function, body));
                case "GET " -> answer(configurations.describe(function));
                default -> throw unknownOperation();
            }
        }

        private Refused unknownOperation() {
            return new Refused(InvokeError.unknownOperation("the local Lambda has no operation " + request.method()
                    + " " + request.path() + "; it has Invoke, GetFunction, GetFunctionConfiguration,"
                    + " UpdateFunctionConfiguration and ListFunctions of version 2015-03-31"));
        }

        private FunctionName function(String encoded) {
            Optional<String> decoded = Encoded.segment(encoded);
            FunctionName name = decoded.flatMap(FunctionName::parse)
                    .orElseThrow(() -> new Refused(InvokeError.invalidParameter("no function has a name like " + encoded
                            + ": give a name, name:qualifier, or an ARN of either")));
            decoded.ifPresent(given -> requireReachable(given, name.name()));
            Optional<String> qualifier = Optional.ofNullable(
                    Encoded.parameters(Optional.ofNullable(request.query()).orElse(""))
                            .get("Qualifier"));
            if (name.qualifier().isPresent()
                    && qualifier.isPresent()
                    && !name.qualifier().equals(qualifier)) {
                throw new Refused(InvokeError.invalidParameter(
                        "The derived qualifier from the function name does not match the specified qualifier."));
            }
            return new FunctionName(name.name(), name.qualifier().or(() -> qualifier));
        }

        /** Refuses an ARN of another region as AWS does, and one of another account, which grants nobody here anything. */
        private void requireReachable(String given, String name) {
            Matcher named = ARN.matcher(given);
            Matcher own = ARN.matcher(lambda.arn(name));
            if (!named.lookingAt() || !own.lookingAt()) {
                return;
            }
            String region = named.group("region");
            if (region != null && !region.equals(own.group("region"))) {
                throw new Refused(InvokeError.notReachable("Functions from '" + region
                        + "' are not reachable in this region ('" + own.group("region") + "')"));
            }
            if (!named.group("account").equals(own.group("account"))) {
                throw new Refused(InvokeError.accessDenied("the local Lambda's functions are of the account "
                        + own.group("account") + "; nothing of the account " + named.group("account")
                        + " can be reached"));
            }
        }

        private void invoke(FunctionName function, byte[] body) {
            boolean wantsLog = wantsLog();
            switch (header("X-Amz-Invocation-Type").orElse("RequestResponse")) {
                case "RequestResponse" -> {
                    Lambda.Request invocation = invocation(function, body, wantsLog);
                    CompletionStage<Outcome> outcomes = lambda.invoke(invocation);
                    invoked = outcomes;
                    outcomes.whenComplete((outcome, failure) -> context.runOnContext(
                            ignored -> attempt(() -> answer(failure == null ? outcome : unavailable(failure)))));
                }
                case "Event" -> {
                    if (body.length > LONGEST_EVENT) {
                        throw new Refused(InvokeError.tooLarge(body.length
                                + " byte payload is too large for the Event invocation type (limit " + LONGEST_EVENT
                                + " bytes)"));
                    }
                    answer(lambda.enqueue(invocation(function, body, false)));
                }
                case "DryRun" -> {
                    invocation(function, body, false);
                    configurations.require(function);
                    head(UUID.randomUUID().toString()).setStatusCode(204).end();
                }
                case String other ->
                    throw new Refused(InvokeError.invalidParameter("1 validation error detected: Value '" + other
                            + "' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set:"
                            + " [Event, RequestResponse, DryRun]"));
            }
        }

        private boolean wantsLog() {
            return switch (header("X-Amz-Log-Type").orElse("None")) {
                case "None" -> false;
                case "Tail" -> true;
                case String other ->
                    throw new Refused(InvokeError.invalidParameter("1 validation error detected: Value '" + other
                            + "' at 'logType' failed to satisfy constraint: Member must satisfy enum value set:"
                            + " [None, Tail]"));
            };
        }

        private Lambda.Request invocation(FunctionName function, byte[] body, boolean wantsLog) {
            return new Lambda.Request(
                    function.name(),
                    function.qualifier(),
                    payload(body),
                    wantsLog,
                    clientContext(),
                    header("X-Amzn-Trace-Id"));
        }

        private Payload payload(byte[] body) {
            try {
                return Payload.of(JsonText.isPresent(body) ? body : EMPTY_EVENT);
            } catch (NotJsonException e) {
                throw new Refused(InvokeError.invalidRequestContent(
                        "Could not parse request body into json: Could not parse payload into json: "
                                + e.getMessage()));
            }
        }

        private Optional<String> clientContext() {
            return header("X-Amz-Client-Context").map(encoded -> {
                byte[] context = decodedJson(encoded);
                if (context.length > LONGEST_CLIENT_CONTEXT) {
                    throw new Refused(InvokeError.invalidRequestContent("Client context must be no more than "
                            + LONGEST_CLIENT_CONTEXT + " bytes, not " + context.length));
                }
                return new String(context, StandardCharsets.UTF_8);
            });
        }

        private byte[] decodedJson(String encoded) {
            try {
                byte[] context = Base64.getDecoder().decode(encoded);
                if (JsonText.isPresent(context)) {
                    return context;
                }
            } catch (IllegalArgumentException | NotJsonException e) {
                LOG.debug("refused a client context", e);
            }
            throw new Refused(
                    InvokeError.invalidRequestContent("Client context must be a valid Base64-encoded JSON object."));
        }

        private void answer(Outcome outcome) {
            switch (outcome) {
                case Outcome.Completed completed -> answer(completed);
                case Outcome.Accepted(String id) -> head(id).setStatusCode(202).end();
                case Outcome.Throttled(String id, Lambda.Reason reason) -> refuse(id, InvokeError.throttled(reason));
                case Outcome.NotFound(String arn) -> refuse(InvokeError.notFound(arn));
                case Outcome.Recursive(String id, String arn) -> refuse(id, InvokeError.recursive(arn));
                case Outcome.Unavailable(String id, String message) -> refuse(id, InvokeError.service(message));
            }
        }

        private void answer(Outcome.Completed completed) {
            int size = completed.answer().payload().size();
            if (!bounds.answers().take(size)) {
                refuse(completed.requestId(), InvokeError.service(Bounds.NO_ROOM_FOR_ANSWERS));
                return;
            }
            send(completed).onComplete(read -> bounds.answers().giveBack(size));
        }

        /** Completes once the client has it, or is gone. */
        private Future<Void> send(Outcome.Completed completed) {
            HttpServerResponse response = head(completed.requestId())
                    .putHeader("X-Amz-Executed-Version", completed.executedVersion())
                    .putHeader("Content-Type", "application/json");
            if (completed.answer() instanceof Answer.FunctionError) {
                response.putHeader("X-Amz-Function-Error", "Unhandled");
            }
            completed
                    .log()
                    .ifPresent(log -> response.putHeader(
                            "X-Amz-Log-Result",
                            Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8))));
            header("X-Amzn-Trace-Id").ifPresent(trace -> response.putHeader("X-Amzn-Trace-Id", trace));
            return response.end(Buffer.buffer(completed.answer().payload().bytes()));
        }

        private void answer(byte[] document) {
            head(UUID.randomUUID().toString())
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(document));
        }

        void refuse(InvokeError error) {
            refuse(UUID.randomUUID().toString(), error);
        }

        private void refuse(String requestId, InvokeError error) {
            if (request.response().headWritten()) {
                return;
            }
            HttpServerResponse response = head(requestId)
                    .setStatusCode(error.status())
                    .putHeader("Content-Type", "application/json")
                    .putHeader("x-amzn-ErrorType", error.type());
            error.retryAfter().ifPresent(seconds -> response.putHeader("Retry-After", Integer.toString(seconds)));
            response.end(error.document());
        }

        private HttpServerResponse head(String requestId) {
            return request.response().putHeader("x-amzn-RequestId", requestId);
        }

        private Optional<String> header(String name) {
            return Optional.ofNullable(request.getHeader(name));
        }
    }

    private static Outcome unavailable(Throwable failure) {
        LOG.error("an invocation failed inside the service", failure);
        return new Outcome.Unavailable(UUID.randomUUID().toString(), String.valueOf(failure.getMessage()));
    }
}
