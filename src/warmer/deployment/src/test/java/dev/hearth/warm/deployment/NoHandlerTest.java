package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NoHandlerTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .assertException(refused -> assertEquals(HandlerProcessor.NOTHING_TO_STAND_BEFORE, refused.getMessage()));

    @Test
    void an_application_without_a_handler_is_told_what_it_lacks() {
        fail("it was built");
    }
}
