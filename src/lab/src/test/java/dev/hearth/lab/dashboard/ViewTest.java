package dev.hearth.lab.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.watch.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ViewTest {

    private static final Instant BEGUN = Instant.parse("2026-11-23T18:00:00Z");
    private static final long NOTHING = Onlooker.NOTHING;

    private final View view = view();
    private final Scene scene = new Scene(BEGUN, view::accept);

    private static View view() {
        return new View(
                PriceTable.current().rates("us-east-1", Architecture.X86).orElseThrow());
    }

    @Test
    void an_environment_is_seen_through_its_whole_life() {
        scene.starts("a");
        assertEquals("starting", cell("a").path("state").asText());
        scene.started("a");
        Scene.Work request = scene.request("a", "/hello");
        assertEquals("user", cell("a").path("state").asText());
        assertEquals("/hello", cell("a").path("what").asText());
        scene.answers(request, "{\"statusCode\":200}");
        assertEquals("idle", cell("a").path("state").asText());
        assertEquals(1, cell("a").path("served").asInt());
        assertEquals(14, cell("a").path("initMs").asDouble());
        Scene.Work hold = scene.hold("a", "c", 1, false);
        assertEquals("held", cell("a").path("state").asText());
        scene.answers(hold, "{}");
        Scene.Work cycle = scene.cycle("a", 1);
        assertEquals("leading", cell("a").path("state").asText());
        scene.answers(cycle, Scene.report("c", 1, 1, 0));
        assertEquals(2, cell("a").path("held").asInt());
        scene.ends("a", "idle for 300 s");
        assertEquals("ended", cell("a").path("state").asText());
        assertEquals("idle for 300 s", cell("a").path("why").asText());
        scene.starts("a");
        assertEquals("starting", cell("a").path("state").asText());
        assertFalse(cell("a").has("why"), "why it ended before");
    }

    @Test
    void one_that_is_provisioned_says_so_and_one_that_fails_to_start_says_why() {
        scene.starts("p", Initialization.PROVISIONED_CONCURRENCY);
        scene.starts("f");
        scene.failsToStart("f", "exit status 1");
        assertTrue(cell("p").path("provisioned").asBoolean());
        assertEquals("failed", cell("f").path("state").asText());
        assertEquals("exit status 1", cell("f").path("why").asText());
    }

    @Test
    void a_cycle_has_its_leader_its_tree_its_window_and_who_was_cold() {
        List.of("lead", "child", "grandchild").forEach(scene::warm);
        Scene.Work leader = scene.cycle("lead", 3);
        Scene.Work child = scene.hold("child", "c1", 1, false);
        Scene.Work grandchild = scene.hold("grandchild", "c1", 2, true);
        assertEquals("running", cycle().path("state").asText());
        scene.answers(grandchild, "{\"id\":\"grandchild\"}");
        scene.answers(child, "{\"id\":\"child\",\"children\":[{\"id\":\"grandchild\"}]}");
        scene.answers(leader, Scene.report("c1", 3, 3, 1));

        JsonNode cycle = cycle();
        assertEquals("done", cycle.path("state").asText());
        assertEquals("lead", cycle.path("leader").asText());
        assertEquals(3, cycle.path("reached").asInt());
        assertEquals(60, cycle.path("windowMs").asInt());
        JsonNode members = cycle.path("members");
        assertEquals(List.of("lead", "child", "grandchild"), members.findValuesAsText("environment"));
        assertEquals(List.of("0", "1", "2"), members.findValuesAsText("depth"));
        assertEquals("child", members.get(2).path("parent").asText());
        assertTrue(members.get(2).path("cold").asBoolean());
        assertFalse(members.get(1).path("cold").asBoolean());
        assertTrue(members.get(1).path("to").asDouble()
                > members.get(1).path("from").asDouble());
    }

    @Test
    void cycles_of_one_function_that_run_at_once_are_told_apart_in_the_end() {
        List.of("l1", "l2", "h1", "h2").forEach(scene::warm);
        Scene.Work first = scene.cycle("l1", 2);
        Scene.Work second = scene.cycle("l2", 2);
        // The first hold that comes is the first leader's, and is taken for the second's, which has just begun.
        Scene.Work ofFirst = scene.hold("h1", "c1", 1, false);
        Scene.Work ofSecond = scene.hold("h2", "c2", 1, false);
        scene.answers(ofFirst, "{\"id\":\"h1\"}");
        scene.answers(ofSecond, "{\"id\":\"h2\"}");
        scene.answers(first, Scene.report("c1", 2, 2, 0));
        scene.answers(second, Scene.report("c2", 2, 2, 0));
        Map<String, List<String>> held = new LinkedHashMap<>();
        all().path("cycles")
                .forEach(cycle -> held.put(
                        cycle.path("leader").asText(), cycle.path("members").findValuesAsText("environment")));
        assertEquals(Map.of("l1", List.of("l1", "h1"), "l2", List.of("l2", "h2")), held);
    }

    @Test
    void a_cycle_that_fails_says_why() {
        scene.warm("a");
        scene.fails(scene.cycle("a", 5), "Sandbox.Timedout", "Task timed out after 3.00 seconds");
        assertEquals("failed", cycle().path("state").asText());
        assertEquals(
                "Sandbox.Timedout: Task timed out after 3.00 seconds",
                cycle().path("problem").asText());
    }

    @Test
    void a_function_without_the_warmer_is_told_from_a_cycle() {
        scene.warm("a");
        scene.answers(scene.cycle("a", 5), "\"hello\"");
        assertEquals("failed", cycle().path("state").asText());
        assertTrue(cycle().path("problem").asText().contains("does this function carry the warmer?"));
    }

    @Test
    void a_second_has_its_levels_its_latencies_and_what_was_billed_by_then() {
        scene.warm("a");
        scene.warm("b");
        Scene.Work one = scene.request("a", "/x");
        Scene.Work other = scene.takes("b", "{\"rawPath\":\"/y\"}", true);
        scene.answers(one, "{\"statusCode\":200}");
        scene.answers(other, "{\"statusCode\":503}");
        scene.throttles();
        JsonNode second = all().path("seconds").get(0);
        assertEquals(2, second.path("mostUsers").asInt());
        assertEquals(0, second.path("users").asInt());
        assertEquals(2, second.path("warm").asInt());
        assertEquals(2, second.path("requests").asInt());
        assertEquals(1, second.path("cold").asInt());
        assertEquals(1, second.path("failed").asInt());
        assertEquals(1, second.path("throttled").asInt());
        assertTrue(second.path("p50").asDouble() <= second.path("p99").asDouble());
        // 50 ms and 64 ms at 1 GB
        assertEquals(0.114, second.path("billed").path("usersGbSeconds").asDouble(), 1e-9);
        assertEquals(0, second.path("billed").path("warmingUsd").asDouble());
        assertTrue(second.path("billed").path("usersUsd").asDouble() > 0);
    }

    @Test
    void a_line_of_the_log_names_its_environment_and_its_request() {
        scene.warm("a");
        Scene.Work request = scene.request("a", "/hello");
        scene.writes("a", "hi \u001b[2J there");
        scene.answers(request, "{\"statusCode\":200}");
        JsonNode log = all().path("log");
        JsonNode own = log.get(log.size() - 2);
        assertEquals("hi \\u001b[2J there", own.path("text").asText());
        assertEquals("a", own.path("environment").asText());
        assertEquals(request.invocation().requestId(), own.path("request").asText());
        assertTrue(log.get(log.size() - 1).path("text").asText().startsWith("/hello answered 200 in "));
    }

    @Test
    void who_knows_a_version_is_told_what_has_changed_since() {
        scene.warm("a");
        scene.warm("b");
        long known = view.version();
        assertEquals(0, view.since(known).path("cells").size());
        scene.request("b", "/hello");
        assertEquals(List.of("b"), view.since(known).path("cells").findValuesAsText("id"));
    }

    @Test
    void what_was_missed_is_made_up_for_by_what_there_is() {
        scene.warm("a");
        scene.warm("b");
        EnvironmentId kept = new EnvironmentId("b");
        view.stand(
                7,
                new Snapshot(
                        scene.now(),
                        List.of(new Snapshot.Living(
                                kept,
                                Scene.FUNCTION,
                                Initialization.ON_DEMAND,
                                scene.now(),
                                new Snapshot.Doing.Idling()))));
        assertEquals("ended", cell("a").path("state").asText());
        assertEquals("idle", cell("b").path("state").asText());
        assertEquals(7, all().path("totals").path("missed").asInt());
    }

    @Test
    void it_stays_bounded_however_long_it_goes_on() {
        for (int n = 0; n < 3_000; n++) {
            String id = "e" + n;
            scene.warm(id);
            scene.answers(scene.cycle(id, 1), Scene.report("c" + n, 1, 1, 0));
            scene.writes(id, "x".repeat(5_000));
            scene.ends(id, "idle");
            scene.pass(Duration.ofSeconds(1));
        }
        ObjectNode all = all();
        assertEquals(100, all.path("cells").size());
        assertEquals(50, all.path("cycles").size());
        assertEquals(1_800, all.path("seconds").size());
        assertEquals(1_000, all.path("log").size());
        assertTrue(
                all.toString().length() < 2_000_000,
                "characters: " + all.toString().length());
    }

    /** As the page does it: what it is told replaces what it had of the same name. */
    @Property(tries = 200)
    void whoever_asks_now_and_then_knows_in_the_end_what_there_is(
            @ForAll @Size(max = 60) List<@IntRange(max = 6) Integer> steps) {
        View asked = view();
        Scene told = new Scene(BEGUN, asked::accept);
        Map<String, JsonNode> page = new LinkedHashMap<>();
        long known = NOTHING;
        int number = 0;
        for (int step : steps) {
            String id = "e" + number % 3;
            switch (step) {
                case 0 -> told.warm(id);
                case 1 -> told.answers(told.request(id, "/"), "{\"statusCode\":200}");
                case 2 -> told.answers(told.cycle(id, 1), Scene.report("c" + number, 1, 1, 0));
                case 3 -> told.ends(id, "idle");
                case 4 -> told.writes(id, "line");
                case 5 -> told.pass(Duration.ofMillis(700));
                default -> {
                    ObjectNode news = asked.since(known);
                    known = news.path("version").asLong();
                    take(page, news);
                }
            }
            number++;
        }
        take(page, asked.since(known));
        Map<String, JsonNode> all = new LinkedHashMap<>();
        take(all, asked.since(NOTHING));
        // What is no longer kept, a page that saw it may go on showing.
        page.keySet().retainAll(all.keySet());
        assertEquals(all, page);
    }

    private static void take(Map<String, JsonNode> page, ObjectNode told) {
        told.path("cells").forEach(it -> page.put("cell " + it.path("id"), it));
        told.path("cycles").forEach(it -> page.put("cycle " + it.path("key"), it));
        told.path("seconds").forEach(it -> page.put("second " + it.path("at"), it));
        told.path("log").forEach(it -> page.put("line " + it.path("n") + it.path("text"), it));
        page.put("totals", told.path("totals"));
    }

    private ObjectNode all() {
        return view.since(NOTHING);
    }

    private JsonNode cell(String id) {
        return StreamSupport.stream(all().path("cells").spliterator(), false)
                .filter(cell -> cell.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode cycle() {
        JsonNode cycles = all().path("cycles");
        return cycles.get(cycles.size() - 1);
    }
}
