package dev.hearth.warm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/**
 * Whom TLS believes, from a file of PEM certificates: {@code AWS_CA_BUNDLE} as AWS's command line and its SDK for Python take it,
 * in place of the system's authorities. The SDK for Java does not read it.
 */
final class CertificateAuthorities {
    static final String VARIABLE = "AWS_CA_BUNDLE";

    private CertificateAuthorities() {}

    /**
     * Reads the file.
     *
     * @throws SdkClientException where it cannot be read or holds no certificate
     */
    static TlsTrustManagersProvider of(Path bundle) {
        try (InputStream pem = Files.newInputStream(bundle)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            }
            if (store.size() == 0) {
                throw SdkClientException.create(VARIABLE + " names " + bundle + ", which holds no PEM certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            TrustManager[] managers = trust.getTrustManagers();
            return () -> managers;
        } catch (IOException | GeneralSecurityException e) {
            throw SdkClientException.create(
                    VARIABLE + " names " + bundle + ", which cannot be read as PEM certificates: " + e, e);
        }
    }
}
