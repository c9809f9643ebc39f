package dev.hearth.lab.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * Ends a connection on which its client leaves the door waiting for longer than a limit: for a request's head, once that is
 * there for its body, or until it has read its answer. Nobody is hurried while the function works. Used on the connection's
 * event loop alone.
 */
final class Patience {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final HttpConnection connection;
    private final Duration limit;
    private long timer = NONE;

    private Patience(Vertx vertx, HttpConnection connection, Duration limit) {
        this.vertx = vertx;
        this.connection = connection;
        this.limit = limit;
    }

    /**
     * Begins to wait for the first request of a new connection.
     *
     * @param closed called once the connection is gone, whoever ended it
     */
    static Patience with(Vertx vertx, HttpConnection connection, Duration limit, Runnable closed) {
        var patience = new Patience(vertx, connection, limit);
        connection.closeHandler(gone -> {
            patience.rest();
            closed.run();
        });
        patience.await();
        return patience;
    }

    /** Waits for the body of a request, and once it is answered for the answer to be read and the next request. */
    void receive(HttpServerRequest request) {
        await();
        request.end().onComplete(whole -> {
            if (!request.response().ended()) {
                rest();
            }
        });
        request.response().bodyEndHandler(answered -> await());
    }

    private void await() {
        rest();
        timer = vertx.setTimer(limit.toMillis(), fired -> cutOff());
    }

    /** Below Vert.x, whose own end of a connection waits until all of an answer is read. */
    private void cutOff() {
        var _ = ((ConnectionBase) connection).channelHandlerContext().close();
    }

    private void rest() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
