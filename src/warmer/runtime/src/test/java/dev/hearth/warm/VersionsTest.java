package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.Target;
import dev.hearth.warm.event.WarmEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * While an alias is shifted, leaders of one version invoke children of another. The fixtures are what version fd26aeb writes; it
 * refuses a hold with a field that it does not know.
 */
class VersionsTest {
    private static final Instant UNTIL = Instant.parse("2026-11-23T18:00:00.100Z");

    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda(clock);
    private final Deployment deployment = FakeLambda.deployment("us-east-1");
    private final Warmer warmer = new Warmer(
            FakeLambda.config(Map.of()),
            new Environment(deployment, clock),
            deployment,
            lambda,
            new Metrics(deployment, line -> {}),
            clock,
            clock);
    private final Invocation invocation =
            new Invocation("request", Callee.of(FakeLambda.ARN), FakeClock.START.plusSeconds(30));
    private final Environment.Arrival arrival = new Environment.Arrival(FakeClock.START, false);

    private static JsonNode fixture(String name) {
        try (InputStream json = VersionsTest.class.getResourceAsStream("fixtures/fd26aeb/" + name + ".json")) {
            return WarmJson.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WarmEvent event(String name) {
        return WarmEvent.parse(fixture(name).get(WarmEvent.KEY));
    }

    private static HoldAnswer answer(JsonNode json) {
        try {
            return WarmJson.MAPPER.treeToValue(json, HoldAnswer.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> fields(JsonNode node) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    @Test
    void events_are_read_as_the_earlier_version_wrote_them_and_written_as_it_reads_them() {
        WarmEvent.Cycle cycle = new WarmEvent.Cycle(20, Optional.of("c"), Optional.of(FakeClock.START));
        assertEquals(cycle, event("cycle"));
        assertEquals(fixture("cycle").toString(), cycle.toJson().toString());
        WarmEvent.Hold hold = new WarmEvent.Hold("c", UNTIL, 1, 1, Optional.empty());
        assertEquals(hold, event("hold"));
        assertEquals(fixture("hold").toString(), hold.toJson().toString());
        WarmEvent.Hold parent =
                new WarmEvent.Hold("c", UNTIL, 3, 1, Optional.of(Instant.parse("2026-11-23T18:00:29.500Z")));
        assertEquals(parent, event("parent-hold"));
        assertEquals(fixture("parent-hold").toString(), parent.toJson().toString());
    }

    @Test
    void answers_are_written_as_the_earlier_version_reads_them() {
        for (String name : List.of("answer", "parent-answer")) {
            assertEquals(
                    fixture(name).toString(),
                    WarmJson.MAPPER.valueToTree(answer(fixture(name))).toString());
        }
    }

    @Test
    void a_field_of_an_answer_that_is_not_known_yet_is_passed_over() {
        ObjectNode later = ((ObjectNode) fixture("answer")).put("memoryMb", 512);
        assertEquals(answer(fixture("answer")), answer(later));
    }

    @Test
    void a_leader_ends_well_with_children_of_the_earlier_version() {
        lambda.with(hold -> Optional.of(new Outcome.Answered(
                answer(((ObjectNode) fixture("answer"))
                        .put("id", "child " + lambda.holds().size())),
                Optional.empty())));
        CycleReport.Led report = assertInstanceOf(
                CycleReport.Led.class,
                warmer.lead(new WarmEvent.Cycle(5, Optional.empty(), Optional.empty()), invocation, arrival));
        assertEquals(5, report.happened().reached());
        assertEquals(Optional.empty(), report.stopped());
        Set<String> read = fields(fixture("parent-hold").at("/hearth/hold"));
        lambda.holds()
                .forEach(
                        hold -> assertTrue(read.containsAll(fields(hold.toJson().at("/hearth/hold")))));
    }

    @Test
    void a_leader_that_is_to_find_its_target_keeps_the_least_with_children_that_do_not_say_when_they_were_busy() {
        lambda.with(hold -> Optional.of(new Outcome.Answered(
                answer(((ObjectNode) fixture("answer"))
                        .put("id", "child " + lambda.holds().size())),
                Optional.empty())));
        WarmEvent.Cycle range = new WarmEvent.Cycle(new Target(5, 100), Optional.empty(), Optional.empty());
        CycleReport.Led report = assertInstanceOf(CycleReport.Led.class, warmer.lead(range, invocation, arrival));
        assertEquals(5, report.happened().reached());
        assertEquals(Optional.empty(), report.stopped());
        assertEquals(
                new CycleReport.Found(0, "the least that it may be"),
                report.found().orElseThrow());
        for (WarmEvent.Hold hold : lambda.holds()) {
            assertEquals(
                    fields(fixture("hold").at("/hearth")), fields(hold.toJson().at("/hearth")));
            assertEquals(
                    fields(fixture("hold").at("/hearth/hold")),
                    fields(hold.toJson().at("/hearth/hold")));
        }
    }

    @Test
    void a_child_answers_a_parent_of_the_earlier_version_with_what_that_reads() {
        HoldAnswer answer = warmer.hold((WarmEvent.Hold) event("parent-hold"), invocation, arrival);
        assertEquals(2, answer.children().size());
        assertTrue(fields(fixture("parent-answer")).containsAll(fields(WarmJson.MAPPER.valueToTree(answer))));
        assertEquals(Duration.ofMillis(100), answer.billed());
        assertEquals(3, answer.all().count());
    }
}
