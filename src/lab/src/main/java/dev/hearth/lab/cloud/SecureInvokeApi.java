package dev.hearth.lab.cloud;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.http.Bounds;
import dev.hearth.lab.http.Door;
import dev.hearth.lab.http.OwnCertificate;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.linux.Scratch;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How environments reach the Invoke API by TLS: a certificate, and what has them trust it. One certificate serves any number of doors. */
public final class SecureInvokeApi {

    private static final String HOST = "127.0.0.1";

    private final OwnCertificate certificate;
    private final Path bundle;
    private final Path trustStore;

    private SecureInvokeApi(OwnCertificate certificate, Path bundle, Path trustStore) {
        this.certificate = certificate;
        this.bundle = bundle;
        this.trustStore = trustStore;
    }

    /** With a certificate of its own, which takes some tenths of a second. */
    public static SecureInvokeApi create(Scratch scratch) {
        OwnCertificate certificate = OwnCertificate.create(Instant.now());
        try {
            Path folder = scratch.newFolder("tls");
            Path trustStore = folder.resolve("authorities.jks");
            certificate.writeTrustStore(trustStore);
            return new SecureInvokeApi(
                    certificate, Files.writeString(folder.resolve("authorities.pem"), certificate.pem()), trustStore);
        } catch (IOException e) {
            throw new Refusal("cannot write the Invoke API's certificate: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a door for this certificate on any free port, within bounds that other doors may share.
     *
     * @param latency how much longer every call takes, in whole milliseconds
     */
    public Door open(Vertx vertx, Lambda lambda, Bounds bounds, Duration latency) {
        return Door.openSecureInvokeApi(vertx, lambda, bounds, HOST, certificate, latency);
    }

    /** What has Java functions trust it, and whom their JDK trusts. */
    public Path trustStore() {
        return trustStore;
    }

    /** What has an environment go there and trust it: Hearth's warmer and the SDK for Python read the second, Node.js the third. */
    public Map<String, String> variables(Door door) {
        return Map.of(
                "AWS_ENDPOINT_URL_LAMBDA",
                "https://" + HOST + ":" + door.port(),
                "AWS_CA_BUNDLE",
                bundle.toString(),
                "NODE_EXTRA_CA_CERTS",
                bundle.toString());
    }
}
