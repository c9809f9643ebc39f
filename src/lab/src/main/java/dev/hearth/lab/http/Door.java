package dev.hearth.lab.http;

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
import java.util.concurrent.CompletionException;

/** A port on which callers reach the local Lambda. Opening and closing block; do neither on an event loop. */
public final class Door implements AutoCloseable {

    /** API Gateway's limit on the request line and all headers' values together (HTTP API quotas). */
    private static final int HTTP_API_HEAD = 10_240;

    /** Room for a client context (3,583 bytes before base64), a signature and a session token. */
    private static final int INVOKE_API_HEAD = 64 * 1024;

    /** How long API Gateway waits for a function (HTTP API quotas). */
    private static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(30);

    private final HttpServer server;

    private Door(HttpServer server) {
        this.server = server;
    }

    /**
     * Opens AWS's Invoke API (2015-03-31) for all functions.
     *
     * @param port 0 for any free one
     * @throws PortTakenException if another process has the port
     * @throws UncheckedIOException if the host is none of this machine's, or the port none of this user's
     */
    public static Door openInvokeApi(Vertx vertx, Lambda lambda, String host, int port) {
        var api = new InvokeApi(lambda, InstantSource.system());
        return open(vertx, host, port, INVOKE_API_HEAD, api, api::handleUnparsable);
    }

    /**
     * Opens an API Gateway HTTP API whose one route, {@code $default}, leads to a function (payload format 2.0).
     *
     * @param port 0 for any free one
     * @throws PortTakenException if another process has the port
     * @throws UncheckedIOException if the host is none of this machine's, or the port none of this user's
     */
    public static Door openHttpApi(Vertx vertx, Lambda lambda, FunctionName function, String host, int port) {
        return openHttpApi(vertx, lambda, function, host, port, INTEGRATION_TIMEOUT);
    }

    static Door openHttpApi(
            Vertx vertx, Lambda lambda, FunctionName function, String host, int port, Duration integrationTimeout) {
        var api = new HttpApi(vertx, lambda, function, InstantSource.system(), HTTP_API_HEAD, integrationTimeout);
        return open(vertx, host, port, HTTP_API_HEAD, api, api::handleUnparsable);
    }

    private static Door open(
            Vertx vertx,
            String host,
            int port,
            int longestHead,
            Handler<HttpServerRequest> handler,
            Handler<HttpServerRequest> unparsable) {
        var options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(longestHead)
                .setMaxHeaderSize(2 * longestHead);
        HttpServer server =
                vertx.createHttpServer(options).requestHandler(handler).invalidRequestHandler(unparsable);
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
            when String.valueOf(e.getMessage()).contains("in use") -> new PortTakenException(port, e);
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
