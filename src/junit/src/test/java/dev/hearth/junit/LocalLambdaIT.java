package dev.hearth.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A function of one shell script. */
@LocalLambda(value = "src/test/function", memory = 256, environment = "PLACE=a test")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalLambdaIT {

    @Test
    @Order(1)
    void no_environment_runs_before_the_first_request_which_meets_a_cold_start(RunningLambda lambda) throws Exception {
        assertEquals(0, lambda.pool().size());

        HttpResponse<String> response = lambda.get("/");

        assertEquals(200, response.statusCode());
        assertEquals("hello from a test in 256 MB", response.body());
        List<ColdStart> coldStarts = lambda.coldStarts();
        assertEquals(1, coldStarts.size(), coldStarts.toString());
        assertTrue(coldStarts.getFirst().user());
        assertTrue(coldStarts.getFirst().init().isPositive());
        assertEquals(
                coldStarts.getFirst().environment(),
                lambda.pool().environments().getFirst().id());
    }

    @Test
    @Order(2)
    void an_event_is_answered_through_the_invoke_api(RunningLambda lambda) throws Exception {
        assertEquals(
                "{\"statusCode\":200,\"body\":\"hello from a test in 256 MB\"}", lambda.invoke("{\"an\": \"event\"}"));
    }

    @Test
    @Order(3)
    void a_failed_invocation_says_why(RunningLambda lambda) {
        IOException failed = assertThrows(IOException.class, () -> lambda.invoke("\"fail\""));
        assertTrue(failed.getMessage().contains("it was asked to"), failed.getMessage());
    }

    @Test
    @Order(4)
    void a_function_without_the_warmer_is_told_from_one_that_has_it(RunningLambda lambda) {
        IOException failed = assertThrows(IOException.class, () -> lambda.warm(2));
        assertTrue(failed.getMessage().startsWith("the function carries no warmer"), failed.getMessage());
    }

    @Nested
    class Inside {

        @Test
        void a_nested_class_has_the_same_function(RunningLambda lambda) throws Exception {
            assertEquals(200, lambda.get("/").statusCode());
        }
    }
}
