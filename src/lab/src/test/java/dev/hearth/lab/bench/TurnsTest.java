package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private long now;

    private Turns.Subject taking(String name, long nanos, boolean succeeds) {
        return new Turns.Subject(name, () -> {
            now += nanos;
            return succeeds;
        });
    }

    private List<Turns.Outcome> taken(List<Turns.Subject> subjects, int uncounted, int counted) throws Exception {
        return new Turns(() -> now, new Random(1)).take(subjects, uncounted, counted);
    }

    /** A changed system clock was part of the figures. */
    @Test
    void what_a_turn_took_is_the_time_that_passed_and_no_other() throws Exception {
        Turns.Outcome outcome =
                taken(List.of(taking("a", 1_500_000, true)), 0, 3).getFirst();
        assertEquals(1.5, outcome.milliseconds().median());
        assertEquals(1.5, outcome.milliseconds().maximum());
        assertEquals(3, outcome.milliseconds().size());
    }

    @Test
    void turns_before_those_that_count_do_not_count() throws Exception {
        long[] next = {1_000_000_000};
        Turns.Subject warmingUp = new Turns.Subject("a", () -> {
            now += next[0];
            boolean warm = next[0] == 1_000_000;
            next[0] = 1_000_000;
            return warm;
        });
        Turns.Outcome outcome = taken(List.of(warmingUp), 1, 2).getFirst();
        assertEquals(1, outcome.milliseconds().maximum());
        assertEquals(0, outcome.lost());
    }

    @Test
    void what_did_not_succeed_is_lost_to_its_own_subject() throws Exception {
        List<Turns.Outcome> outcomes = taken(List.of(taking("a", 1, true), taking("b", 1, false)), 1, 5);
        assertEquals(0, outcomes.getFirst().lost());
        assertEquals(5, outcomes.getLast().lost());
    }

    @Test
    void each_has_one_turn_of_a_round_in_an_order_that_changes() throws Exception {
        List<String> order = new ArrayList<>();
        List<Turns.Subject> subjects = List.of("a", "b").stream()
                .map(name -> new Turns.Subject(name, () -> order.add(name)))
                .toList();
        taken(subjects, 0, 20);
        List<String> rounds = new ArrayList<>();
        for (int i = 0; i < order.size(); i += 2) {
            rounds.add(order.get(i) + order.get(i + 1));
        }
        assertEquals(List.of("ab", "ba"), rounds.stream().distinct().sorted().toList());
    }
}
