package dev.hearth.lab.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Instant AT = Instant.parse("2026-11-26T12:00:00Z");
    private static final Payload USER = Payload.of("{\"user\":1}");
    private static final Payload WARM = Payload.of("{\"warm\":1}");

    private final Ledger ledger = new Ledger("peer", USER);

    @Test
    void an_environment_that_got_two_events_is_reached_once() {
        invoke("peer", "a", WARM, false);
        invoke("peer", "a", WARM, false);
        invoke("peer", "b", WARM, false);
        assertEquals(2, ledger.turn().reached());
    }

    @Test
    void neither_users_nor_a_leader_of_its_own_count_as_reached_but_the_leader_is_billed() {
        invoke("peer", "a", USER, false);
        invoke("leader", "l", WARM, false);
        Ledger.Page page = ledger.turn();
        assertEquals(0, page.reached());
        assertEquals(1, page.invocations());
        assertEquals(0.05, page.gbSeconds(), 1e-9);
    }

    @Test
    void what_a_start_is_billed_is_known_apart() {
        invoke("peer", "a", WARM, true);
        Ledger.Page page = ledger.turn();
        assertEquals(0.075, page.gbSeconds(), 1e-9);
        assertEquals(0.025, page.initGbSeconds(), 1e-9);
    }

    @Test
    void a_user_waits_from_arrival_to_answer() {
        invoke("peer", "a", USER, true);
        assertEquals(
                List.of(new Ledger.Wait(AT, Duration.ofMillis(140), true)),
                ledger.turn().users());
        assertEquals(List.of(), ledger.turn().users());
    }

    @Test
    void it_is_quiet_while_users_alone_are_at_work_and_nothing_starts() {
        ledger.accept(new LambdaEvent.Starting(AT, "peer", new EnvironmentId("a"), Initialization.ON_DEMAND));
        assertFalse(ledger.quiet());
        assertEquals(1, ledger.alive());
        ledger.accept(new LambdaEvent.Started(
                AT, "peer", new EnvironmentId("a"), Initialization.ON_DEMAND, Duration.ZERO, Duration.ofMillis(50)));
        ledger.accept(handedOver("peer", "a", USER, false));
        assertTrue(ledger.quiet());
        assertFalse(ledger.idle());
        ledger.accept(handedOver("peer", "b", WARM, false));
        assertFalse(ledger.quiet());
        ledger.accept(new LambdaEvent.Ended(AT, "peer", new EnvironmentId("b"), "crashed"));
        assertTrue(ledger.quiet());
    }

    private void invoke(String function, String environment, Payload payload, boolean cold) {
        LambdaEvent.HandedOver handed = handedOver(function, environment, payload, cold);
        Answer answer = new Answer.Result(Payload.of("{}"));
        ledger.accept(handed);
        ledger.accept(new LambdaEvent.Answered(
                AT.plusMillis(140),
                function,
                handed.environment(),
                handed.invocation().requestId(),
                answer));
        ledger.accept(new LambdaEvent.Invoked(
                AT.plusMillis(141),
                function,
                handed.environment(),
                handed.invocation(),
                answer,
                cold,
                new Report(
                        "r",
                        Initialization.ON_DEMAND,
                        Duration.ofMillis(100),
                        cold ? Optional.of(Duration.ofMillis(50)) : Optional.empty(),
                        new MemorySize(512),
                        30,
                        Optional.empty())));
    }

    private static LambdaEvent.HandedOver handedOver(
            String function, String environment, Payload payload, boolean cold) {
        return new LambdaEvent.HandedOver(
                AT.plusMillis(40),
                function,
                new EnvironmentId(environment),
                new Invocation("r", "arn", Duration.ofMinutes(1), "t", Optional.empty(), payload),
                AT,
                cold);
    }
}
