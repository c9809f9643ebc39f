package dev.hearth.lab.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An AWS account that does not exist, for Terraform to plan in: a plan makes nothing, so that AWS's provider only asks
 * STS who it is. A test must neither need credentials nor use somebody's.
 */
final class NoAccount implements AutoCloseable {

    private static final byte[] IDENTITY =
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetCallerIdentityResult>
                <Arn>arn:aws:iam::123456789012:user/nobody</Arn>
                <UserId>AIDAAAAAAAAAAAAAAAAAA</UserId>
                <Account>123456789012</Account>
              </GetCallerIdentityResult>
              <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>
            </GetCallerIdentityResponse>
            """
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer sts;

    NoAccount() throws IOException {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, IDENTITY.length);
            try (exchange) {
                exchange.getResponseBody().write(IDENTITY);
            }
        });
        sts.start();
    }

    /** Makes whatever asks AWS for something ask here, with nobody's credentials. */
    void enter(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.putAll(Map.of(
                "AWS_ENDPOINT_URL_STS",
                "http://127.0.0.1:" + sts.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID",
                "nobody",
                "AWS_SECRET_ACCESS_KEY",
                "nothing",
                "AWS_REGION",
                "us-east-1",
                "AWS_EC2_METADATA_DISABLED",
                "true"));
    }

    @Override
    public void close() {
        sts.stop(0);
    }
}
