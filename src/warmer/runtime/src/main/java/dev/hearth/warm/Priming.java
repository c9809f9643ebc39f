package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.crac.Core;
import org.crac.Resource;
import org.jboss.logging.Logger;

/**
 * Sends this function one HTTP request before it asks Lambda for its first, so that no user's request is the first on its path:
 * JSON, routing, the resource, the answer. AWS lends a start more CPU than the invocations that follow have.
 *
 * <p>A native executable does so at each start. On the JVM, where it would only make the start longer, it happens before SnapStart
 * takes its snapshot.
 */
@Singleton
public class Priming implements Resource {
    private static final Logger LOG = Logger.getLogger(Priming.class);

    private final PrimingConfig config;

    /** For CDI. */
    public Priming(PrimingConfig config) {
        this.config = config;
    }

    void beforeSnapshot(@Observes StartupEvent started) {
        if (!ImageMode.current().isNativeImage()) {
            Core.getGlobalContext().register(this);
        }
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> snapshot) {
        run();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> snapshot) {
        // A restored environment is primed.
    }

    /** Serves the request. That it can't is no reason not to start, and said in the log. */
    public void run() {
        config.path().ifPresent(known -> {
            try {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                AmazonLambdaRecorder.handle(
                        new ByteArrayInputStream(event(known).getBytes(StandardCharsets.UTF_8)),
                        answer,
                        new OwnContext());
                String status = answer.toString(StandardCharsets.UTF_8).split(",", 2)[0];
                if (!status.startsWith("{\"statusCode\":2")) {
                    LOG.warnf(
                            "hearth.priming.path: GET %s answered %s}; name a path that answers every GET with 200",
                            known, status);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warnf(e, "hearth.priming.path: GET %s failed, so the first request will take longer", known);
            }
        });
    }

    private static String event(String path) {
        return """
                {"version":"2.0","routeKey":"$default","rawPath":"%1$s","rawQueryString":"","cookies":["primed=1"],\
                "headers":{"accept":"*/*","host":"localhost","user-agent":"hearth","x-forwarded-for":"127.0.0.1",\
                "x-forwarded-port":"443","x-forwarded-proto":"https"},\
                "requestContext":{"accountId":"0","apiId":"priming","domainName":"localhost","domainPrefix":"priming",\
                "http":{"method":"GET","path":"%1$s","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"hearth"},\
                "requestId":"priming","routeKey":"$default","stage":"$default","time":"01/Jan/2026:00:00:00 +0000",\
                "timeEpoch":1767225600000},"isBase64Encoded":false}"""
                .formatted(path);
    }

    /** Tells the router that it is the function itself that asks. */
    static final class OwnContext implements Context {
        @Override
        public String getAwsRequestId() {
            return "priming";
        }

        @Override
        public String getLogGroupName() {
            return "";
        }

        @Override
        public String getLogStreamName() {
            return "";
        }

        @Override
        public String getFunctionName() {
            return "";
        }

        @Override
        public String getFunctionVersion() {
            return "";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "";
        }

        @Override
        public CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 10_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 0;
        }

        @Override
        public LambdaLogger getLogger() {
            return null;
        }
    }
}
