package dev.hearth.lab.host;

import static dev.hearth.lab.host.Stage.HELLO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Lambda.Reason;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reserved, provisioned and account concurrency, the rate of starts, and changes of configuration. */
class ConcurrencyTest {

    private static final FunctionSettings OTHER = FunctionSettings.named("other");

    @Test
    void reserved_concurrency_caps_a_function() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(10));

        List<Reply> replies =
                IntStream.range(0, 20).mapToObj(n -> stage.invoke()).toList();

        assertEquals(10, stage.environments.started.size());
        replies.stream().skip(10).forEach(reply -> assertEquals(Reason.RESERVED, reply.throttled()));
        assertEquals(10, stage.events(LambdaEvent.Throttled.class).size());
    }

    @Test
    void an_invocation_is_let_in_again_once_another_is_over() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(1));
        Scripted environment = stage.warm();
        stage.invoke();
        assertEquals(Reason.RESERVED, stage.invoke().throttled());

        environment.serves("1");
        Reply reply = stage.invoke();
        environment.serves("2");

        assertEquals("2", reply.result());
    }

    @Test
    void the_account_caps_all_functions_together() {
        Stage stage = new Stage(AccountSettings.DEFAULT.withConcurrency(3), HELLO, OTHER);

        stage.invoke();
        stage.invoke();
        stage.invoke(Stage.request("other", false, Optional.empty()));

        assertEquals(Reason.ACCOUNT, stage.invoke().throttled());
    }

    @Test
    void what_one_function_reserves_the_others_cannot_use_and_the_reverse() {
        Stage stage = new Stage(AccountSettings.DEFAULT.withConcurrency(102), HELLO, OTHER.withReservedConcurrency(2));

        IntStream.range(0, 100).forEach(n -> stage.invoke());

        assertEquals(Reason.ACCOUNT, stage.invoke().throttled());
        stage.invoke(Stage.request("other", false, Optional.empty()));
        assertEquals(101, stage.environments.started.size());
    }

    @Test
    void reservations_must_leave_a_hundred() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new Stage(HELLO.withReservedConcurrency(901)));

        assertEquals(
                "reserved and provisioned concurrency take 901 of the account's 1000 and leave 99;"
                        + " AWS keeps 100 unreserved",
                refused.getMessage());
    }

    @Test
    void a_refused_configuration_changes_nothing() {
        Stage stage = new Stage(HELLO);
        Scripted environment = stage.warm();

        assertThrows(
                IllegalArgumentException.class,
                () -> stage.lambda.configure(HELLO.withReservedConcurrency(901).withMemory(new MemorySize(1024))));

        assertEquals(List.of(HELLO), stage.lambda.functions());
        assertFalse(environment.stopped);
    }

    @Test
    void no_more_than_a_thousand_environments_start_within_ten_seconds() {
        Stage stage = new Stage(AccountSettings.DEFAULT.withConcurrency(5_000), HELLO, OTHER);
        IntStream.range(0, 1_000).forEach(n -> stage.invoke());

        assertEquals(Reason.RATE, stage.invoke().throttled());
        assertFalse(
                stage.invoke(Stage.request("other", false, Optional.empty())).given(),
                "the limit is each function's own");
        stage.pass(Duration.ofSeconds(10));
        assertFalse(stage.invoke().given());
    }

    @Test
    void an_environment_can_be_ended_by_hand_once_it_has_no_invocation() {
        Stage stage = new Stage(HELLO);
        Scripted idle = stage.warm();
        assertTrue(stage.lambda.end(idle.id, "by hand"));
        assertTrue(idle.stopped);
        assertFalse(stage.lambda.end(idle.id, "by hand"), "it is gone");

        Reply reply = stage.invoke();
        Scripted busy = stage.environments.last();
        busy.ready();
        assertTrue(stage.lambda.end(busy.id, "by hand"));
        assertFalse(busy.stopped);
        busy.serves("done");
        assertEquals("done", reply.completed().answer().payload().text());
        assertTrue(busy.stopped);
    }

    @Test
    void a_provisioned_environment_that_is_ended_by_hand_is_replaced() {
        Stage stage = new Stage(HELLO.withProvisionedConcurrency(1));
        Scripted first = stage.environments.last();
        first.ready();
        stage.lambda.end(first.id, "by hand");
        assertTrue(first.stopped);
        assertEquals(2, stage.environments.started.size());
        assertEquals(Initialization.PROVISIONED_CONCURRENCY, stage.environments.last().initialization);
    }

    @Test
    void provisioned_environments_start_up_front_serve_first_and_are_never_reaped() {
        Stage stage = new Stage(HELLO.withProvisionedConcurrency(2));
        List<Scripted> provisioned = List.copyOf(stage.environments.started);
        assertEquals(2, provisioned.size());
        provisioned.forEach(environment -> {
            assertEquals(Initialization.PROVISIONED_CONCURRENCY, environment.initialization);
            environment.ready();
        });

        IntStream.range(0, 3).forEach(n -> stage.invoke());
        Scripted spill = stage.environments.last();
        assertEquals(Initialization.ON_DEMAND, spill.initialization);
        spill.ready();
        stage.environments.started.forEach(environment -> environment.serves(""));
        stage.pass(Duration.ofHours(1));

        assertTrue(spill.stopped);
        provisioned.forEach(environment -> assertFalse(environment.stopped));
    }

    @Test
    void a_provisioned_environment_that_comes_up_does_not_take_who_waits_for_a_busy_one() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(1).withProvisionedConcurrency(1));
        Scripted provisioned = stage.environments.last();
        Scripted busy = stage.warm();
        stage.invoke();
        busy.answers("1");
        Reply waiting = stage.invoke();

        provisioned.ready();
        assertEquals(List.of(), provisioned.invocations);
        busy.idles();
        busy.serves("2");

        assertEquals("2", waiting.result());
    }

    @Test
    void an_invocation_in_a_provisioned_environment_is_not_billed_its_init() {
        Stage stage = new Stage(HELLO.withProvisionedConcurrency(1));
        stage.environments.last().ready();

        stage.invoke();
        stage.environments.last().serves("");

        LambdaEvent.Invoked invoked = stage.events(LambdaEvent.Invoked.class).getLast();
        assertEquals(Duration.ofMillis(2), invoked.report().billed());
        assertEquals(Initialization.PROVISIONED_CONCURRENCY, invoked.report().initialization());
        assertFalse(invoked.cold());
    }

    @Test
    void provisioned_concurrency_is_taken_from_the_account_while_it_idles() {
        Stage stage =
                new Stage(AccountSettings.DEFAULT.withConcurrency(102), HELLO, OTHER.withProvisionedConcurrency(2));

        IntStream.range(0, 100).forEach(n -> stage.invoke());

        assertEquals(Reason.ACCOUNT, stage.invoke().throttled());
    }

    @Test
    void another_configuration_ends_idle_environments_at_once_and_busy_ones_when_they_are_done() {
        Stage stage = new Stage(HELLO.withRouting(Routing.LEAST_RECENT));
        List<Scripted> warm = stage.warm(2);
        Reply running = stage.invoke();

        stage.lambda.configure(HELLO.withEnvironment(Map.of("COLD", "1")));
        assertTrue(warm.get(1).stopped);
        warm.get(0).serves("done");

        assertEquals("done", running.result());
        assertTrue(warm.get(0).stopped);
        stage.invoke();
        assertEquals(Map.of("COLD", "1"), stage.environments.last().function.environment());
    }

    @Test
    void who_waits_for_an_environment_that_is_ended_gets_another() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(1));
        Scripted old = stage.warm();
        stage.invoke();
        old.answers("1");
        Reply waiting = stage.invoke();

        stage.lambda.configure(HELLO.withReservedConcurrency(1).withMemory(new MemorySize(1024)));
        old.idles();
        stage.environments.last().ready();
        stage.environments.last().serves("2");

        assertTrue(old.stopped);
        assertEquals("2", waiting.result());
    }

    @Test
    void a_change_that_concerns_no_environment_leaves_them_alone() {
        Stage stage = new Stage(HELLO);
        List<Scripted> warm = stage.warm(2);

        stage.lambda.configure(HELLO.withReservedConcurrency(5).withRouting(Routing.LEAST_RECENT));
        stage.invoke();

        assertEquals(2, warm.get(0).invocations.size());
        warm.forEach(environment -> assertFalse(environment.stopped));
    }

    @Test
    void raising_and_lowering_provisioned_concurrency_starts_and_ends_environments() {
        Stage stage = new Stage(HELLO.withProvisionedConcurrency(1));

        stage.lambda.configure(HELLO.withProvisionedConcurrency(3));
        assertEquals(3, stage.environments.started.size());
        stage.environments.started.forEach(Scripted::ready);
        stage.lambda.configure(HELLO.withProvisionedConcurrency(1));

        assertEquals(
                2,
                stage.environments.started.stream()
                        .filter(environment -> environment.stopped)
                        .count());
    }

    @Test
    void configuring_an_unknown_function_says_so() {
        Stage stage = new Stage(HELLO);

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> stage.lambda.configure(OTHER));

        assertEquals("there is no function named other", refused.getMessage());
    }

    @Test
    void two_functions_of_one_name_are_refused() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Stage(HELLO, HELLO));

        assertEquals("two functions are named hello", refused.getMessage());
    }

    @Test
    void an_environment_that_answered_and_does_not_ask_for_more_is_waited_for_a_few_milliseconds_only() {
        Stage stage = new Stage(HELLO);
        Scripted slow = stage.warm();
        stage.invoke();
        slow.answers("1");
        Reply next = stage.invoke();

        stage.pass(Duration.ofMillis(5));
        assertEquals(2, stage.environments.started.size());
        stage.environments.last().ready();
        stage.environments.last().serves("2");

        assertEquals("2", next.result());
    }

    @Test
    void where_it_may_have_no_other_environment_who_waited_is_refused() {
        Stage stage = new Stage(HELLO.withReservedConcurrency(1));
        Scripted slow = stage.warm();
        stage.invoke();
        slow.answers("1");
        Reply next = stage.invoke();

        stage.pass(Duration.ofMillis(5));

        assertEquals(Reason.RESERVED, next.throttled());
    }
}
