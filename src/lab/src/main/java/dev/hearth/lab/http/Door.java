package dev.hearth.lab.http;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.Lambda;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
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

    private final HttpServer server;
    private final Connections connections;

    private Door(HttpServer server, Connections connections) {
        this.server = server;
        this.connections = connections;
    }

    /**
     * Opens AWS's Invoke API (2015-03-31) for all functions, with bounds of its own.
     *
     * @param port 0 for any free one
     * @throws Refusal if another process has the port
     * @throws UncheckedIOException if the host is none of this machine's, or the port none of this user's
     */
    public static Door openInvokeApi(Vertx vertx, Lambda lambda, String host, int port) {
        return openInvokeApi(vertx, lambda, new Bounds(), host, port, Duration.ZERO);
    }

    /**
     * The same within bounds that other doors may share.
     *
     * @param latency how much longer every call takes, in whole milliseconds
     */
    public static Door openInvokeApi(
            Vertx vertx, Lambda lambda, Bounds bounds, String host, int port, Duration latency) {
        return openInvokeApi(vertx, lambda, bounds, host, port, latency, Optional.empty());
    }

    /**
     * Opens AWS's Invoke API by TLS, on any free port, within bounds that other doors may share.
     *
     * @param latency how much longer every call takes, in whole milliseconds
     * @throws UncheckedIOException if the host is none of this machine's
     */
    public static Door openSecureInvokeApi(
            Vertx vertx, Lambda lambda, Bounds bounds, String host, OwnCertificate certificate, Duration latency) {
        return openInvokeApi(vertx, lambda, bounds, host, 0, latency, Optional.of(certificate));
    }

    private static Door openInvokeApi(
            Vertx vertx,
            Lambda lambda,
            Bounds bounds,
            String host,
            int port,
            Duration latency,
            Optional<OwnCertificate> certificate) {
        var api = new InvokeApi(lambda, bounds);
        return open(
                vertx,
                host,
                port,
                INVOKE_API_HEAD,
                bounds,
                certificate,
                late(vertx, latency, guarded(Visitor.Pages.OWN, api, api::refuse)),
                api::turnAway,
                api::handleUnparsable);
    }

    /**
     * Opens HTTP to a function, as an API Gateway HTTP API whose one route is {@code $default}, as a REST API of everything, or as
     * its function URL, with bounds of its own.
     *
     * @param port 0 for any free one
     * @throws Refusal if another process has the port
     * @throws UncheckedIOException if the host is none of this machine's, or the port none of this user's
     */
    public static Door openHttp(
            Vertx vertx, Lambda lambda, FunctionName function, HttpKind kind, String host, int port) {
        return openHttp(vertx, lambda, new Bounds(), function, kind, host, port);
    }

    static Door openHttp(
            Vertx vertx, Lambda lambda, Bounds bounds, FunctionName function, HttpKind kind, String host, int port) {
        return openHttp(vertx, lambda, bounds, function, kind, host, port, kind.timeout());
    }

    static Door openHttp(
            Vertx vertx,
            Lambda lambda,
            FunctionName function,
            HttpKind kind,
            String host,
            int port,
            Optional<Duration> timeout) {
        return openHttp(vertx, lambda, new Bounds(), function, kind, host, port, timeout);
    }

    /**
     * The same within bounds that other doors may share, and with another limit on the wait for the function.
     *
     * @param timeout empty for none
     */
    public static Door openHttp(
            Vertx vertx,
            Lambda lambda,
            Bounds bounds,
            FunctionName function,
            HttpKind kind,
            String host,
            int port,
            Optional<Duration> timeout) {
        var api = new HttpApi(vertx, lambda, function, InstantSource.system(), bounds, HTTP_API_HEAD, kind, timeout);
        return open(
                vertx,
                host,
                port,
                HTTP_API_HEAD,
                bounds,
                Optional.empty(),
                guarded(Visitor.Pages.OF_THIS_MACHINE, api, api::refuse),
                api::turnAway,
                api::handleUnparsable);
    }

    /**
     * Opens HTTP to what serves pages of its own, and lets nobody else's call it.
     *
     * @param port 0 for any free one
     * @param refuse answers a request that must not come in, whose reason it is told in a sentence
     * @throws Refusal if another process has the port
     * @throws UncheckedIOException if the host is none of this machine's, or the port none of this user's
     */
    public static Door openPages(
            Vertx vertx,
            String host,
            int port,
            Handler<HttpServerRequest> pages,
            BiConsumer<HttpServerRequest, String> refuse) {
        Bounds bounds = new Bounds();
        return open(
                vertx,
                host,
                port,
                HTTP_API_HEAD,
                bounds,
                Optional.empty(),
                guarded(Visitor.Pages.OWN, pages, refuse),
                request -> {
                    Body.closeOnceAnswered(request);
                    refuse.accept(request, Bounds.tooMany(bounds.connections()));
                },
                request -> refuse.accept(request, "not an HTTP request"));
    }

    /** Asks who knocks before anything of the request is done. */
    private static Handler<HttpServerRequest> guarded(
            Visitor.Pages pages, Handler<HttpServerRequest> inside, BiConsumer<HttpServerRequest, String> refuse) {
        return request -> Visitor.of(request)
                .refusal(request.localAddress().port(), pages)
                .ifPresentOrElse(why -> refuse.accept(request, why), () -> inside.handle(request));
    }

    /** Begins later, with what the client has sent meanwhile. */
    private static Handler<HttpServerRequest> late(Vertx vertx, Duration latency, Handler<HttpServerRequest> handler) {
        return latency.isZero()
                ? handler
                : request -> {
                    request.pause();
                    vertx.setTimer(latency.toMillis(), _ -> {
                        handler.handle(request);
                        request.resume();
                    });
                };
    }

    private static Door open(
            Vertx vertx,
            String host,
            int port,
            int longestHead,
            Bounds bounds,
            Optional<OwnCertificate> certificate,
            Handler<HttpServerRequest> handler,
            Handler<HttpServerRequest> turnAway,
            Handler<HttpServerRequest> unparsable) {
        var options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(longestHead)
                .setMaxHeaderSize(2 * longestHead);
        certificate.ifPresent(own -> options.setSsl(true).setKeyCertOptions(own.options()));
        var connections = new Connections(vertx, bounds);
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connections::add)
                .requestHandler(request -> (connections.receive(request) ? handler : turnAway).handle(request))
                .invalidRequestHandler(unparsable);
        try {
            await(server.listen(port, host));
        } catch (CompletionException e) {
            throw unopened(host, port, e);
        }
        return new Door(server, connections);
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

    /** Ends every connection, as AWS does with those that were idle for long, and takes new ones. */
    public void hangUp() {
        connections.end();
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
