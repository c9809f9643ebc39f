package dev.hearth.lab.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Settling<String> settling = new Settling<>(Optional.of("old"), QUIET);

    private boolean at(int millis, String state) {
        return settling.settled(Instant.EPOCH.plusMillis(millis), Optional.ofNullable(state));
    }

    @Test
    void what_runs_is_not_taken_again() {
        assertFalse(at(0, "old"));
        assertFalse(at(10_000, "old"));
    }

    @Test
    void another_package_is_taken_once_it_stands_still() {
        assertFalse(at(0, "new"));
        assertFalse(at(999, "new"));
        assertTrue(at(1_000, "new"));
        settling.take(Optional.of("new"));
        assertFalse(at(5_000, "new"));
    }

    @Test
    void one_that_is_still_written_is_waited_for() {
        assertFalse(at(0, "half"));
        assertFalse(at(900, "more"));
        assertFalse(at(1_800, "all"));
        assertTrue(at(2_800, "all"));
    }

    @Test
    void one_that_is_removed_to_be_built_anew_is_waited_for() {
        assertFalse(at(0, null));
        assertFalse(at(60_000, null));
        assertFalse(at(60_200, "new"));
        assertTrue(at(61_200, "new"));
    }

    @Test
    void one_that_comes_back_as_it_was_is_no_other() {
        assertFalse(at(0, null));
        assertFalse(at(200, "old"));
        assertFalse(at(9_000, "old"));
    }

    @Property
    void whatever_is_taken_has_stood_still_and_is_another_one(
            @ForAll @Size(max = 40) List<@IntRange(max = 3) Integer> states,
            @ForAll @IntRange(min = 50, max = 700) int step) {
        Settling<Integer> any = new Settling<>(Optional.of(0), QUIET);
        int running = 0;
        int same = 0;
        int before = 0;
        for (int i = 0; i < states.size(); i++) {
            int state = states.get(i);
            same = state == before ? same + 1 : 0;
            before = state;
            boolean settled = any.settled(Instant.EPOCH.plusMillis((long) i * step), Optional.of(state));
            assertEquals(settled, settled && state != running && (long) same * step >= QUIET.toMillis());
            if (settled) {
                any.take(Optional.of(state));
                running = state;
            }
        }
    }
}
