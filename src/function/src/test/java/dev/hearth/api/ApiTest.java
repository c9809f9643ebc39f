package dev.hearth.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.hearth.cost.CycleCosts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ApiTest {

    private static ValidatableResponse cost(String query) {
        return given().get("/cost?" + query).then();
    }

    @Test
    void hello_says_hello() {
        given().get("/hello").then().statusCode(200).body("message", equalTo("Hello from Hearth"));
    }

    @Test
    void warm_tells_nobody_unless_configured() {
        given().get("/warm").then().statusCode(404);
    }

    @Test
    void hello_and_cost_answer_with_what_was_asked_and_nothing_of_the_deployment() {
        given().get("/hello").then().body("keySet()", contains("message"));
        given().get("/cost")
                .then()
                .body(
                        "keySet()",
                        containsInAnyOrder(
                                "pricesAsOf", "currency", "asked", "hold", "warming", "provisioned", "autoscaled"))
                .body(
                        "asked.keySet()",
                        containsInAnyOrder(
                                "region",
                                "architecture",
                                "memory",
                                "concurrency",
                                "time",
                                "every",
                                "hold",
                                "peak",
                                "minimum"));
    }

    @Test
    void cost_compares_three_strategies_and_says_what_it_assumed() {
        cost("memory=1536&concurrency=100&hours=8&hold=100ms")
                .statusCode(200)
                .body("pricesAsOf", equalTo("2025-10"))
                .body("currency", equalTo("USD"))
                .body("asked.region", equalTo("us-east-1"))
                .body("asked.architecture", equalTo("x86"))
                .body("asked.memory", is(1536))
                .body("asked.concurrency", is(100))
                .body("asked.time", equalTo("PT8H"))
                .body("asked.every", equalTo("PT5M"))
                .body("asked.hold", equalTo("PT0.1S"))
                .body("hold", equalTo("As asked."))
                .body("provisioned.usd", is(18.0f))
                .body("provisioned.freeTier", startsWith("Nothing"))
                .body("autoscaled.usd", is(6.12f))
                .body("warming.usd", is(0.03f))
                .body("warming.usdAfterFreeTier", is(0.0f));
    }

    @Test
    void cost_rests_on_measured_cycles_and_says_so() {
        CycleCosts cycles = CycleCosts.measured();
        CycleCosts.Each each = cycles.each(512, 50);
        cost("memory=512&concurrency=50")
                .statusCode(200)
                .body("asked.hold", equalTo(each.median().toString()))
                .body("hold", containsString(each.median().toMillis() + " ms, in nine of ten"))
                .body("hold", containsString("measured in the local Lambda on " + cycles.measuredOn() + ". "));
        cost("memory=512&concurrency=100000").body("hold", containsString("beyond what was measured"));
    }

    @Test
    void cost_tells_requests_from_duration_and_what_the_free_tier_covers() {
        cost("memory=3072&concurrency=100&hours=720&every=4m&hold=100ms")
                .statusCode(200)
                .body(
                        "warming.items.of",
                        contains("requests", "GB-seconds of duration", "calls of EventBridge Scheduler"))
                .body("warming.items.quantity", contains(1_080_000, 324_000, 10_800))
                .body("warming.items.free", contains(1_000_000, 324_000, 10_800))
                .body("warming.items.usd", contains(0.22f, 5.4f, 0.01f))
                .body("warming.items.usdAfterFreeTier", contains(0.02f, 0.0f, 0.0f))
                .body(
                        "warming.freeTier",
                        containsString("1,000,000 of 1,080,000 requests, all 324,000 GB-seconds of duration"));
    }

    @Test
    void cost_knows_other_regions_and_architectures() {
        cost("region=ap-northeast-2&architecture=arm64&memory=1024&concurrency=1&hours=1")
                .statusCode(200)
                .body("asked.region", equalTo("ap-northeast-2"))
                .body("asked.architecture", equalTo("arm64"))
                .body("provisioned.usd", is(0.01f));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    memory=lots            | memory       | memory must be a whole number from 128 to 10240 (MB), but is 'lots'
                    memory=64              | memory       | memory must be a whole number from 128 to 10240 (MB), but is '64'
                    memory=1.5             | memory       | memory must be a whole number from 128 to 10240 (MB), but is '1.5'
                    memory=                | memory       | memory must be a whole number from 128 to 10240 (MB), but is ''
                    memory=512&memory=1024 | memory       | memory must be given once, but is '512 and 1024'
                    concurrency=0          | concurrency  | concurrency must be a whole number from 1 to 100000, but is '0'
                    concurrency=99999999999| concurrency  | concurrency must be a whole number from 1 to 100000, but is '99999999999'
                    hours=-1               | hours        | hours must be a number of hours above 0 and up to 744, but is '-1'
                    hours=0                | hours        | hours must be a number of hours above 0 and up to 744, but is '0'
                    hours=745              | hours        | hours must be a number of hours above 0 and up to 744, but is '745'
                    hours=8&peakHours=9    | peakHours    | peakHours must be a number of hours above 0 and up to 8, but is '9'
                    concurrency=5&minimum=6| minimum      | minimum must be a whole number from 0 to 5, but is '6'
                    every=5                | every        | every must be a time from 1m to 1440m, like 100ms, 30s, 4m or 1h, but is '5'
                    every=1s               | every        | every must be a time from 1m to 1440m, like 100ms, 30s, 4m or 1h, but is '1s'
                    hold=0ms               | hold         | hold must be a time from 1ms to 15m, like 100ms, 30s, 4m or 1h, but is '0ms'
                    region=mars            | region       | region must be one of ap-northeast-2, us-east-1, but is 'mars'
                    architecture=sparc     | architecture | architecture must be x86 or arm64, but is 'sparc'
                    memroy=512             | memroy       | memroy is not known; known are architecture, concurrency, every, hold, hours, memory, minimum, peakHours, region
                    """)
    void a_bad_parameter_is_a_problem_that_names_it(String query, String parameter, String detail) {
        cost(query)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("title", equalTo("Bad Request"))
                .body("status", is(400))
                .body("parameter", equalTo(parameter))
                .body("detail", equalTo(detail));
    }
}
