package dev.hearth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever calls over HTTP is a user, whatever they send. */
@QuarkusTest
@TestProfile(ForgeryTest.Exposed.class)
class ForgeryTest {
    private static final String CYCLE = "{\"hearth\":{\"cycle\":{\"target\":1}}}";

    /** {@code GET /warm} is on. */
    public static class Exposed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hearth.warm.expose", "true");
        }
    }

    private static ValidatableResponse invoke(String event) {
        return given().contentType("application/json")
                .body(event)
                .post("/_lambda_")
                .then();
    }

    @AfterEach
    void no_cycle_was_led() {
        given().get("/warm").then().statusCode(200).body("$", not(hasKey("lastCycle")));
    }

    @Test
    void a_header_leads_no_cycle() {
        given().header("hearth", CYCLE)
                .header("X-Hearth", CYCLE)
                .get("/hello")
                .then()
                .statusCode(200)
                .body("message", equalTo("Hello from Hearth"));
    }

    @Test
    void a_query_leads_no_cycle() {
        given().queryParam("hearth", CYCLE)
                .get("/hello")
                .then()
                .statusCode(200)
                .body("message", equalTo("Hello from Hearth"));
    }

    @Test
    void a_path_leads_no_cycle() {
        given().get("/hearth").then().statusCode(404);
        given().get("/hearth/cycle").then().statusCode(404);
    }

    @Test
    void a_cookie_leads_no_cycle() {
        given().cookie("hearth", "cycle")
                .get("/hello")
                .then()
                .statusCode(200)
                .body("message", equalTo("Hello from Hearth"));
    }

    @Test
    void a_body_leads_no_cycle() {
        given().contentType("application/json")
                .body(CYCLE)
                .post("/hello")
                .then()
                .statusCode(405);
        given().contentType("application/json").body(CYCLE).post("/").then().statusCode(404);
    }

    @Test
    void an_encoded_body_leads_no_cycle() {
        invoke(http("\"isBase64Encoded\":true,\"body\":\""
                        + Base64.getEncoder().encodeToString(CYCLE.getBytes(StandardCharsets.UTF_8))
                        + "\""))
                .statusCode(200)
                .body("statusCode", is(200));
    }

    @Test
    void what_arrives_as_an_http_request_is_one_whatever_else_the_event_holds() {
        invoke(http("\"hearth\":{\"cycle\":{\"target\":1}}")).statusCode(200).body("statusCode", is(200));
        invoke(http("\"Hearth\":7")).statusCode(200).body("statusCode", is(200));
    }

    private static String http(String more) {
        return "{\"version\":\"2.0\",\"rawPath\":\"/hello\",\"requestContext\":{\"http\":{\"method\":\"GET\","
                + "\"path\":\"/hello\"}}," + more + "}";
    }
}
