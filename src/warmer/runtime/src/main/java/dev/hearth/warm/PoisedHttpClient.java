package dev.hearth.warm;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Keeps requests back that are signed and connected until their moment has come: what is left to do then is to write them. It relies
 * on the other client's connecting before it asks for the body.
 */
final class PoisedHttpClient implements SdkHttpClient {
    /** What a request waits for between its connection and its body. */
    @FunctionalInterface
    interface Moment {
        void await() throws InterruptedException;
    }

    private static final ThreadLocal<Moment> MOMENT = new ThreadLocal<>();

    private final SdkHttpClient client;

    PoisedHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    /** Makes a call of the SDK, which makes its request in the same thread. */
    <T> T at(Moment moment, Supplier<T> call) {
        MOMENT.set(moment);
        try {
            return call.get();
        } finally {
            MOMENT.remove();
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Moment moment = MOMENT.get();
        if (moment == null || request.contentStreamProvider().isEmpty()) {
            return client.prepareRequest(request);
        }
        ContentStreamProvider body = request.contentStreamProvider().get();
        return client.prepareRequest(HttpExecuteRequest.builder()
                .request(request.httpRequest())
                .contentStreamProvider(() -> {
                    await(moment);
                    return body.newStream();
                })
                .metricCollector(request.metricCollector().orElse(null))
                .build());
    }

    private static void await(Moment moment) {
        try {
            moment.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("given up before it was sent"));
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
