package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GivenVariablesTest {

    private static final Set<String> FUNCTIONS = Set.of("orders", "users");

    @Test
    void a_function_s_own_is_over_everybody_s_and_an_option_over_a_file() {
        GivenVariables given = new GivenVariables(List.of(
                        new GivenVariables.Layer(
                                "--env-file f",
                                Map.of("TABLE", "file", "BUCKET", "file"),
                                Map.of("orders", Map.of("BUCKET", "file's of orders"))),
                        GivenVariables.typed(Map.of("TABLE", "typed", "users:TABLE", "typed for users"))))
                .require(FUNCTIONS);
        assertEquals(Map.of("TABLE", "typed", "BUCKET", "file's of orders"), given.of("orders"));
        assertEquals(Map.of("TABLE", "typed for users", "BUCKET", "file"), given.of("users"));
    }

    @Test
    void a_function_that_is_not_there_is_named() {
        GivenVariables given = new GivenVariables(List.of(GivenVariables.typed(Map.of("order:TABLE", "t"))));
        assertEquals(
                "--env has variables of a function order, which there is not; there is orders, users",
                assertThrows(IllegalArgumentException.class, () -> given.require(FUNCTIONS))
                        .getMessage());
    }

    @Test
    void two_places_together_may_not_exceed_what_aws_takes() {
        GivenVariables given = new GivenVariables(List.of(
                GivenVariables.typed(Map.of("FIRST", "x".repeat(3_000))),
                GivenVariables.typed(Map.of("orders:SECOND", "x".repeat(3_000)))));
        assertThrows(IllegalArgumentException.class, () -> given.require(FUNCTIONS));
    }
}
