package dev.hearth.lab.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.lab.lambda.EnvironmentState.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentStateTest {

    /** Every pair, written down a second time; a dot is what cannot happen. */
    private static final String EXPECTED =
            """
            -          ROUTED     READY INIT_FAILED ANSWERED  FINISHED EXITED TIMED_OUT RETIRED
            STARTING   .          IDLE  RESET       .         .        .      .         ENDED
            AWAITED    .          BUSY  RESTARTING  .         .        .      .         ENDED
            IDLE       BUSY       .     .           .         .        RESET  .         ENDED
            BUSY       .          .     .           FINISHING .        RESET  STOPPING  ENDED
            FINISHING  .          .     .           .         IDLE     RESET  STOPPING  ENDED
            STOPPING   .          .     .           STOPPING  STOPPING RESET  .         ENDED
            RESET      RESTARTING .     .           .         .        .      .         ENDED
            RESTARTING .          BUSY  RESET       .         .        .      .         ENDED
            ENDED      .          .     .           .         .        .      .         .
            """;

    static Stream<Arguments> pairs() {
        List<List<String>> rows = EXPECTED.lines()
                .map(line -> Arrays.asList(line.split(" +", -1)))
                .toList();
        List<String> triggers = rows.getFirst();
        return rows.stream().skip(1).flatMap(row -> Stream.iterate(1, n -> n < row.size(), n -> n + 1)
                .map(n -> Arguments.of(
                        EnvironmentState.valueOf(row.getFirst()), Trigger.valueOf(triggers.get(n)), row.get(n))));
    }

    @ParameterizedTest(name = "{0} + {1} = {2}")
    @MethodSource("pairs")
    void every_pair_leads_where_it_should_or_is_refused(EnvironmentState state, Trigger trigger, String expected) {
        if (expected.equals(".")) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> state.after(trigger));
            assertEquals(trigger + " cannot happen to an environment that is " + state, refused.getMessage());
        } else {
            assertEquals(EnvironmentState.valueOf(expected), state.after(trigger));
        }
    }

    @Test
    void the_test_knows_every_pair() {
        assertEquals((long) EnvironmentState.values().length * Trigger.values().length, pairs().count());
    }
}
