package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** By TLS, trusting what is written out for environments and nothing else. */
class AwsSdkTlsInvokeTest extends AwsSdkInvokeTest {

    private final OwnCertificate certificate = OwnCertificate.create(Instant.now());
    private boolean trusting = true;

    @Override
    Door open(Vertx vertx) {
        return Door.openSecureInvokeApi(vertx, lambda, new Bounds(), "127.0.0.1", certificate, Duration.ZERO);
    }

    @Override
    String scheme() {
        return "https";
    }

    @Override
    UrlConnectionHttpClient.Builder http() {
        UrlConnectionHttpClient.Builder http = super.http();
        return trusting ? http.tlsTrustManagersProvider(() -> trust().getTrustManagers()) : http;
    }

    private TrustManagerFactory trust() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "own",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(certificate.pem().getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_client_that_does_not_trust_it_is_not_served() {
        trusting = false;
        SdkClientException refused = assertThrows(SdkClientException.class, () -> invoke(Call.of("{}")));
        assertInstanceOf(SSLException.class, refused.getCause());
    }
}
