package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusedSettingTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Echo.class))
            .overrideConfigKey("hearth.warm.max-target", "0")
            .assertException(refused -> assertTrue(
                    refused.getMessage()
                            .contains("hearth.warm.max-target (HEARTH_WARM_MAX_TARGET) must be 1 or more, but is 0"),
                    refused::toString));

    static class Echo implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    @Test
    void a_setting_with_which_no_cycle_could_be_led_fails_the_build() {
        fail("it was built");
    }
}
