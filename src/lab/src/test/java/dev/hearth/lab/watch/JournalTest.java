package dev.hearth.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.watch.Journal.Entry;
import dev.hearth.lab.watch.Snapshot.Doing;
import dev.hearth.lab.watch.Snapshot.Living;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final Instant BEGUN = Instant.parse("2026-11-23T18:00:00Z");
    private static final EnvironmentId FIRST = new EnvironmentId("first");
    private static final EnvironmentId SECOND = new EnvironmentId("second");
    private static final String HOLD = "{\"hearth\":{\"hold\":{}}}";

    private final Journal journal = new Journal(BEGUN, 10, 1_000_000);

    @Test
    void a_reader_begins_with_what_there_is_and_reads_on_from_there() throws Exception {
        starts(FIRST);
        Journal.Reader reader = journal.reader();
        assertEquals(
                new Entry.Standing(0, new Snapshot(at(1), List.of(living(FIRST, at(1), new Doing.Starting())))),
                next(reader));
        LambdaEvent idle = new LambdaEvent.Idle(at(2), "hello", FIRST);
        journal.accept(idle);
        assertEquals(new Entry.Happened(idle), next(reader));
        assertEquals(new Entry.Silence(), next(reader));
    }

    @Test
    void a_reader_that_is_too_slow_is_told_how_much_it_missed_and_what_there_is_instead() throws Exception {
        Journal.Reader slow = journal.reader();
        Journal.Reader quick = journal.reader();
        assertInstanceOf(Entry.Standing.class, next(slow));
        assertInstanceOf(Entry.Standing.class, next(quick));
        starts(FIRST);
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(Entry.Happened.class, next(quick));
            writes(FIRST, "line " + i);
        }
        assertEquals(
                new Entry.Standing(11, new Snapshot(at(3), List.of(living(FIRST, at(1), new Doing.Starting())))),
                next(slow));
        assertEquals(new Entry.Silence(), next(slow));
        assertInstanceOf(Entry.Happened.class, next(quick));
    }

    @Test
    void what_was_sent_and_answered_is_bounded_too() throws Exception {
        Journal small = new Journal(BEGUN, 10, 4_000);
        Journal.Reader reader = small.reader();
        next(reader);
        for (int i = 0; i < 3; i++) {
            small.accept(new LambdaEvent.Logged(at(i), "hello", FIRST, "x".repeat(1_500)));
        }
        assertEquals(3, assertInstanceOf(Entry.Standing.class, next(reader)).missed());
        LambdaEvent huge = new LambdaEvent.Logged(at(3), "hello", FIRST, "x".repeat(10_000));
        small.accept(huge);
        assertEquals(new Entry.Happened(huge), next(reader));
    }

    @Test
    void a_hold_under_way_can_be_seen() {
        starts(FIRST);
        LambdaEvent.HandedOver handedOver = handOver(FIRST, HOLD);
        journal.accept(handedOver);
        Doing.Working working = new Doing.Working(handedOver, false);
        assertEquals(List.of(living(FIRST, at(2), working)), journal.snapshot().environments());
        assertEquals(new Event.Hold(), working.event());

        journal.accept(new LambdaEvent.Answered(at(3), "hello", FIRST, "r", new Answer.Result(Payload.of("{}"))));
        assertEquals(
                List.of(living(FIRST, at(3), new Doing.Working(handedOver, true))),
                journal.snapshot().environments());
    }

    @Test
    void what_has_no_process_is_not_there() {
        starts(FIRST);
        starts(SECOND);
        journal.accept(new LambdaEvent.InitFailed(at(2), "hello", FIRST, new Failure("Runtime.ExitError", "exit")));
        assertEquals(
                List.of(living(SECOND, at(1), new Doing.Starting())),
                journal.snapshot().environments());
        journal.accept(new LambdaEvent.Ended(at(3), "hello", SECOND, "idle for 300 s"));
        assertEquals(new Snapshot(at(3), List.of()), journal.snapshot());
    }

    @Test
    void a_closed_journal_is_read_to_its_end() throws Exception {
        Journal.Reader reader = journal.reader();
        next(reader);
        writes(FIRST, "last");
        journal.close();
        assertInstanceOf(Entry.Happened.class, next(reader));
        assertEquals(new Entry.End(), next(reader));
        assertEquals(new Entry.End(), next(reader));
    }

    @Test
    void who_waits_is_woken_by_the_next_event() throws Exception {
        Journal.Reader reader = journal.reader();
        next(reader);
        Thread writer = Thread.ofVirtual().start(() -> writes(FIRST, "now"));
        assertInstanceOf(Entry.Happened.class, reader.next(Duration.ofMinutes(5)));
        writer.join();
    }

    @Property
    void each_reader_reads_in_order_and_knows_of_every_event_that_it_has_not_read(
            @ForAll @IntRange(min = 1, max = 8) int capacity,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 3) Integer> steps)
            throws Exception {
        Journal bounded = new Journal(BEGUN, capacity, 1_000_000);
        List<Tally> readers = List.of(new Tally(bounded), new Tally(bounded), new Tally(bounded));
        int written = 0;
        for (int step : steps) {
            if (step < readers.size()) {
                readers.get(step).read();
            } else {
                bounded.accept(new LambdaEvent.Logged(at(0), "hello", FIRST, Integer.toString(written++)));
            }
        }
        bounded.close();
        for (Tally reader : readers) {
            reader.readAll();
            assertEquals(written, reader.accounted);
        }
    }

    /** A reader that expects each event or to be told that it missed it. */
    private static final class Tally {

        private final Journal.Reader reader;
        private int accounted;

        Tally(Journal journal) throws InterruptedException {
            reader = journal.reader();
            read();
        }

        boolean read() throws InterruptedException {
            switch (reader.next(Duration.ZERO)) {
                case Entry.Happened(var event) ->
                    assertEquals(Integer.toString(accounted++), ((LambdaEvent.Logged) event).line());
                case Entry.Standing standing -> accounted += (int) standing.missed();
                case Entry.Silence _ -> {}
                case Entry.End _ -> {
                    return false;
                }
            }
            return true;
        }

        void readAll() throws InterruptedException {
            List<Integer> rounds = new ArrayList<>();
            while (read()) {
                rounds.add(accounted);
                assertTrue(rounds.size() < 1_000, "no end");
            }
        }
    }

    private static Entry next(Journal.Reader reader) throws InterruptedException {
        return reader.next(Duration.ZERO);
    }

    private void starts(EnvironmentId id) {
        journal.accept(new LambdaEvent.Starting(at(1), "hello", id, Initialization.ON_DEMAND));
    }

    private void writes(EnvironmentId id, String line) {
        journal.accept(new LambdaEvent.Logged(at(3), "hello", id, line));
    }

    private static LambdaEvent.HandedOver handOver(EnvironmentId id, String payload) {
        return new LambdaEvent.HandedOver(
                at(2),
                "hello",
                id,
                new Invocation("r", "arn", Duration.ZERO, "trace", Optional.empty(), Payload.of(payload)),
                at(1),
                true);
    }

    private static Living living(EnvironmentId id, Instant since, Doing doing) {
        return new Living(id, "hello", Initialization.ON_DEMAND, since, doing);
    }

    private static Instant at(int second) {
        return BEGUN.plusSeconds(second);
    }
}
