package dev.hearth.lab.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body whole, up to a limit. */
final class Body {

    /**
     * How much of an overlong body is read and thrown away, so that a client that sends first and listens afterwards
     * gets its 413 instead of a broken connection.
     */
    private static final long PATIENCE = 64L << 20;

    private final HttpServerRequest request;
    private final int limit;
    private final Handler<byte[]> whole;
    private final Runnable tooLarge;
    private Buffer read = Buffer.buffer();
    private long size;
    private boolean over;

    private Body(HttpServerRequest request, int limit, Handler<byte[]> whole, Runnable tooLarge) {
        this.request = request;
        this.limit = limit;
        this.whole = whole;
        this.tooLarge = tooLarge;
    }

    /** Calls either {@code whole} or {@code tooLarge}, or neither if the client goes away. */
    static void read(HttpServerRequest request, int limit, Handler<byte[]> whole, Runnable tooLarge) {
        new Body(request, limit, whole, tooLarge).start();
    }

    private void start() {
        boolean asksFirst = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
        long declared = declared();
        if (declared > (asksFirst ? limit : PATIENCE)) {
            refuseRest();
            return;
        }
        request.handler(this::take);
        request.endHandler(end -> finish());
        if (asksFirst) {
            request.response().writeContinue();
        }
    }

    private long declared() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private void take(Buffer chunk) {
        size += chunk.length();
        if (size <= limit) {
            read.appendBuffer(chunk);
            return;
        }
        read = Buffer.buffer();
        if (size > PATIENCE && !over) {
            over = true;
            refuseRest();
        }
    }

    private void finish() {
        if (size <= limit) {
            whole.handle(read.getBytes());
        } else if (!over) {
            tooLarge.run();
        }
    }

    private void refuseRest() {
        request.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .endHandler(answered -> request.connection().close());
        tooLarge.run();
    }
}
