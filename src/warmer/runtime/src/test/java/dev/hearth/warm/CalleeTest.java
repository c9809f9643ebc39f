package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalleeTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:hearth";

    @Test
    void an_alias_a_version_and_LATEST_are_called_as_they_were_invoked() {
        assertEquals(Optional.of(new Callee("hearth", Optional.of("live"))), Callee.of(ARN + ":live"));
        assertEquals(Optional.of(new Callee("hearth", Optional.of("7"))), Callee.of(ARN + ":7"));
        assertEquals(Optional.of(new Callee("hearth", Optional.of("$LATEST"))), Callee.of(ARN + ":$LATEST"));
    }

    @Test
    void without_a_qualifier_none_is_called() {
        assertEquals(Optional.of(new Callee("hearth", Optional.empty())), Callee.of(ARN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hearth", "arn:aws:s3:::bucket", "arn:aws:lambda:us-east-1:1:layer:l", "::::::::"})
    void what_is_no_function_is_not_called(String arn) {
        assertEquals(Optional.empty(), Callee.of(arn));
    }
}
