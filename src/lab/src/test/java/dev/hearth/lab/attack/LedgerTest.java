package dev.hearth.lab.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.attack.Victim.Life;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account of the attack notices. */
class LedgerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private final Ledger ledger = new Ledger(new Problems(told::add));

    @Test
    void an_event_is_executed_or_named_as_dropped_or_lost() throws Exception {
        List.of("a", "b", "c", "d").forEach(ledger::accepted);
        ledger.settle(
                life(
                        """
                        {"invoked":"a","function":"hearth","environment":"e","failed":false,"billedMs":1,"memory":1024}
                        {"invoked":"b","function":"hearth","environment":"e","failed":true,"billedMs":1,"memory":1024}
                        {"dropped":"b","function":"hearth","reason":"old"}
                        {"invoked":"c","function":"hearth","environment":"e","failed":true,"billedMs":1,"memory":1024}
                        """),
                true);
        assertEquals(new AttackFigures.Events(4, 1, 0, 1, 0, 2), ledger.events());
        assertEquals(2, told.size());
        assertTrue(
                told.stream().anyMatch(line -> line.startsWith("the event d was accepted, and neither")),
                told::toString);
    }

    @Test
    void what_waits_in_a_lab_that_is_killed_goes_with_it() throws Exception {
        ledger.accepted("a");
        ledger.settle(life(""), false);
        assertEquals(new AttackFigures.Events(1, 0, 0, 0, 1, 0), ledger.events());
        assertEquals(List.of(), told);
    }

    @Test
    void an_event_that_its_function_never_had_was_not_executed() throws Exception {
        ledger.accepted("a");
        ledger.settle(
                life(
                        """
                        {"invoked":"a","function":"script","environment":"e","failed":false,"billedMs":1,"memory":1024}
                        """),
                true);
        assertEquals(1, told.size());
        assertTrue(told.getFirst().contains("its function never had it"), told::toString);
    }

    @Test
    void a_report_that_is_as_the_lab_saw_it_is_honest() throws Exception {
        ledger.cycle(JSON.readTree(report(2, 0, "0.2")));
        ledger.settle(life(cycle("leader", "child")), true);
        assertEquals(List.of(), told);
        assertEquals(new AttackFigures.Cycles(1, 1, 0.5), ledger.cycles());
    }

    @Test
    void a_report_that_claims_more_environments_than_the_lab_saw_is_found_out() throws Exception {
        ledger.cycle(JSON.readTree(report(3, 1, "0.3")));
        ledger.settle(life(cycle("leader", "child")), true);
        assertEquals(List.of("the cycle c reported 3 environments, the lab saw 2"), told);
    }

    @Test
    void so_is_one_that_claims_fewer_though_nothing_failed() throws Exception {
        ledger.cycle(JSON.readTree(report(1, 0, "0.3")));
        ledger.settle(life(cycle("leader", "child")), true);
        assertEquals(List.of("the cycle c reported 1 environments, the lab saw 2"), told);
    }

    @Test
    void and_one_that_claims_to_be_billed_more_than_its_report_lines() throws Exception {
        ledger.cycle(JSON.readTree(report(2, 0, "0.9")));
        ledger.settle(life(cycle("leader", "child")), true);
        assertEquals(1, told.size());
        assertTrue(
                told.getFirst().startsWith("the cycle c reported 0.9 GB-s, its REPORT lines add up to 0.4"),
                told::toString);
    }

    private static String report(int reached, int failed, String billed) {
        return "{\"cycleId\":\"c\",\"target\":2,\"reached\":" + reached + ",\"failed\":" + failed
                + ",\"throttled\":0,\"billedGbSeconds\":" + billed + "}";
    }

    /** Two environments with 1 GB for 200 ms each. */
    private static String cycle(String leader, String child) {
        return "{\"invoked\":\"1\",\"function\":\"hearth\",\"environment\":\"" + child
                + "\",\"failed\":false,\"billedMs\":200,\"memory\":1024,\"cycle\":\"c\"}\n"
                + "{\"invoked\":\"2\",\"function\":\"hearth\",\"environment\":\"" + leader
                + "\",\"failed\":false,\"billedMs\":200,\"memory\":1024,\"cycle\":\"c\"}\n";
    }

    private Life life(String record) throws IOException {
        Path notes = Files.writeString(folder.resolve("notes"), "");
        Process over = new ProcessBuilder("true").start();
        return new Life(
                1, over, "mark", Files.writeString(folder.resolve("record"), record), notes, new ArrayDeque<>());
    }
}
