package dev.hearth.lab.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who is connected to a door, as many as it lets in, each with its patience. Thread-safe. */
final class Connections {

    /** How many beyond the bound are told so with their first request; further ones are cut off. */
    private static final int TOLD = 64;

    private record Entry(Patience patience, boolean within) {}

    private final Vertx vertx;
    private final Bounds bounds;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<HttpConnection, Entry> entries = new ConcurrentHashMap<>();

    Connections(Vertx vertx, Bounds bounds) {
        this.vertx = vertx;
        this.bounds = bounds;
    }

    void add(HttpConnection connection) {
        int before = number.getAndIncrement();
        if (before >= bounds.connections() + TOLD) {
            number.decrementAndGet();
            connection.close();
            return;
        }
        Patience patience = Patience.with(vertx, connection, bounds.patience(), () -> {
            entries.remove(connection);
            number.decrementAndGet();
        });
        entries.put(connection, new Entry(patience, before < bounds.connections()));
    }

    /** Waits for the rest of a request; says whether its connection is within the bound. */
    boolean receive(HttpServerRequest request) {
        Entry entry = entries.get(request.connection());
        if (entry == null) {
            return true;
        }
        entry.patience().receive(request);
        return entry.within();
    }

    /** Ends all of them. */
    void end() {
        List.copyOf(entries.keySet()).forEach(HttpConnection::close);
    }
}
