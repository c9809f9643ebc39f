package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;
import org.jboss.logging.Logger;

/**
 * Sends this function one request or event before it asks Lambda for its first, so that no user's is the first on its path: JSON,
 * routing, the resource, the answer. AWS lends a start more CPU than the invocations that follow have.
 *
 * <p>A native executable does so at each start. On the JVM, where it would only make the start longer, it happens before SnapStart
 * takes its snapshot.
 */
@Singleton
public class Priming implements Resource {
    private static final Logger LOG = Logger.getLogger(Priming.class);

    private static final String HTTP_EVENT =
            """
            {"version":"2.0","routeKey":"$default","rawPath":%1$s,"rawQueryString":"","cookies":["primed=1"],\
            "headers":{"accept":"*/*","host":"localhost","user-agent":"hearth","x-forwarded-for":"127.0.0.1",\
            "x-forwarded-port":"443","x-forwarded-proto":"https"},\
            "requestContext":{"accountId":"0","apiId":"priming","domainName":"localhost","domainPrefix":"priming",\
            "http":{"method":"GET","path":%1$s,"protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"hearth"},\
            "requestId":"priming","routeKey":"$default","stage":"$default","time":"01/Jan/2026:00:00:00 +0000",\
            "timeEpoch":1767225600000},"isBase64Encoded":false}""";

    private static final String REST_EVENT =
            """
            {"resource":"/{proxy+}","path":%1$s,"httpMethod":"GET",\
            "headers":{"Accept":"*/*","Host":"localhost","User-Agent":"hearth","X-Forwarded-For":"127.0.0.1"},\
            "multiValueHeaders":{"Accept":["*/*"],"Host":["localhost"],"User-Agent":["hearth"]},\
            "queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":null,\
            "stageVariables":null,"requestContext":{"accountId":"0","apiId":"priming","httpMethod":"GET",\
            "identity":{"sourceIp":"127.0.0.1","userAgent":"hearth"},"path":%1$s,"requestId":"priming",\
            "resourcePath":"/{proxy+}","stage":"prod"},"body":null,"isBase64Encoded":false}""";

    private final PrimingConfig config;
    private final Environment environment;
    private final HandlerHook hook;

    /** For CDI. */
    public Priming(PrimingConfig config, Environment environment, HandlerHook hook) {
        this.config = config;
        this.environment = environment;
        this.hook = hook;
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
        environment.restored();
    }

    /** Serves the request or event. That it can't is no reason not to start, and said in the log. */
    public void run() {
        if (config.event().isPresent()) {
            prime("hearth.priming.event", config.event().get());
        } else if (config.path().isPresent()) {
            String path = config.path().get();
            switch (hook.protocol()) {
                case HTTP -> primeOverHttp(path, HTTP_EVENT.formatted(quoted(path)));
                case REST -> primeOverHttp(path, REST_EVENT.formatted(quoted(path)));
                case OWN ->
                    LOG.warn("hearth.priming.path: this function has a handler of its own, which takes no path;"
                            + " name an event that it takes in hearth.priming.event");
            }
        }
    }

    private void primeOverHttp(String path, String event) {
        String request = "hearth.priming.path: GET " + path;
        prime(request, event)
                .filter(answer -> !succeeded(answer))
                .ifPresent(answer -> LOG.warnf(
                        "%s answered %s; name a path that answers every GET with 200", request, status(answer)));
    }

    private static Optional<JsonNode> prime(String what, String event) {
        try {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            AmazonLambdaRecorder.handle(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, new OwnContext());
            return Optional.of(WarmJson.MAPPER.readTree(answer.toByteArray()));
        } catch (IOException | RuntimeException e) {
            LOG.warnf(e, "%s failed, so the first invocation will take longer", what);
            return Optional.empty();
        }
    }

    private static boolean succeeded(JsonNode answer) {
        return answer.path("statusCode").asInt() / 100 == 2;
    }

    /** The answer's body may hold what no log should. */
    private static String status(JsonNode answer) {
        return answer.has("statusCode") ? answer.get("statusCode").toString() : "without a statusCode";
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
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
