package dev.hearth.warm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.WarmEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Phaser;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.TlsTrustManagersProvider;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/**
 * Invokes through the AWS SDK. Region, credentials and endpoint ({@code AWS_ENDPOINT_URL_LAMBDA}) are what the SDK finds by
 * itself. The client is made when a cycle first needs it, so no user waits for it and a held environment never has one.
 */
@ApplicationScoped
public class LambdaInvoker implements Invoker {
    /** Lambda's longest function time-out, and a minute: an answer takes as long as the child holds. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(16);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int SHOWN = 200;
    private static final String KEPT_CONNECTIONS = "http.maxConnections";

    private static final SdkBytes NOTHING = SdkBytes.fromUtf8String("{}");

    private final InstantSource clock;
    private final Pause pause;
    private final Optional<Path> authorities;
    private Optional<Client> client = Optional.empty();

    private Optional<Volley> volley = Optional.empty();

    /** The SDK's client, the one below it, and its sockets. */
    private record Client(LambdaClient lambda, PoisedHttpClient http, Optional<PoisedSockets> sockets) {}

    @Inject
    LambdaInvoker(@WarmersOwn InstantSource clock, @WarmersOwn Pause pause) {
        this(
                clock,
                pause,
                Optional.ofNullable(System.getenv(CertificateAuthorities.VARIABLE))
                        .map(Path::of));
    }

    LambdaInvoker(InstantSource clock, Pause pause, Optional<Path> authorities) {
        this.clock = clock;
        this.pause = pause;
        this.authorities = authorities;
    }

    /**
     * Has the JDK keep as many idle connections as a leader uses at once, and not five. It reads this at the process's first request.
     */
    static void keepConnections(int connections) {
        if (System.getProperty(KEPT_CONNECTIONS) == null) {
            System.setProperty(KEPT_CONNECTIONS, Integer.toString(connections));
        }
    }

    /**
     * By dry runs, which are not billed. None is sent before all are connected, or one would lend its connection to the next. Where
     * that opened connections it is done again, since it took what connecting takes; a connection that was found dead is replaced.
     */
    @Override
    public Duration connect(Callee callee, int connections) throws InterruptedException {
        // Brings up the client, which no other cycle has to do again.
        dryRun(callee, new Phaser(1));
        int opened = opened();
        Duration took = dryRuns(callee, connections);
        return opened() == opened ? took : dryRuns(callee, connections);
    }

    private Duration dryRuns(Callee callee, int connections) throws InterruptedException {
        Instant begun = clock.instant();
        Phaser connecting = new Phaser(connections);
        Callable<Boolean> dryRun = () -> dryRun(callee, connecting);
        Together.call(Collections.nCopies(connections, dryRun), LONGEST_ANSWER);
        return Duration.between(begun, clock.instant());
    }

    private synchronized int opened() {
        return client.flatMap(Client::sockets).map(PoisedSockets::opened).orElse(0);
    }

    private boolean dryRun(Callee callee, Phaser connecting) {
        try {
            InvokeRequest request = request(callee)
                    .invocationType(InvocationType.DRY_RUN)
                    .payload(NOTHING)
                    .build();
            Client client = client();
            client.http()
                    .at(encrypted -> connecting.awaitAdvanceInterruptibly(connecting.arrive()), () -> client.lambda()
                            .invoke(request));
            return true;
        } catch (SdkException e) {
            // What is wrong comes out of the first invocation, as an outcome.
            return false;
        } finally {
            // One that failed to connect keeps nobody waiting.
            connecting.arriveAndDeregister();
        }
    }

    @Override
    public Outcome invoke(Callee callee, WarmEvent.Hold hold, Instant at) {
        InvokeRequest request = request(callee)
                .invocationType(InvocationType.REQUEST_RESPONSE)
                .logType(LogType.TAIL)
                .payload(SdkBytes.fromUtf8String(hold.toJson().toString()))
                .build();
        try {
            Client client = client();
            InvokeResponse response = client.http()
                    .at(encrypted -> goAt(at, encrypted && client.sockets().isPresent()), () -> client.lambda()
                            .invoke(request));
            return outcome(response, Duration.between(at, clock.instant()));
        } catch (TooManyRequestsException e) {
            return new Outcome.Throttled("throttled: " + e.reasonAsString());
        } catch (SdkException e) {
            return new Outcome.Failed(e.getClass().getSimpleName() + ": " + e.getMessage(), Duration.ZERO);
        } finally {
            Volley.leave();
        }
    }

    /** By TLS a request is made ready to its last byte; otherwise it waits to be written. */
    private void goAt(Instant at, boolean kept) throws InterruptedException {
        if (kept) {
            volley(at).join();
        } else {
            pause.until(at, clock);
        }
    }

    /** Of all that go out at that moment. */
    private synchronized Volley volley(Instant at) {
        Volley all = volley.filter(known -> known.at().equals(at)).orElseGet(() -> {
            Volley made = new Volley(at);
            Thread.startVirtualThread(() -> goAtItsMoment(made));
            return made;
        });
        volley = Optional.of(all);
        return all;
    }

    private void goAtItsMoment(Volley made) {
        try {
            pause.until(made.at(), clock);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            made.go();
        }
    }

    @PreDestroy
    synchronized void close() {
        client.ifPresent(made -> {
            made.lambda().close();
            made.http().close();
        });
    }

    /** Whether there is a client. There is none before the first cycle. */
    public synchronized boolean connected() {
        return client.isPresent();
    }

    private static InvokeRequest.Builder request(Callee callee) {
        return InvokeRequest.builder()
                .functionName(callee.function())
                .qualifier(callee.qualifier().orElse(null));
    }

    private Outcome outcome(InvokeResponse response, Duration took) {
        String payload = response.payload().asUtf8String();
        Optional<Duration> reported = Optional.ofNullable(response.logResult()).flatMap(ReportLine::billed);
        if (response.functionError() != null) {
            return new Outcome.Failed(response.functionError() + ": " + message(payload), reported.orElse(took));
        }
        return answer(payload)
                .<Outcome>map(answer -> new Outcome.Answered(answer, reported))
                .orElseGet(() -> new Outcome.Failed(
                        "answered " + shortened(payload) + " to a hold; does the function carry the warmer?",
                        reported.orElse(took)));
    }

    private Optional<HoldAnswer> answer(String payload) {
        try {
            return Optional.ofNullable(WarmJson.MAPPER.readValue(payload, HoldAnswer.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private String message(String payload) {
        try {
            JsonNode error = WarmJson.MAPPER.readTree(payload);
            return shortened(error.path("errorMessage").asText(payload));
        } catch (IOException e) {
            return shortened(payload);
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private synchronized Client client() {
        Client made = client.orElseGet(this::newClient);
        client = Optional.of(made);
        return made;
    }

    private Client newClient() {
        Optional<TlsTrustManagersProvider> trusted = authorities.map(CertificateAuthorities::of);
        if (ProxyConfiguration.builder().scheme("https").build().host() != null) {
            // Through a proxy the SDK's client finds its own way, and so makes its own connections.
            UrlConnectionHttpClient.Builder plain =
                    UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(LONGEST_ANSWER);
            trusted.ifPresent(plain::tlsTrustManagersProvider);
            return client(plain.build(), Optional.empty());
        }
        PoisedSockets sockets = new PoisedSockets(trusted.map(LambdaInvoker::trusting)
                .map(SSLContext::getSocketFactory)
                .orElseGet(HttpsURLConnection::getDefaultSSLSocketFactory));
        return client(UrlConnectionHttpClient.create(uri -> open(uri, sockets)), Optional.of(sockets));
    }

    private static Client client(SdkHttpClient below, Optional<PoisedSockets> sockets) {
        PoisedHttpClient http = new PoisedHttpClient(below);
        LambdaClient lambda = LambdaClient.builder()
                .httpClient(http)
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
        return new Client(lambda, http, sockets);
    }

    private static HttpURLConnection open(URI uri, PoisedSockets sockets) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) LONGEST_ANSWER.toMillis());
            if (connection instanceof HttpsURLConnection encrypted) {
                encrypted.setSSLSocketFactory(sockets);
            }
            return connection;
        } catch (IOException e) {
            throw SdkClientException.create("no connection can be made to " + uri + ": " + e.getMessage(), e);
        }
    }

    private static SSLContext trusting(TlsTrustManagersProvider trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw SdkClientException.create("there is no TLS: " + e.getMessage(), e);
        }
    }
}
