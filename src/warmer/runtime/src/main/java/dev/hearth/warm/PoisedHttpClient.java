package dev.hearth.warm;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Has something happen to each request between its connecting and its writing. It relies on the other client's connecting before it
 * asks for the body, and writing nothing before that.
 */
final class PoisedHttpClient implements SdkHttpClient {
    /** What happens to a request that is signed and connected, in the thread that will write it. */
    @FunctionalInterface
    interface Moment {
        /**
         * Returns when the request is to be written.
         *
         * @param encrypted whether it goes by TLS
         */
        void come(boolean encrypted) throws InterruptedException;
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
        boolean encrypted = "https".equals(request.httpRequest().protocol());
        return client.prepareRequest(HttpExecuteRequest.builder()
                .request(request.httpRequest())
                .contentStreamProvider(() -> {
                    come(moment, encrypted);
                    return body.newStream();
                })
                .metricCollector(request.metricCollector().orElse(null))
                .build());
    }

    private static void come(Moment moment, boolean encrypted) {
        try {
            moment.come(encrypted);
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
