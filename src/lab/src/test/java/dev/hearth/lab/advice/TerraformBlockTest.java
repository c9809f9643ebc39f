package dev.hearth.lab.advice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.simulation.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is printed to be pasted stands, as it is, in a test of the module, which plans it. */
class TerraformBlockTest {

    private static final Path PLANNED = Path.of("../../terraform/tests/advice.tftest.hcl");

    static List<Kept> blocks() {
        return List.of(
                new Kept.Nothing(),
                new Kept.Fixed(5),
                new Kept.ByHours(plan()),
                new Kept.SelfFinding(2, 100),
                new Kept.Provisioned(5),
                new Kept.ProvisionedByHours(plan()),
                new Kept.Autoscaled(1, 20, 0.7));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_block_is_one_that_terraform_was_seen_to_take(Kept kept) throws IOException {
        String block = flat(kept.terraform("Europe/Berlin"));
        assertTrue(flat(Files.readString(PLANNED)).contains(block), block);
    }

    /** Without what is before a line, which is deeper in the test than on the screen. */
    private static String flat(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    /** Office hours, but on Wednesdays two shifts; a little on Saturdays; nothing on Sundays. */
    private static WeekPlan plan() {
        int[] targets = new int[WeekPlan.HOURS];
        for (int hour = 0; hour < targets.length; hour++) {
            DayOfWeek day = DayOfWeek.of(hour / 24 + 1);
            int of = hour % 24;
            boolean office = of >= 8 && of < 18;
            targets[hour] = switch (day) {
                case MONDAY, TUESDAY, THURSDAY, FRIDAY -> office ? 12 : 2;
                case WEDNESDAY -> (of >= 6 && of < 12) || (of >= 14 && of < 22) ? 12 : 2;
                case SATURDAY -> 1;
                case SUNDAY -> 0;
            };
        }
        Traffic one = new Traffic.Builder().add(0, 1).build();
        return new WeekPlan(Span.of(one, ZoneId.of("Europe/Berlin")), targets);
    }
}
