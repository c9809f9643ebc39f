package dev.hearth.warm.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.event.Busy;
import dev.hearth.warm.event.HoldAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is said of the invocations of an environment's children, and what their REPORT lines say. */
class LaunchedTest {
    private static Outcome answered(boolean cold, int failed, long saidMillis, long reportedMillis) {
        return new Outcome.Answered(answer(cold, failed, saidMillis), Optional.of(Duration.ofMillis(reportedMillis)));
    }

    private static HoldAnswer answer(boolean cold, int failed, long saidMillis) {
        return new HoldAnswer(
                "e",
                cold,
                Instant.EPOCH,
                Optional.empty(),
                Duration.ofMillis(saidMillis),
                List.of(),
                0,
                failed,
                Optional.empty(),
                Optional.empty());
    }

    private static long billed(Launched launched) {
        return launched.answers().stream()
                .mapToLong(answer -> answer.billed().toMillis())
                .sum();
    }

    @Test
    void a_report_line_is_believed_before_the_answer() {
        Launched launched = Launched.of(List.of(answered(false, 0, 30, 34), answered(true, 0, 200, 190)));
        assertEquals(34 + 190, billed(launched));
        assertEquals(Duration.ofMillis(4), launched.ending());
    }

    @Test
    void nothing_else_of_the_answer_changes() {
        HoldAnswer busy = new HoldAnswer(
                "e",
                false,
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Duration.ofMillis(30),
                List.of(answer(true, 0, 5)),
                1,
                0,
                Optional.of("problem"),
                Optional.of(new Busy(1, "AA==")));
        HoldAnswer billed = Launched.of(List.of(new Outcome.Answered(busy, Optional.of(Duration.ofMillis(34)))))
                .answers()
                .getFirst();
        assertEquals(busy, billed.billedAs(Duration.ofMillis(30)));
    }

    @Test
    void one_that_speaks_for_what_failed_below_it_is_believed_itself() {
        Launched launched = Launched.of(List.of(answered(false, 1, 300, 34)));
        assertEquals(300, billed(launched));
        assertEquals(Duration.ZERO, launched.ending());
    }

    @Test
    void without_report_lines_the_answers_are_all_that_is_known() {
        Launched launched = Launched.of(List.of(new Outcome.Answered(answer(false, 0, 30), Optional.empty())));
        assertEquals(30, billed(launched));
        assertEquals(Duration.ZERO, launched.ending());
    }

    @Property
    void nobody_is_taken_to_end_later_than_any_that_was_warm_and_seen_to_end(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 50) Integer> endings) {
        Launched launched = Launched.of(endings.stream()
                .map(ending -> answered(false, 0, 30, 30 + ending))
                .toList());
        assertTrue(endings.stream().allMatch(ending -> launched.ending().toMillis() <= ending), launched::toString);
        assertTrue(endings.contains((int) launched.ending().toMillis()), launched::toString);
    }
}
