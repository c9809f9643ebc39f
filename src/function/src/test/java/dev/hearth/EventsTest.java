package dev.hearth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Lambda delivers to the function, as it is delivered: raw events in, raw answers out. */
@QuarkusTest
class EventsTest {

    private static ValidatableResponse invoke(String event) {
        return given().contentType("application/json")
                .body(event)
                .post("/_lambda_")
                .then();
    }

    private static String cycle(String fields) {
        return "{\"hearth\":{\"cycle\":{" + fields + "}}}";
    }

    @Test
    void a_cycle_is_answered_with_its_report_and_nothing_around_it() {
        String id = UUID.randomUUID().toString();
        invoke(cycle("\"target\":1,\"id\":\"" + id + "\",\"scheduledAt\":\"" + Instant.now() + "\""))
                .statusCode(200)
                .body("cycleId", equalTo(id))
                .body("target", is(1))
                .body("reached", is(1))
                .body("cold", notNullValue())
                .body("rounds", is(0))
                .body("windowMs", is(0))
                .body("spreadMs", is(0))
                .body("throttled", is(0))
                .body("failed", is(0))
                .body("$", not(hasKey("statusCode")))
                .body("$", not(hasKey("body")))
                .body("$", not(hasKey("dropped")));
    }

    @Test
    void a_cycle_without_id_and_time_is_led_too() {
        invoke(cycle("\"target\":1")).statusCode(200).body("reached", is(1));
    }

    @Test
    void a_cycle_that_is_delivered_twice_is_led_once() {
        String event = cycle("\"target\":1,\"id\":\"" + UUID.randomUUID() + "\"");
        invoke(event).statusCode(200).body("$", not(hasKey("dropped")));
        invoke(event).statusCode(200).body("dropped", equalTo("repeated")).body("reached", is(0));
    }

    @Test
    void a_cycle_that_comes_too_late_is_dropped() {
        Instant due = Instant.now().minus(Duration.ofMinutes(10));
        invoke(cycle("\"target\":1,\"scheduledAt\":\"" + due + "\""))
                .statusCode(200)
                .body("dropped", equalTo("stale"))
                .body("reached", is(0));
    }

    @Test
    void an_enormous_target_is_capped_and_the_report_says_so() {
        invoke(cycle("\"target\":1000000000"))
                .statusCode(200)
                .body("target", is(100))
                .body("asked", is(1_000_000_000))
                .body("stopped", equalTo("every child failed"))
                .body("problem", containsString("not on Lambda"));
    }

    @Test
    void a_hold_is_answered_with_who_held() {
        invoke("{\"hearth\":{\"hold\":{\"cycleId\":\"c\",\"until\":\"" + Instant.now()
                        + "\",\"share\":1,\"depth\":1}}}")
                .statusCode(200)
                .body("id", notNullValue())
                .body("cold", notNullValue())
                .body("arrivedAt", notNullValue())
                .body("billedMs", greaterThanOrEqualTo(0))
                .body("$", not(hasKey("statusCode")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {"hearth":5}                                            | hearth must be an object, but is 5
                    {"hearth":null}                                         | hearth must be an object, but is null
                    {"hearth":"cycle"}                                      | hearth must be an object, but is "cycle"
                    {"hearth":[]}                                           | hearth must be an object, but is []
                    {"hearth":{}}                                           | hearth must be an object with either cycle or hold, but is {}
                    {"hearth":{"cycle":{"target":1},"hold":{}}}             | hearth must be an object with either cycle or hold
                    {"hearth":{"warm":{}}}                                  | hearth.warm is not known; known are cycle, hold
                    {"hearth":{"cycle":7}}                                  | hearth.cycle must be an object, but is 7
                    {"hearth":{"cycle":{}}}                                 | hearth.cycle.target must be a whole number of 1 or more, or {"min": 2, "max": 100}, but is missing
                    {"hearth":{"cycle":{"target":"20"}}}                    | hearth.cycle.target must be a whole number of 1 or more, or {"min": 2, "max": 100}, but is "20"
                    {"hearth":{"cycle":{"target":-5}}}                      | hearth.cycle.target must be a whole number of 1 or more, or {"min": 2, "max": 100}, but is -5
                    {"hearth":{"cycle":{"target":0}}}                       | hearth.cycle.target must be a whole number of 1 or more, or {"min": 2, "max": 100}, but is 0
                    {"hearth":{"cycle":{"target":1.5}}}                     | hearth.cycle.target must be a whole number of 1 or more, or {"min": 2, "max": 100}, but is 1.5
                    {"hearth":{"cycle":{"target":99999999999999999999999}}} | hearth.cycle.target must be a whole number of 1 or more
                    {"hearth":{"cycle":{"target":{}}}}                      | hearth.cycle.target.min must be a whole number of 1 or more, but is missing
                    {"hearth":{"cycle":{"target":{"min":0,"max":9}}}}       | hearth.cycle.target.min must be a whole number of 1 or more, but is 0
                    {"hearth":{"cycle":{"target":{"min":2}}}}               | hearth.cycle.target.max must be a whole number of 1 or more, but is missing
                    {"hearth":{"cycle":{"target":{"min":5,"max":4}}}}       | hearth.cycle.target.max must be min, 5, or more, but is 4
                    {"hearth":{"cycle":{"target":{"min":2,"most":4}}}}      | hearth.cycle.target.most is not known; known are max, min
                    {"hearth":{"cycle":{"target":1,"tarqet":2}}}            | hearth.cycle.tarqet is not known; known are id, scheduledAt, target
                    {"hearth":{"cycle":{"target":1,"id":7}}}                | hearth.cycle.id must be a text of at most 256 characters, but is 7
                    {"hearth":{"cycle":{"target":1,"id":""}}}               | hearth.cycle.id must be a text of at most 256 characters, but is ""
                    {"hearth":{"cycle":{"target":1,"id":"<aws.scheduler.execution-id>"}}} | hearth.cycle.id must be what EventBridge Scheduler puts in place of <aws.scheduler.execution-id>
                    {"hearth":{"cycle":{"target":1,"scheduledAt":"noon"}}}  | hearth.cycle.scheduledAt must be an instant like 2026-11-23T18:00:00Z, but is "noon"
                    {"hearth":{"hold":{}}}                                  | hearth.hold.depth must be a whole number of 1 to 3, but is missing
                    {"hearth":{"hold":{"cycleId":"c","until":"2026-11-23T18:00:00Z","share":1,"depth":4}}} | hearth.hold.depth must be a whole number of 1 to 3, but is 4
                    {"hearth":{"hold":{"cycleId":"c","until":"2026-11-23T18:00:00Z","share":2,"depth":3}}} | hearth.hold.share must be 1, but is 2
                    {"hearth":{"hold":{"cycleId":"c","until":"2026-11-23T18:00:00Z","share":101,"depth":1}}} | hearth.hold.share must be at most hearth.warm.max-target, 100, but is 101
                    {"hearth":{"hold":{"cycleId":"c","share":1,"depth":1}}} | hearth.hold.until must be an instant like 2026-11-23T18:00:00Z, but is missing
                    null                                                    | The event is neither an HTTP API request
                    {}                                                      | The event is neither an HTTP API request
                    {"Records":[{"eventSource":"aws:sqs"}]}                 | The event is neither an HTTP API request
                    {"requestContext":{"http":{}}}                          | The event is neither an HTTP API request
                    """)
    void a_bad_event_is_a_function_error_that_names_the_field(String event, String complaint) {
        invoke(event)
                .statusCode(500)
                .body("errorType", equalTo("dev.hearth.warm.event.BadEvent"))
                .body("errorMessage", containsString(complaint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "\"hearth\"", "7", "true", "{", "{\"hearth\":", "hearth", ""})
    void what_is_no_json_object_is_a_function_error(String event) {
        invoke(event).statusCode(500).body("errorType", notNullValue()).body("errorMessage", notNullValue());
    }

    /** AWS hands a path over decoded: a blank, a line's end and braces were a 500 with a stack trace or a 400 before. */
    @ParameterizedTest
    @ValueSource(strings = {"/no such", "/hello\\r\\n", "/{no}|[such]", "/nö"})
    void a_path_that_http_cannot_carry_is_not_found_instead_of_failing(String path) {
        invoke("{\"version\":\"2.0\",\"rawPath\":\"" + path
                        + "\",\"requestContext\":{\"http\":{\"method\":\"GET\",\"path\":\"" + path + "\"}}}")
                .statusCode(200)
                .body("statusCode", is(404));
    }

    @Test
    void the_function_goes_on_after_bad_events() {
        invoke("{").statusCode(500);
        invoke("null").statusCode(500);
        given().get("/hello").then().statusCode(200).body("message", allOf(notNullValue(), not(anEmptyMap())));
    }
}
