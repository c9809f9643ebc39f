package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.hearth.lab.http.HttpApiAnswer.Header;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Payload;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiAnswerTest {

    private static final Header JSON = new Header("content-type", "application/json");
    private static final Header TEXT = new Header("content-type", "text/plain; charset=utf-8");

    @Test
    void takes_status_headers_cookies_and_body_from_a_structured_answer() {
        HttpApiAnswer answer = of(
                """
                {"statusCode": 201, "headers": {"Content-Type": "text/html", "X-Count": 3, "X-None": null},
                 "cookies": ["a=b; Path=/", "c=d"], "body": "<p>grün</p>"}
                """);
        assertEquals(201, answer.status());
        assertEquals(
                List.of(
                        new Header("content-type", "text/html"),
                        new Header("x-count", "3"),
                        new Header("set-cookie", "a=b; Path=/"),
                        new Header("set-cookie", "c=d")),
                answer.headers());
        assertEquals("<p>grün</p>", answer.body().text());
    }

    @Test
    void a_structured_answer_is_plain_text_unless_it_says_otherwise() {
        assertEquals(
                List.of(TEXT), of("{\"statusCode\": 200, \"body\": \"hi\"}").headers());
    }

    @Test
    void decodes_a_body_in_base64() {
        HttpApiAnswer answer = of("{\"statusCode\": 200, \"isBase64Encoded\": true, \"body\": \"AP/+\"}");
        assertArrayEquals(new byte[] {0, -1, -2}, answer.body().bytes());
    }

    @Test
    void sends_each_of_several_values_of_a_header_once() {
        HttpApiAnswer answer = of(
                """
                {"statusCode": 200, "headers": {"content-type": "a/b", "x-a": "1"},
                 "multiValueHeaders": {"X-A": ["1", "2"]}}
                """);
        assertEquals(
                List.of(new Header("content-type", "a/b"), new Header("x-a", "1"), new Header("x-a", "2")),
                answer.headers());
    }

    @Test
    void keeps_lengths_and_connections_to_the_gateway() {
        HttpApiAnswer answer = of(
                """
                {"statusCode": 200, "headers": {"content-length": "999", "Connection": "close",
                 "transfer-encoding": "chunked"}, "body": "hi"}
                """);
        assertEquals(List.of(TEXT), answer.headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"statusCode\": 204}", "{\"statusCode\": \"204\", \"body\": null, \"headers\": null}"})
    void a_structured_answer_needs_nothing_but_a_status(String answer) {
        assertEquals(204, of(answer).status());
        assertEquals(0, of(answer).body().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\": \"hello\"}",
                "\"just a string\"",
                "[1, 2]",
                "null",
                "17",
                "",
                "{\"name\": \"John Doe\", \"age\":",
                "no JSON at all"
            })
    void anything_without_a_status_is_the_body_of_a_200(String answer) {
        assertEquals(200, of(answer).status());
        assertEquals(List.of(JSON), of(answer).headers());
        assertEquals(answer, of(answer).body().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\": \"fine\"}",
                "{\"statusCode\": null}",
                "{\"statusCode\": 42}",
                "{\"statusCode\": 600}",
                "{\"statusCode\": 200.5}",
                "{\"statusCode\": 200, \"body\": {\"a\": 1}}",
                "{\"statusCode\": 200, \"body\": \"*\", \"isBase64Encoded\": true}",
                "{\"statusCode\": 200, \"headers\": [\"a\"]}",
                "{\"statusCode\": 200, \"headers\": {\"a\": {\"b\": 1}}}",
                "{\"statusCode\": 200, \"multiValueHeaders\": {\"a\": \"b\"}}",
                "{\"statusCode\": 200, \"cookies\": \"a=b\"}",
                "{\"statusCode\": 200, \"cookies\": [[]]}"
            })
    void a_malformed_structured_answer_is_an_internal_server_error(String answer) {
        assertInternalServerError(of(answer));
    }

    @Test
    void a_function_error_is_an_internal_server_error() {
        Answer error = new Answer.FunctionError(Payload.of("{\"errorMessage\": \"secret\"}"));
        assertInternalServerError(HttpApiAnswer.of(new Outcome.Completed("id", error, "$LATEST", Optional.empty())));
    }

    @Test
    void a_function_that_is_not_there_is_an_internal_server_error() {
        assertInternalServerError(HttpApiAnswer.of(new Outcome.NotFound(ScriptedLambda.ARN)));
        assertInternalServerError(HttpApiAnswer.of(new Outcome.Recursive("id", ScriptedLambda.ARN)));
    }

    @Test
    void throttled_and_down_are_service_unavailable() {
        assertSame(HttpApiAnswer.UNAVAILABLE, HttpApiAnswer.of(new Outcome.Throttled("id", Lambda.Reason.RESERVED)));
        assertSame(HttpApiAnswer.UNAVAILABLE, HttpApiAnswer.of(new Outcome.Unavailable("id", "going down")));
        assertEquals(503, HttpApiAnswer.UNAVAILABLE.status());
        assertEquals(
                "{\"message\":\"Service Unavailable\"}",
                HttpApiAnswer.UNAVAILABLE.body().text());
    }

    private static void assertInternalServerError(HttpApiAnswer answer) {
        assertEquals(500, answer.status());
        assertEquals(List.of(JSON), answer.headers());
        assertEquals("{\"message\":\"Internal Server Error\"}", answer.body().text());
    }

    private static HttpApiAnswer of(String result) {
        return HttpApiAnswer.of(
                new Outcome.Completed("id", new Answer.Result(Payload.of(result)), "$LATEST", Optional.empty()));
    }
}
