package dev.hearth.lab.environment;

import dev.hearth.lab.extensions.Denied;
import dev.hearth.lab.extensions.Subscription;
import dev.hearth.lab.extensions.Telemetry;
import dev.hearth.lab.extensions.TelemetryEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Delivers one environment's telemetry to its extensions, while its processes run. A batch that cannot be delivered is lost,
 * which the next one says. Everything happens on the environment's event loop.
 */
final class TelemetryStream {

    private static final int PATIENCE_MILLIS = 1_000;

    private final Telemetry telemetry = new Telemetry();
    private final Vertx vertx;
    private final InstantSource clock;
    private final String address;
    private final Set<Telemetry.Subscriber> sending = new HashSet<>();
    private final Map<Telemetry.Subscriber, NetSocket> sockets = new HashMap<>();
    private Optional<HttpClient> http = Optional.empty();
    private Optional<NetClient> tcp = Optional.empty();
    private Optional<Long> timer = Optional.empty();
    private boolean paused;

    /** @param address where the environment's processes listen */
    TelemetryStream(Vertx vertx, InstantSource clock, String address) {
        this.vertx = vertx;
        this.clock = clock;
        this.address = address;
    }

    void subscribe(String extension, Subscription subscription) throws Denied {
        telemetry.subscribe(extension, subscription, clock.instant());
        deliver();
    }

    /** Nobody else may subscribe. */
    void closeSubscription() {
        telemetry.close();
    }

    void add(Function<Instant, TelemetryEvent> event) {
        telemetry.add(clock.instant(), event);
        deliver();
    }

    /** Whether somebody has not taken yet what was sent. */
    boolean isSending() {
        return !sending.isEmpty();
    }

    /** Its processes are about to be frozen: nobody would take anything. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        deliver();
    }

    /** Delivers all that is due, and the rest when it will be. */
    private void deliver() {
        if (paused || telemetry.subscribers().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Optional<Duration> next = Optional.empty();
        for (Telemetry.Subscriber subscriber : telemetry.subscribers()) {
            if (sending.contains(subscriber)) {
                continue;
            }
            Optional<Duration> due = subscriber.due(now);
            if (due.filter(Duration::isZero).isPresent()) {
                var _ = send(subscriber, subscriber.take(now));
            } else if (due.isPresent()) {
                next = next.filter(known -> known.compareTo(due.get()) <= 0).or(() -> due);
            }
        }
        timer.ifPresent(vertx::cancelTimer);
        timer = next.map(wait -> vertx.setTimer(wait.toMillis() + 1, fired -> deliver()));
    }

    /** Delivers all that there is, at once; completes when that was taken or given up. */
    Future<Void> flush() {
        Instant now = clock.instant();
        return Future.join(telemetry.subscribers().stream()
                        .map(subscriber -> send(subscriber, subscriber.take(now)))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> send(Telemetry.Subscriber subscriber, List<String> batch) {
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        sending.add(subscriber);
        Future<Void> sent =
                switch (subscriber.subscription().protocol()) {
                    case HTTP -> post(subscriber, "[" + String.join(",", batch) + "]");
                    case TCP -> write(subscriber, String.join("\n", batch) + "\n");
                };
        return sent.onFailure(problem -> subscriber.lost(batch)).eventually(() -> {
            sending.remove(subscriber);
            deliver();
            return Future.succeededFuture();
        });
    }

    private Future<Void> post(Telemetry.Subscriber subscriber, String body) {
        HttpClient client = http.orElseGet(() -> vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(PATIENCE_MILLIS).setKeepAlive(false)));
        http = Optional.of(client);
        Subscription subscription = subscriber.subscription();
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(address)
                        .setPort(subscription.port())
                        .setURI(subscription.path())
                        .setTimeout(PATIENCE_MILLIS)
                        .putHeader("Host", "sandbox.localdomain:" + subscription.port())
                        .putHeader("Content-Type", "application/json"))
                .compose((HttpClientRequest request) -> request.send(Buffer.buffer(body)))
                .compose(response -> response.body())
                .mapEmpty();
    }

    private Future<Void> write(Telemetry.Subscriber subscriber, String lines) {
        NetSocket open = sockets.get(subscriber);
        if (open != null) {
            return open.write(lines);
        }
        NetClient client =
                tcp.orElseGet(() -> vertx.createNetClient(new NetClientOptions().setConnectTimeout(PATIENCE_MILLIS)));
        tcp = Optional.of(client);
        return client.connect(subscriber.subscription().port(), address).compose(socket -> {
            sockets.put(subscriber, socket);
            socket.closeHandler(closed -> sockets.remove(subscriber));
            return socket.write(lines);
        });
    }

    void close() {
        paused = true;
        timer.ifPresent(vertx::cancelTimer);
        http.ifPresent(HttpClient::close);
        tcp.ifPresent(NetClient::close);
    }
}
