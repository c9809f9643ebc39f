package dev.hearth.lab.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads a request's body whole, up to a limit, and as far as the door has room for it. */
final class Body {

    /**
     * How much of an overlong body is read and thrown away, so that a client that sends first and listens afterwards
     * gets its answer instead of a broken connection.
     */
    private static final long PATIENCE = 64L << 20;

    /** Why a body is not taken. */
    enum Refusal {
        TOO_LARGE,
        NO_ROOM
    }

    private final HttpServerRequest request;
    private final int limit;
    private final Room room;
    private final BiConsumer<byte[], Runnable> whole;
    private final Consumer<Refusal> refused;
    private List<Buffer> read = new ArrayList<>();
    private long size;
    private long held;
    private boolean noRoom;
    private boolean over;

    private Body(
            HttpServerRequest request,
            int limit,
            Room room,
            BiConsumer<byte[], Runnable> whole,
            Consumer<Refusal> refused) {
        this.request = request;
        this.limit = limit;
        this.room = room;
        this.whole = whole;
        this.refused = refused;
    }

    /**
     * Calls either {@code whole} or {@code refused}, or neither if the client goes away.
     *
     * @param whole gets the body, and what to call once nobody has it any more
     */
    static void read(
            HttpServerRequest request,
            int limit,
            Room room,
            BiConsumer<byte[], Runnable> whole,
            Consumer<Refusal> refused) {
        new Body(request, limit, room, whole, refused).start();
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
        request.exceptionHandler(broken -> {
            if (!request.isEnded()) {
                drop();
            }
        });
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
        if (size <= limit && !noRoom) {
            if (room.take(chunk.length())) {
                held += chunk.length();
                read.add(chunk);
                return;
            }
            noRoom = true;
        }
        drop();
        if (size > PATIENCE && !over) {
            over = true;
            refuseRest();
        }
    }

    private void finish() {
        if (size <= limit && !noRoom) {
            byte[] bytes = new byte[(int) size];
            int length = 0;
            for (Buffer chunk : read) {
                chunk.getBytes(bytes, length);
                length += chunk.length();
            }
            read = List.of();
            whole.accept(bytes, this::giveBack);
        } else if (!over) {
            refused.accept(size > limit ? Refusal.TOO_LARGE : Refusal.NO_ROOM);
        }
    }

    /** Has its connection end with its answer. */
    static void closeOnceAnswered(HttpServerRequest request) {
        request.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .endHandler(answered -> request.connection().close());
    }

    private void drop() {
        read = new ArrayList<>();
        giveBack();
    }

    private void giveBack() {
        room.giveBack(held);
        held = 0;
    }

    private void refuseRest() {
        closeOnceAnswered(request);
        refused.accept(Refusal.TOO_LARGE);
    }
}
