package dev.hearth.warm.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.builder.BuildContext;
import io.quarkus.builder.BuildStep;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakesNothingFromItsHostTest {
    private static final String ARGUMENTS = "-H:IncludeResources=own/.*";
    private static final String SEEN = "seen/build-args.txt";
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Host.class, Greeter.class))
            .overrideConfigKey("quarkus.lambda.mock-event-server.test-port", "0")
            .overrideConfigKey("quarkus.native.additional-build-args", ARGUMENTS)
            .overrideConfigKey("quarkus.log.category.\"org.acme\".level", "DEBUG")
            .overrideConfigKey("hearth.warm.max-target", "40")
            .overrideConfigKey("hearth.warm.compatible", "lambda-warmer")
            .addBuildChainCustomizer(chain -> chain.addBuildStep(new BuildStep() {
                        @Override
                        public void execute(BuildContext build) {
                            String seen = ConfigProvider.getConfig()
                                    .getValue("quarkus.native.additional-build-args", String.class);
                            build.produce(new GeneratedResourceBuildItem(SEEN, seen.getBytes(UTF_8)));
                        }
                    })
                    .produces(GeneratedResourceBuildItem.class)
                    .build());

    /** Beans of types that the warmer has too. */
    static class Host {
        @Produces
        @Singleton
        Clock clock() {
            return Clock.fixed(THEN, ZoneOffset.UTC);
        }

        @Produces
        @Singleton
        ObjectMapper json() {
            return new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
        }
    }

    static class Greeter implements RequestHandler<Map<String, String>, String> {
        @Override
        public String handleRequest(Map<String, String> event, Context context) {
            return "Hello " + event.get("name");
        }
    }

    @Inject
    InstantSource source;

    @Inject
    Clock clock;

    @Inject
    ObjectMapper json;

    private static String answer(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        AmazonLambdaRecorder.handle(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, null);
        return answer.toString(UTF_8);
    }

    @Test
    void its_clock_and_its_object_mapper_are_the_only_ones() {
        assertEquals(THEN, clock.instant());
        assertEquals(THEN, source.instant());
        assertEquals(PropertyNamingStrategies.UPPER_CAMEL_CASE, json.getPropertyNamingStrategy());
    }

    @Test
    void its_log_levels_and_its_arguments_of_a_native_build_stay() throws IOException {
        assertTrue(Logger.getLogger("org.acme").isDebugEnabled());
        try (InputStream seen = Thread.currentThread().getContextClassLoader().getResourceAsStream(SEEN)) {
            assertEquals(ARGUMENTS, new String(seen.readAllBytes(), UTF_8));
        }
    }

    @Test
    void its_handler_is_asked_and_warm_events_are_not_its() throws IOException {
        assertEquals("\"Hello Ann\"", answer("{\"name\":\"Ann\"}"));
        for (String warm : new String[] {"{\"hearth\":{\"cycle\":{\"target\":1}}}", "{\"warmer\":true}"}) {
            String report = answer(warm);
            assertTrue(report.contains("\"reached\":1"), report);
        }
    }
}
