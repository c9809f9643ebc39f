package dev.hearth.lab.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.cli.OwnPackage;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Cycles of the real package, by TLS, over a pool that was full before. */
class StageIT {

    private static final int TARGET = 20;
    private static final int CYCLES = 10;
    private static final double TOLERANCE = 0.02;

    @Test
    void what_reports_say_was_billed_is_what_the_report_lines_add_up_to() throws Exception {
        try (Stages stages = new Stages(OwnPackage.path(), 1);
                Stage stage = stages.open(new MemorySize(1_769), TARGET, Routing.RECENT)) {
            List<Stage.Alone> cycles = stage.alone(1, CYCLES);
            assertEquals(CYCLES, cycles.size());
            assertTrue(cycles.stream().allMatch(cycle -> cycle.reached() >= TARGET), cycles::toString);
            double told =
                    cycles.stream().mapToDouble(Stage.Alone::toldGbSeconds).sum();
            double billed = cycles.stream().mapToDouble(Stage.Alone::gbSeconds).sum();
            assertEquals(1, told / billed, TOLERANCE, cycles::toString);
        }
    }

    @Test
    void steady_users_are_served_while_cycles_go_on_and_each_is_counted_once() throws Exception {
        try (Stages stages = new Stages(OwnPackage.path(), 1);
                Stage stage = stages.open(new MemorySize(1_769), 3, Routing.RANDOM)) {
            Felt.Situation felt = stage.steady(Optional.empty(), 1, 1);
            assertTrue(felt.cycles() > 0 && felt.reachedAll() <= felt.cycles(), felt::toString);
            // With and without cycles.
            assertEquals(
                    Set.of(true, false),
                    felt.requests().stream()
                            .map(request -> request.when() == Felt.When.WITHOUT_CYCLES)
                            .collect(Collectors.toSet()),
                    felt::toString);
            assertFalse(felt.requests().stream().anyMatch(Felt.Request::failed), felt::toString);
        }
    }
}
