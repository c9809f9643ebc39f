package dev.hearth.lab.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "function:hello",
                "123456789012:function:hello",
                "arn:aws:lambda:us-east-1:123456789012:function:hello",
                "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:hello"
            })
    void every_form_names_the_function(String text) {
        assertEquals(Optional.of(new FunctionName("hello", Optional.empty())), FunctionName.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "hello:live, live",
        "hello:$LATEST, $LATEST",
        "hello:7, 7",
        "123456789012:function:hello:live, live",
        "arn:aws:lambda:us-east-1:123456789012:function:hello:live, live"
    })
    void every_form_may_carry_a_qualifier(String text, String qualifier) {
        assertEquals(Optional.of(new FunctionName("hello", Optional.of(qualifier))), FunctionName.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello:",
                "hello world",
                "hello:live:too",
                "12345:function:hello",
                "arn:aws:s3:us-east-1:123456789012:function:hello",
                "hello:$OLDEST",
                "a-name-of-more-than-sixty-four-characters-is-longer-than-lambda-allows"
            })
    void anything_else_names_none(String text) {
        assertEquals(Optional.empty(), FunctionName.parse(text));
    }
}
