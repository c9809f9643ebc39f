package dev.hearth.lab.http;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.Lambda;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * A port on which callers on this machine reach the local Lambda; a request that names another host, or that a page from
 * elsewhere sends, is refused with 403 ({@link Visitor}). Opening and closing block; do neither on an event loop.
 */
public final class Door implements AutoCloseable {

    /** API Gateway's limit on the request line and all headers' values together (HTTP API quotas). */
    private static final int HTTP_API_HEAD = 10_240;

    /** Room for a client context (3,583 bytes before base64), a signature and a session token. */
    private static final int INVOKE_API_HEAD = 64 * 1024;

    /**
     * How long a client may leave a connection idle, or take to send a request. AWS does not document its own; the SDKs
     * drop theirs after 60 s at the latest, so none of them meets one that was closed here.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpServer server;

    private Door(HttpServer server) {
        this.server = server;
    }

    /**
     * Opens AWS's Invoke API (2015-03-31) for all functions.
     *
     * @param port 0 for any free one
     * @throws Refusal if another process has the port
     * @throws UncheckedIOException if the host is none of this machine's, or the port none of this user's
     */
    public static Door openInvokeApi(Vertx vertx, Lambda lambda, String host, int port) {
        return openInvokeApi(vertx, lambda, host, port, PATIENCE, Optional.empty());
    }

    /**
     * Opens AWS's Invoke API by TLS, on any free port.
     *
     * @throws UncheckedIOException if the host is none of this machine's
     */
    public static Door openSecureInvokeApi(Vertx vertx, Lambda lambda, String host, OwnCertificate certificate) {
        return openInvokeApi(vertx, lambda, host, 0, PATIENCE, Optional.of(certificate));
    }

    static Door openInvokeApi(
            Vertx vertx,
            Lambda lambda,
            String host,
            int port,
            Duration patience,
            Optional<OwnCertificate> certificate) {
        var api = new InvokeApi(lambda);
        return open(
                vertx,
                host,
                port,
                INVOKE_API_HEAD,
                patience,
                certificate,
                guarded(Visitor.Pages.OWN, api, api::refuse),
                api::handleUnparsable);
    }

    /**
     * Opens HTTP to a function, as an API Gateway HTTP API whose one route is {@code $default}, as a REST API of everything, or as its function
     * URL.
     *
     * @param port 0 for any free one
     * @throws Refusal if another process has the port
     * @throws UncheckedIOException if the host is none of this machine's, or the port none of this user's
     */
    public static Door openHttp(
            Vertx vertx, Lambda lambda, FunctionName function, HttpKind kind, String host, int port) {
        return openHttp(vertx, lambda, function, kind, host, port, kind.timeout());
    }

    /**
     * The same with another limit on the wait for the function.
     *
     * @param timeout empty for none
     */
    public static Door openHttp(
            Vertx vertx,
            Lambda lambda,
            FunctionName function,
            HttpKind kind,
            String host,
            int port,
            Optional<Duration> timeout) {
        var api = new HttpApi(vertx, lambda, function, InstantSource.system(), HTTP_API_HEAD, kind, timeout);
        return open(
                vertx,
                host,
                port,
                HTTP_API_HEAD,
                PATIENCE,
                Optional.empty(),
                guarded(Visitor.Pages.OF_THIS_MACHINE, api, api::refuse),
                api::handleUnparsable);
    }

    /** Asks who knocks before anything of the request is done. */
    private static Handler<HttpServerRequest> guarded(
            Visitor.Pages pages, Handler<HttpServerRequest> inside, BiConsumer<HttpServerRequest, String> refuse) {
        return request -> Visitor.of(request)
                .refusal(request.localAddress().port(), pages)
                .ifPresentOrElse(why -> refuse.accept(request, why), () -> inside.handle(request));
    }

    private static Door open(
            Vertx vertx,
            String host,
            int port,
            int longestHead,
            Duration patience,
            Optional<OwnCertificate> certificate,
            Handler<HttpServerRequest> handler,
            Handler<HttpServerRequest> unparsable) {
        var options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(longestHead)
                .setMaxHeaderSize(2 * longestHead);
        certificate.ifPresent(own -> options.setSsl(true).setKeyCertOptions(own.options()));
        Map<HttpConnection, Patience> connections = new ConcurrentHashMap<>();
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connection -> connections.put(
                        connection, Patience.with(vertx, connection, patience, () -> connections.remove(connection))))
                .requestHandler(request -> {
                    Patience waiting = connections.get(request.connection());
                    if (waiting != null) {
                        waiting.receive(request);
                    }
                    handler.handle(request);
                })
                .invalidRequestHandler(unparsable);
        try {
            await(server.listen(port, host));
        } catch (CompletionException e) {
            throw unopened(host, port, e);
        }
        return new Door(server);
    }

    private static RuntimeException unopened(String host, int port, CompletionException failure) {
        return switch (failure.getCause()) {
            case BindException e
            when String.valueOf(e.getMessage()).contains("in use") -> new Refusal("port " + port + " is taken", e);
            case IOException e ->
                new UncheckedIOException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
            default -> failure;
        };
    }

    public int port() {
        return server.actualPort();
    }

    /** Stops listening and ends every connection. */
    @Override
    public void close() {
        await(server.close());
    }

    private static void await(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
