package dev.hearth.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code GET /warm} where it is on, as the local Lambda has it. */
@QuarkusTest
@TestProfile(ExposedWarmTest.Exposed.class)
class ExposedWarmTest {
    /** {@code GET /warm} is on. */
    public static class Exposed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hearth.warm.expose", "true", "hearth.warm.max-target", "1");
        }
    }

    @Test
    void warm_tells_of_this_environment_and_the_last_cycle_that_it_led() {
        given().contentType("application/json")
                .body("{\"hearth\":{\"cycle\":{\"target\":5,\"id\":\"the last\"}}}")
                .post("/_lambda_")
                .then()
                .statusCode(200)
                .body("target", is(1))
                .body("asked", is(5));
        given().get("/warm")
                .then()
                .statusCode(200)
                .body("id", notNullValue())
                .body("cold", is(false))
                .body("readyAt", notNullValue())
                .body("age", startsWith("PT"))
                .body("lastCycle.cycleId", equalTo("the last"))
                .body("lastCycle.reached", is(1));
    }
}
