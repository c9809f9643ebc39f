package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.Target;
import dev.hearth.warm.event.WarmEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WarmerTest {
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda(clock);
    private final List<String> log = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>(Map.of("hearth.warm.min-window", "100ms"));
    private Deployment deployment = FakeLambda.deployment("us-east-1");
    private Environment environment = new Environment(deployment, clock);
    private int cycles;
    private Warmer warmer = warmer();

    private Warmer warmer() {
        environment = new Environment(deployment, clock);
        environment.arrive();
        return new Warmer(
                FakeLambda.config(settings),
                environment,
                deployment,
                lambda,
                new Metrics(deployment, log::add),
                clock,
                clock);
    }

    private void set(String name, String value) {
        settings.put("hearth.warm." + name, value);
        warmer = warmer();
    }

    private Invocation invocation(Duration left) {
        return new Invocation(
                "request", Callee.of(FakeLambda.ARN), clock.instant().plus(left));
    }

    private CycleReport lead(WarmEvent.Cycle cycle) {
        return warmer.lead(cycle, invocation(Duration.ofMinutes(1)), environment.arrive());
    }

    private static CycleReport.Led led(CycleReport report) {
        return assertInstanceOf(CycleReport.Led.class, report);
    }

    private CycleReport.Led lead(long target) {
        CycleReport.Led report =
                led(lead(new WarmEvent.Cycle(target, Optional.of("cycle " + cycles++), Optional.empty())));
        clock.advance(Duration.ofMinutes(5));
        return report;
    }

    @Test
    void a_range_begins_with_its_least_and_the_report_says_why() {
        CycleReport.Led report =
                led(lead(new WarmEvent.Cycle(new Target(3, 100), Optional.of("range"), Optional.empty())));
        assertEquals(3, report.asked().target());
        assertEquals(3, report.happened().reached());
        assertEquals(Optional.of(new CycleReport.Found(0, "the least that it may be")), report.found());
        lambda.holds().forEach(hold -> assertEquals(Optional.of(3), hold.together()));
    }

    @Test
    void a_leader_that_was_busy_with_a_user_knows_of_one_and_a_range_is_capped_as_a_number_is() {
        set("max-target", "10");
        environment.served(clock.instant().minusSeconds(30));
        CycleReport.Led one = led(lead(new WarmEvent.Cycle(new Target(1, 100), Optional.of("1"), Optional.empty())));
        assertEquals(1, one.found().orElseThrow().demand());
        assertEquals(Optional.empty(), one.asked().uncapped());
        CycleReport.Led many = led(lead(new WarmEvent.Cycle(new Target(20, 100), Optional.of("20"), Optional.empty())));
        assertEquals(10, many.asked().target());
        assertEquals(Optional.of(20L), many.asked().uncapped());
    }

    @Test
    void who_is_held_says_when_it_was_busy_if_it_is_asked_and_begins_with_as_many_as_it_was_held_with() {
        environment.served(clock.instant().minusSeconds(30));
        Instant until = clock.instant();
        assertEquals(
                Optional.empty(),
                hold(new WarmEvent.Hold("a", until, 1, 1, Optional.empty())).busy());
        HoldAnswer asked = hold(new WarmEvent.Hold("a", until, 1, 1, Optional.empty(), Optional.of(8)));
        assertEquals(30, asked.busy().orElseThrow().decoded().cardinality(), 1);
        CycleReport.Led report =
                led(lead(new WarmEvent.Cycle(new Target(2, 100), Optional.of("range"), Optional.empty())));
        assertEquals(8, report.asked().target());
    }

    private static Optional<Outcome> failed() {
        return Optional.of(new Outcome.Failed("Unhandled: boom", Duration.ZERO));
    }

    @Nested
    class A_round {
        @Test
        void holds_the_whole_target_with_one_deadline() {
            CycleReport.Led report = lead(20);
            assertEquals(1, lambda.rounds().size());
            assertEquals(19, lambda.rounds().getFirst().size());
            assertEquals(
                    FakeClock.START.plusMillis(100), lambda.holds().getFirst().until());
            assertEquals(20, report.happened().reached());
            assertEquals(1, report.happened().rounds());
            assertEquals(Optional.empty(), report.stopped());
        }

        @Test
        void calls_the_function_and_qualifier_that_was_invoked() {
            lead(2);
            assertEquals(List.of(new Callee("hearth", Optional.of("live"))), lambda.callees());
        }

        @Test
        void sets_its_deadline_only_when_the_client_is_there_and_leaves_twice_as_long_to_get_the_requests_ready() {
            lambda.connectingIn(Duration.ofMillis(1_600));
            lead(21);
            assertEquals(20, lambda.connects());
            assertEquals(
                    FakeClock.START
                            .plusMillis(1_600)
                            .plusMillis(2 * 1_600)
                            .plusMillis(100)
                            .plusMillis(1_600 / 16),
                    lambda.holds().getFirst().until());
        }

        @Test
        void counts_distinct_environments_and_not_answers() {
            set("rounds", "1");
            lambda.launching(Duration.ofMillis(30)).withWarm(20);
            CycleReport.Led report = lead(20);
            assertEquals(19, lambda.holds().size());
            assertEquals(1 + 3, report.happened().reached());
        }

        @Test
        void tells_cold_from_warm() {
            lambda.withWarm(15);
            assertEquals(4, lead(20).happened().cold());
        }

        @Test
        void counts_its_own_cold_start() {
            Environment.Arrival first = new Environment.Arrival(clock.instant(), true);
            WarmEvent.Cycle cycle = new WarmEvent.Cycle(1, Optional.empty(), Optional.empty());
            assertEquals(
                    1,
                    led(warmer.lead(cycle, invocation(Duration.ofMinutes(1)), first))
                            .happened()
                            .cold());
        }

        @Test
        void forms_a_tree_beyond_the_fan_out() {
            set("fan-out", "4");
            lead(10);
            assertEquals(
                    List.of(4, 3, 1, 1),
                    lambda.rounds().getFirst().stream()
                            .map(WarmEvent.Hold::share)
                            .sorted((a, b) -> b - a)
                            .toList());
            assertTrue(lambda.holds().stream().allMatch(hold -> hold.depth() == 1));
        }

        @Test
        void tells_children_with_children_when_it_stops_waiting() {
            set("fan-out", "4");
            lead(10);
            Instant lastMoment = FakeClock.START.plusSeconds(60).minusMillis(500);
            assertTrue(lambda.holds().stream().allMatch(hold -> hold.answerBy()
                    .equals(hold.share() == 1 ? Optional.empty() : Optional.of(lastMoment))));
        }
    }

    @Nested
    class A_cycle_that_falls_short {
        @Test
        void takes_the_whole_target_again_with_a_window_that_outlasts_the_latest_launch() {
            lambda.launching(Duration.ofMillis(10)).withWarm(20);
            CycleReport.Led report = lead(20);
            assertEquals(2, report.happened().rounds());
            assertEquals(20, report.happened().reached());
            assertEquals(
                    List.of(19, 19), lambda.rounds().stream().map(List::size).toList());
            assertEquals(
                    Duration.ofMillis(190).multipliedBy(5).dividedBy(4),
                    report.happened().window());
        }

        @Test
        void ends_after_so_many_rounds() {
            set("rounds", "3");
            set("max-window", "150ms");
            lambda.launching(Duration.ofMillis(100)).withWarm(20);
            CycleReport.Led report = lead(20);
            assertEquals(3, report.happened().rounds());
            assertEquals(Optional.of("after 3 rounds (hearth.warm.rounds)"), report.stopped());
            assertEquals(Duration.ofMillis(150), report.happened().window());
        }

        @Test
        void begins_no_round_that_does_not_fit_before_the_time_out() {
            lambda.launching(Duration.ofMillis(10)).withWarm(20);
            WarmEvent.Cycle cycle = new WarmEvent.Cycle(20, Optional.empty(), Optional.empty());
            CycleReport.Led report = led(warmer.lead(cycle, invocation(Duration.ofMillis(700)), environment.arrive()));
            assertEquals(1, report.happened().rounds());
            assertEquals(
                    Optional.of("a round of 237 ms does not fit before the function's time-out"), report.stopped());
        }

        @Test
        void begins_none_at_all_where_the_first_does_not_fit() {
            WarmEvent.Cycle cycle = new WarmEvent.Cycle(20, Optional.empty(), Optional.empty());
            CycleReport.Led report = led(warmer.lead(cycle, invocation(Duration.ofMillis(600)), environment.arrive()));
            assertEquals(0, report.happened().rounds());
            assertEquals(1, report.happened().reached());
            assertEquals(List.of(), lambda.holds());
        }
    }

    @Nested
    class The_window {
        @Test
        void is_learnt_from_the_spread() {
            lambda.launching(Duration.ofMillis(5)).withWarm(20);
            CycleReport.Led first = lead(20);
            assertEquals(Duration.ofMillis(95), first.happened().spread());
            assertEquals(
                    Duration.ofMillis(95).multipliedBy(3).dividedBy(2),
                    lead(20).happened().window());
        }

        @Test
        void is_never_below_its_minimum_nor_above_its_maximum() {
            lambda.launching(Duration.ofNanos(1)).withWarm(20);
            lead(20);
            assertEquals(Duration.ofMillis(100), lead(20).happened().window());
            set("max-window", "120ms");
            lambda.launching(Duration.ofMillis(5));
            lead(20);
            assertEquals(Duration.ofMillis(120), lead(20).happened().window());
        }

        @Test
        void learns_nothing_from_environments_that_had_to_start_first() {
            lambda.launching(Duration.ofMillis(4));
            CycleReport.Led report = lead(20);
            assertEquals(20 - 1, report.happened().cold());
            assertEquals(Duration.ZERO, report.happened().spread());
            assertEquals(Duration.ofMillis(100), lead(20).happened().window());
        }

        @Test
        void stays_wide_after_a_cycle_that_fell_short() {
            set("rounds", "1");
            lambda.launching(Duration.ofMillis(10)).withWarm(20);
            lead(20);
            assertEquals(
                    Duration.ofMillis(190).multipliedBy(5).dividedBy(4),
                    lead(20).happened().window());
        }
    }

    @Nested
    class What_is_dropped {
        private CycleReport lead(String id, Instant scheduledAt, long target) {
            return WarmerTest.this.lead(new WarmEvent.Cycle(target, Optional.of(id), Optional.of(scheduledAt)));
        }

        private static Optional<String> dropped(CycleReport report) {
            return report instanceof CycleReport.Dropped(var asked, String why) ? Optional.of(why) : Optional.empty();
        }

        @Test
        void is_a_cycle_older_than_max_age() {
            CycleReport report = lead("a", clock.instant().minusSeconds(121), 20);
            assertEquals(Optional.of("stale"), dropped(report));
            assertEquals(0, report.happened().reached());
            assertEquals(List.of(), lambda.holds());
        }

        @Test
        void is_no_cycle_of_exactly_max_age() {
            assertEquals(Optional.empty(), dropped(lead("a", clock.instant().minusSeconds(120), 2)));
        }

        @Test
        void is_a_cycle_with_an_id_that_was_led() {
            lead("a", clock.instant(), 2);
            assertEquals(
                    Optional.of("repeated"), dropped(lead("a", clock.instant().plusSeconds(1), 2)));
            assertEquals(1, lambda.holds().size());
        }

        @Test
        void is_a_second_delivery_under_another_id() {
            lead("a", clock.instant(), 2);
            assertEquals(Optional.of("repeated"), dropped(lead("b", clock.instant(), 2)));
        }

        @Test
        void is_no_larger_cycle_of_the_same_moment() {
            lead("a", clock.instant(), 2);
            assertEquals(Optional.empty(), dropped(lead("b", clock.instant(), 3)));
        }

        @Test
        void is_a_cycle_that_held_this_environment_already() {
            hold(new WarmEvent.Hold("a", clock.instant(), 1, 1, Optional.empty()));
            assertEquals(Optional.of("repeated"), dropped(lead("a", clock.instant(), 2)));
        }

        @Test
        void is_no_cycle_after_a_stale_one_of_the_same_id() {
            lead("a", clock.instant().minusSeconds(3600), 2);
            assertEquals(Optional.empty(), dropped(lead("a", clock.instant(), 2)));
        }

        @Test
        void is_measured_by_no_metric() {
            lead("a", clock.instant().minusSeconds(3600), 2);
            assertEquals(List.of(), log);
        }
    }

    @Nested
    class Throttling {
        @Test
        void is_reported_and_ends_the_cycle_without_a_retry() {
            AtomicInteger left = new AtomicInteger(9);
            lambda.with(hold -> left.getAndDecrement() > 0
                    ? Optional.empty()
                    : Optional.of(
                            new Outcome.Throttled("throttled: ReservedFunctionConcurrentInvocationLimitExceeded")));
            CycleReport.Led report = lead(20);
            assertEquals(10, report.happened().reached());
            assertEquals(10, report.happened().throttled());
            assertEquals(1, report.happened().rounds());
            assertEquals(19, lambda.holds().size());
            assertEquals(Optional.of("throttled"), report.stopped());
            assertEquals(Optional.of("throttled: ReservedFunctionConcurrentInvocationLimitExceeded"), report.problem());
        }

        @Test
        void of_a_childs_children_counts_too() {
            set("fan-out", "2");
            lambda.with(hold -> Optional.of(new Outcome.Answered(
                    new HoldAnswer(
                            "child " + hold.share(),
                            false,
                            clock.instant(),
                            Optional.empty(),
                            Duration.ZERO,
                            List.of(),
                            hold.share() - 1,
                            0,
                            Optional.of("throttled: below"),
                            Optional.empty()),
                    Optional.empty())));
            CycleReport.Led report = lead(5);
            assertEquals(2, report.happened().throttled());
            assertEquals(1, report.happened().rounds());
            assertEquals(Optional.of("throttled: below"), report.problem());
        }
    }

    @Nested
    class A_child_that_fails {
        @Test
        void is_counted_and_the_rest_goes_on() {
            set("rounds", "1");
            AtomicInteger number = new AtomicInteger();
            lambda.with(hold -> number.incrementAndGet() == 7 ? failed() : Optional.empty());
            CycleReport.Led report = lead(20);
            assertEquals(19, report.happened().reached());
            assertEquals(1, report.happened().failed());
            assertEquals(Optional.of("Unhandled: boom"), report.problem());
        }

        @Test
        void is_made_up_for_by_another_round() {
            AtomicInteger number = new AtomicInteger();
            lambda.with(hold -> number.incrementAndGet() == 7 ? failed() : Optional.empty());
            CycleReport.Led report = lead(20);
            assertEquals(20, report.happened().reached());
            assertEquals(2, report.happened().rounds());
            assertEquals(1, report.happened().failed());
        }

        @Test
        void takes_no_further_round_where_all_of_them_do() {
            lambda.with(hold -> failed());
            CycleReport.Led report = lead(20);
            assertEquals(1, report.happened().rounds());
            assertEquals(19, report.happened().failed());
            assertEquals(1, report.happened().reached());
            assertEquals(Optional.of("every child failed"), report.stopped());
        }

        @Test
        void by_never_answering_does_not_keep_the_leader_beyond_its_own_time_out() throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            Invoker deaf = new Invoker() {
                @Override
                public Duration connect(Callee callee, int connections) {
                    return Duration.ZERO;
                }

                @Override
                public Outcome invoke(Callee callee, WarmEvent.Hold hold, Instant at) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        return new Outcome.Failed("interrupted", Duration.ZERO);
                    }
                    return new Outcome.Failed("unexpected", Duration.ZERO);
                }
            };
            Warmer leader = new Warmer(
                    FakeLambda.config(settings),
                    environment,
                    deployment,
                    deaf,
                    new Metrics(deployment, log::add),
                    clock,
                    clock);
            WarmEvent.Cycle cycle = new WarmEvent.Cycle(5, Optional.empty(), Optional.empty());
            CycleReport.Led report = led(leader.lead(cycle, invocation(Duration.ofMillis(610)), environment.arrive()));
            assertEquals(4, report.happened().failed());
            assertEquals(Optional.of("no answer in time"), report.problem());
        }
    }

    @Nested
    class The_target {
        @Test
        void is_capped_and_the_report_says_so() {
            set("max-target", "10");
            CycleReport.Led report = lead(1_000_000_000_000L);
            assertEquals(10, report.asked().target());
            assertEquals(Optional.of(1_000_000_000_000L), report.asked().uncapped());
            assertEquals(9, lambda.holds().size());
        }

        @Test
        void of_one_is_this_environment_and_invokes_nothing() {
            CycleReport.Led report = lead(1);
            assertEquals(1, report.happened().reached());
            assertEquals(Optional.empty(), report.asked().uncapped());
            assertEquals(0, lambda.connects());
            assertEquals(List.of(), lambda.holds());
            assertEquals(List.of(), clock.pauses());
        }
    }

    @Nested
    class The_report {
        @Test
        void adds_up_what_aws_bills() {
            CycleReport.Led report = lead(20);
            assertEquals(Optional.of(new BigDecimal("1.9")), report.cost().map(CycleReport.Cost::billedGbSeconds));
            assertEquals(
                    Optional.of(new BigDecimal("0.000035667")), report.cost().map(CycleReport.Cost::costUsd));
            assertEquals(Optional.empty(), report.cost().flatMap(CycleReport.Cost::pricedAs));
        }

        @Test
        void says_whose_prices_it_took_where_the_region_has_none() {
            deployment = FakeLambda.deployment("eu-nowhere-1");
            warmer = warmer();
            CycleReport.Led report = lead(20);
            assertEquals(Optional.of("us-east-1"), report.cost().flatMap(CycleReport.Cost::pricedAs));
            assertEquals(
                    Optional.of(new BigDecimal("0.000035667")), report.cost().map(CycleReport.Cost::costUsd));
        }

        @Test
        void has_no_cost_outside_Lambda() {
            deployment = Deployment.of(Map.of(), "amd64");
            warmer = warmer();
            CycleReport.Led report = lead(2);
            assertEquals(Optional.empty(), report.cost().map(CycleReport.Cost::billedGbSeconds));
            assertEquals(Optional.empty(), report.cost().map(CycleReport.Cost::costUsd));
        }

        @Test
        void is_a_metrics_line_and_the_environments_last_cycle() {
            CycleReport.Led report = lead(20);
            assertEquals(1, log.size());
            assertEquals(Optional.of(report), environment.lastCycle());
        }

        @Test
        void names_the_request_where_the_cycle_has_no_name() {
            assertEquals(
                    "request",
                    lead(new WarmEvent.Cycle(1, Optional.empty(), Optional.empty()))
                            .asked()
                            .cycleId());
        }
    }

    private HoldAnswer hold(WarmEvent.Hold hold) {
        return warmer.hold(hold, invocation(Duration.ofMinutes(1)), environment.arrive());
    }

    @Nested
    class A_held_environment {
        @Test
        void stays_until_the_deadline_and_says_who_it_is() {
            environment.servesUser(FakeClock.START);
            HoldAnswer answer = hold(new WarmEvent.Hold("a", clock.instant().plusMillis(70), 1, 1, Optional.empty()));
            assertEquals(List.of(Duration.ofMillis(70)), clock.pauses());
            assertEquals("leader", answer.id());
            assertEquals(FakeClock.START, answer.arrivedAt());
            assertEquals(Optional.of(FakeClock.START), answer.lastUserRequestAt());
            assertEquals(Duration.ofMillis(70), answer.billed());
            assertEquals(List.of(), answer.children());
        }

        @Test
        void bills_its_start_where_that_was_waited_for() {
            WarmEvent.Hold hold = new WarmEvent.Hold("a", clock.instant(), 1, 1, Optional.empty());
            Environment.Arrival cold = new Environment.Arrival(clock.instant(), true);
            HoldAnswer answer = warmer.hold(hold, invocation(Duration.ofMinutes(1)), cold);
            assertTrue(answer.cold());
            assertTrue(answer.billed().isPositive(), "this process has started, which took a while");
            assertEquals(Duration.ZERO, hold(hold).billed());
        }

        @Test
        void bills_a_start_once_that_it_made_anew_inside_the_invocation() {
            WarmEvent.Hold hold = new WarmEvent.Hold("a", clock.instant(), 1, 1, Optional.empty());
            Environment.Arrival cold = new Environment.Arrival(clock.instant(), true);
            Duration inside = warmer.hold(hold, invocation(Duration.ofMillis(59_100)), cold)
                    .billed();
            Duration before =
                    warmer.hold(hold, invocation(Duration.ofMinutes(1)), cold).billed();
            assertTrue(inside.compareTo(before) <= 0, inside + " is more than " + before);
        }

        @Test
        void answers_at_once_when_it_comes_late() {
            hold(new WarmEvent.Hold("a", clock.instant().minusMillis(1), 1, 1, Optional.empty()));
            assertEquals(List.of(), clock.pauses());
        }

        @Test
        void never_stays_longer_than_the_longest_window() {
            hold(new WarmEvent.Hold("a", clock.instant().plus(Duration.ofDays(3650)), 1, 1, Optional.empty()));
            assertEquals(List.of(Duration.ofSeconds(2)), clock.pauses());
        }

        @Test
        void never_stays_into_its_own_time_out() {
            warmer.hold(
                    new WarmEvent.Hold("a", clock.instant().plusSeconds(1), 1, 1, Optional.empty()),
                    invocation(Duration.ofMillis(900)),
                    environment.arrive());
            assertEquals(List.of(Duration.ofMillis(400)), clock.pauses());
        }

        @Test
        void makes_no_client_for_itself_alone() {
            hold(new WarmEvent.Hold("a", clock.instant(), 1, 1, Optional.empty()));
            assertEquals(0, lambda.connects());
            assertEquals(List.of(), lambda.holds());
        }

        @Test
        void invokes_its_share_before_it_holds_and_passes_the_answers_on() {
            Instant until = clock.instant().plusMillis(70);
            HoldAnswer answer = hold(new WarmEvent.Hold("a", until, 4, 1, Optional.empty()));
            assertEquals(
                    List.of(new WarmEvent.Hold("a", until, 1, 2, Optional.empty())),
                    lambda.holds().stream().distinct().toList());
            assertEquals(3, lambda.holds().size());
            assertEquals(3, answer.children().size());
            assertEquals(4, answer.all().count());
            assertEquals(List.of(Duration.ofMillis(70)), clock.pauses());
        }

        @Test
        void answers_with_what_it_has_before_its_parent_stops_waiting() {
            Instant parentWaitsUntil = clock.instant().plusMillis(700);
            WarmEvent.Hold hold =
                    new WarmEvent.Hold("a", clock.instant().plusSeconds(1), 1, 1, Optional.of(parentWaitsUntil));
            hold(hold);
            assertEquals(List.of(Duration.ofMillis(200)), clock.pauses());
        }

        @Test
        void passes_on_what_went_wrong_below() {
            lambda.with(hold -> failed());
            HoldAnswer answer = hold(new WarmEvent.Hold("a", clock.instant(), 4, 1, Optional.empty()));
            assertEquals(3, answer.failed());
            assertEquals(Optional.of("Unhandled: boom"), answer.problem());
        }

        @Test
        void refuses_a_share_beyond_the_largest_target() {
            set("max-target", "10");
            BadEvent refused = assertThrows(
                    BadEvent.class, () -> hold(new WarmEvent.Hold("a", clock.instant(), 11, 1, Optional.empty())));
            assertEquals(
                    "hearth.hold.share must be at most hearth.warm.max-target, 10, but is 11", refused.getMessage());
            assertEquals(List.of(), lambda.holds());
        }
    }
}
