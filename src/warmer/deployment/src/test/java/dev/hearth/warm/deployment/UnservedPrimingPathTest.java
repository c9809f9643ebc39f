package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnservedPrimingPathTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Echo.class, Hello.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-rest", Version.getVersion())))
            .overrideConfigKey("hearth.priming.path", "/helo")
            .assertException(refused -> assertTrue(
                    refused.getMessage().contains(PrimingPath.refusal("/helo", List.of("/hello"))), refused::toString));

    static class Echo implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    @Path("/hello")
    public static class Hello {
        @GET
        public String hello() {
            return "Hello";
        }
    }

    @Test
    void a_priming_path_that_no_resource_serves_fails_the_build() {
        fail("it was built");
    }
}
