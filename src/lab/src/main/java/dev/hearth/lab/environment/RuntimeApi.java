package dev.hearth.lab.environment;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Runtime API (version 2018-06-01) of one environment, on a port of its own. Status codes, error types and messages
 * are those of AWS's runtime interface emulator.
 *
 * <p>Everything, calls to it included, happens on the event loop that {@link #listen} was called on.
 */
final class RuntimeApi {

    /** AWS's limit for an answer: 6 MB and a little for what encloses it. */
    static final int LARGEST_ANSWER = 6 * 1024 * 1024 + 100;

    private static final String PREFIX = "/2018-06-01/runtime/";
    private static final String INVOCATION = "invocation/";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

    /** Told what the runtime does; each call is the last thing that happens in its turn of the event loop. */
    interface Listener {

        /** It asked for its first invocation. */
        void initialized();

        /** It posted an initialisation error. */
        void failed(Failure failure, Payload document);

        void answered(String requestId, Answer answer);

        /** It asked for the next invocation after it had answered one. */
        void idle(String requestId);
    }

    private enum State {
        STARTED("Started"),
        INIT_ERROR("InitError"),
        READY("Ready"),
        ANSWERING("InvocationResponse"),
        FAILING("InvocationErrorResponse"),
        ANSWERED("RuntimeResponseSentState");

        private final String name;

        State(String name) {
            this.name = name;
        }
    }

    /** @param deadline as the function is told it, whether it asks once or again */
    private record Current(Invocation invocation, Instant deadline) {}

    private final HttpServer server;
    private final InstantSource clock;
    private final Listener listener;
    private final Consumer<HttpServerRequest> others;
    private State state = State.STARTED;
    private Optional<Current> current = Optional.empty();
    private Optional<HttpServerRequest> held = Optional.empty();

    /** @param clock the clock of the machine, which the function compares its deadline with */
    RuntimeApi(Vertx vertx, InstantSource clock, Listener listener) {
        this(vertx, clock, listener, RuntimeApi::notFound);
    }

    /** @param others told of every request that is none of the Runtime API's, and answers it */
    RuntimeApi(Vertx vertx, InstantSource clock, Listener listener, Consumer<HttpServerRequest> others) {
        this.clock = clock;
        this.listener = listener;
        this.others = others;
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHandle100ContinueAutomatically(true))
                .requestHandler(this::handle);
    }

    /** Starts to listen; completes with the port. */
    Future<Integer> listen() {
        return server.listen().map(HttpServer::actualPort);
    }

    /** Hands an invocation to the runtime as soon as it asks, which it normally has done already. */
    void deliver(Invocation invocation) {
        current = Optional.of(new Current(invocation, clock.instant().plus(invocation.left())));
        deliver();
    }

    private void deliver() {
        current.ifPresent(invocation -> held.ifPresent(next -> send(invocation, next.response())));
        held = Optional.empty();
    }

    void close() {
        server.close();
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (path == null || !path.startsWith(PREFIX)) {
            others.accept(request);
            return;
        }
        String resource = path.substring(PREFIX.length());
        if (HttpMethod.GET.equals(request.method()) && resource.equals("invocation/next")) {
            next(request);
        } else if (HttpMethod.POST.equals(request.method()) && resource.equals("init/error")) {
            receive(request, body -> initError(request, body));
        } else if (HttpMethod.POST.equals(request.method())
                && resource.startsWith(INVOCATION)
                && resource.endsWith("/response")) {
            String id = resource.substring(INVOCATION.length(), resource.length() - "/response".length());
            answer(request, id, State.ANSWERING, body -> response(request, id, body));
        } else if (HttpMethod.POST.equals(request.method())
                && resource.startsWith(INVOCATION)
                && resource.endsWith("/error")) {
            String id = resource.substring(INVOCATION.length(), resource.length() - "/error".length());
            answer(request, id, State.FAILING, body -> error(request, id, body));
        } else {
            notFound(request);
        }
    }

    static void notFound(HttpServerRequest request) {
        request.response().setStatusCode(404).end("404 page not found\n");
    }

    private void next(HttpServerRequest request) {
        State before = state;
        if (before == State.INIT_ERROR || before == State.ANSWERING || before == State.FAILING) {
            refuse(request, before, State.READY);
            return;
        }
        state = State.READY;
        hold(request);
        switch (before) {
            case STARTED -> listener.initialized();
            case ANSWERED -> {
                String requestId = current.orElseThrow().invocation().requestId();
                current = Optional.empty();
                listener.idle(requestId);
            }
            // It asks again for what it has not answered, or not received: its connection broke.
            default -> deliver();
        }
    }

    private void hold(HttpServerRequest request) {
        held = Optional.of(request);
        request.connection().closeHandler(closed -> {
            if (held.filter(request::equals).isPresent()) {
                held = Optional.empty();
            }
        });
    }

    private static void send(Current current, HttpServerResponse response) {
        Invocation invocation = current.invocation();
        response.putHeader("Content-Type", "application/json")
                .putHeader("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
                .putHeader(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(current.deadline().toEpochMilli()))
                .putHeader("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn())
                .putHeader("Lambda-Runtime-Trace-Id", invocation.traceId());
        invocation
                .clientContext()
                .ifPresent(context -> response.putHeader("Lambda-Runtime-Client-Context", compact(context)));
        response.end(Buffer.buffer(invocation.payload().bytes()));
    }

    /** JSON without the white space between its parts, which may hold line ends that no header can. */
    private static String compact(String json) {
        StringBuilder compact = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char character = json.charAt(i);
            if (quoted && character == '\\' && i + 1 < json.length()) {
                compact.append(character).append(json.charAt(++i));
                continue;
            }
            quoted ^= character == '"';
            if (quoted || !Character.isWhitespace(character)) {
                compact.append(character);
            }
        }
        return compact.toString();
    }

    /** Whether it may answer is decided when it begins to: while the rest arrives it is answering, and may nothing else. */
    private void answer(HttpServerRequest request, String id, State meanwhile, Consumer<Optional<Buffer>> whole) {
        State before = state;
        if (before != State.READY || current.isEmpty()) {
            receive(request, body -> refuse(request, before, meanwhile));
        } else if (!current.get().invocation().requestId().equals(id)) {
            receive(request, body -> reply(request, 400, "InvalidRequestID", "Invalid request ID"));
        } else {
            state = meanwhile;
            // An answer whose connection broke is none, and may be given again.
            request.exceptionHandler(broken -> {
                if (state == meanwhile) {
                    state = State.READY;
                }
            });
            receive(request, body -> {
                state = State.ANSWERED;
                whole.accept(body);
            });
        }
    }

    private void response(HttpServerRequest request, String id, Optional<Buffer> body) {
        if (body.isPresent()) {
            accept(request);
            listener.answered(id, new Answer.Result(Payload.of(body.get().getBytes())));
        } else {
            reply(
                    request,
                    413,
                    "RequestEntityTooLarge",
                    "Exceeded maximum allowed payload size (" + LARGEST_ANSWER + " bytes).");
            listener.answered(id, tooLarge());
        }
    }

    private void error(HttpServerRequest request, String id, Optional<Buffer> body) {
        accept(request);
        listener.answered(
                id,
                body.<Answer>map(document -> new Answer.FunctionError(Payload.of(document.getBytes())))
                        .orElseGet(RuntimeApi::tooLarge));
    }

    private static Answer tooLarge() {
        return new Answer.FunctionError(Payload.of(document(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (" + LARGEST_ANSWER + " bytes).")));
    }

    private void initError(HttpServerRequest request, Optional<Buffer> body) {
        if (state != State.STARTED) {
            refuse(request, state, State.INIT_ERROR);
            return;
        }
        state = State.INIT_ERROR;
        accept(request);
        Buffer document = body.orElseGet(Buffer::buffer);
        Optional<String> header = Optional.ofNullable(request.getHeader(ERROR_TYPE));
        listener.failed(failure(document, header), Payload.of(document.getBytes()));
    }

    private static Failure failure(Buffer document, Optional<String> type) {
        try {
            JsonObject json = document.toJsonObject();
            return new Failure(
                    json.getString("errorType", type.orElse("Runtime.Unknown")), json.getString("errorMessage", ""));
        } catch (DecodeException | ClassCastException e) {
            return new Failure(type.orElse("Runtime.Unknown"), document.toString());
        }
    }

    private static void refuse(HttpServerRequest request, State from, State target) {
        reply(
                request,
                403,
                "InvalidStateTransition",
                "State transition from " + from.name + " to " + target.name
                        + " failed for runtime. Error: State transition is not allowed");
    }

    static void accept(HttpServerRequest request) {
        request.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end("{\"status\":\"OK\"}\n");
    }

    static void reply(HttpServerRequest request, int status, String errorType, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(document(errorType, message) + "\n");
    }

    private static String document(String errorType, String message) {
        return new JsonObject()
                .put("errorMessage", message)
                .put("errorType", errorType)
                .encode();
    }

    /** Reads a body to its end and passes it on, empty where it is larger than any answer may be. */
    static void receive(HttpServerRequest request, Consumer<Optional<Buffer>> whole) {
        Buffer body = Buffer.buffer();
        boolean[] exceeded = {false};
        request.handler(chunk -> {
            exceeded[0] |= body.length() + chunk.length() > LARGEST_ANSWER;
            if (!exceeded[0]) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> whole.accept(exceeded[0] ? Optional.empty() : Optional.of(body)));
    }
}
