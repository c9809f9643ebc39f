package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cost.Architecture;
import dev.hearth.warm.cycle.Outcome;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whole trees of real warmers: every child is a warmer of its own, and some fail. */
class CycleTreeTest {

    /** Each invocation is an environment of its own, or fails; what a tree came to is counted. */
    private static final class Forest implements Invoker {
        private final FakeClock clock = new FakeClock();
        private final WarmConfig config;
        private final Random failures;
        private final int failingPercent;
        private final AtomicInteger environments = new AtomicInteger();
        private final AtomicInteger invocations = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();
        private final AtomicInteger deepest = new AtomicInteger();

        Forest(int fanOut, int rounds, int failingPercent, long seed) {
            this.config = FakeLambda.config(Map.of(
                    "hearth.warm.fan-out", Integer.toString(fanOut),
                    "hearth.warm.rounds", Integer.toString(rounds),
                    "hearth.warm.max-target", "1000000"));
            this.failures = new Random(seed);
            this.failingPercent = failingPercent;
        }

        CycleReport.Led lead(int target) {
            return (CycleReport.Led) warmer("leader")
                    .lead(
                            new WarmEvent.Cycle(target, Optional.of("cycle"), Optional.empty()),
                            invocation(),
                            new Environment.Arrival(clock.instant(), false));
        }

        private Warmer warmer(String id) {
            Deployment deployment = new Deployment(
                    Optional.of("hearth"),
                    Optional.of("us-east-1"),
                    Optional.of(1024),
                    Optional.of(id),
                    false,
                    Architecture.X86);
            return new Warmer(
                    config,
                    new Environment(deployment, clock),
                    deployment,
                    this,
                    new Metrics(deployment, line -> {}),
                    clock,
                    clock);
        }

        private Invocation invocation() {
            return new Invocation(
                    "request", Callee.of(FakeLambda.ARN), clock.instant().plus(Duration.ofMinutes(10)));
        }

        @Override
        public Duration connect(Callee callee, int connections) {
            return Duration.ZERO;
        }

        @Override
        public Outcome invoke(Callee callee, WarmEvent.Hold hold, Instant at) {
            invocations.incrementAndGet();
            deepest.accumulateAndGet(hold.depth(), Math::max);
            if (fails()) {
                failed.incrementAndGet();
                lost.addAndGet(hold.share());
                return new Outcome.Failed("no luck", Duration.ZERO);
            }
            return new Outcome.Answered(
                    warmer("environment " + environments.incrementAndGet())
                            .hold(hold, invocation(), new Environment.Arrival(clock.instant(), true)),
                    Optional.empty());
        }

        private synchronized boolean fails() {
            return failures.nextInt(100) < failingPercent;
        }
    }

    @Property(tries = 150)
    void in_a_round_every_environment_is_invoked_exactly_once_or_lost_with_a_child_that_failed(
            @ForAll @IntRange(min = 1, max = 400) int target,
            @ForAll @IntRange(min = 1, max = 40) int fanOut,
            @ForAll @IntRange(max = 100) int failingPercent,
            @ForAll long seed) {
        Forest forest = new Forest(fanOut, 1, failingPercent, seed);
        CycleReport.Led report = forest.lead(target);

        assertEquals(target, report.happened().reached() + forest.lost.get());
        assertEquals(forest.invocations.get(), forest.environments.get() + forest.failed.get());
        assertEquals(1 + forest.environments.get(), report.happened().reached());
        assertEquals(forest.failed.get(), report.happened().failed());
        assertTrue(forest.deepest.get() <= WarmEvent.MAX_DEPTH);
    }

    @Property(tries = 100)
    void the_cycle_ends_whatever_fails(
            @ForAll @IntRange(min = 1, max = 200) int target,
            @ForAll @IntRange(min = 1, max = 40) int fanOut,
            @ForAll @IntRange(min = 1, max = 5) int rounds,
            @ForAll @IntRange(max = 100) int failingPercent,
            @ForAll long seed) {
        Forest forest = new Forest(fanOut, rounds, failingPercent, seed);
        CycleReport.Led report = forest.lead(target);

        assertTrue(report.happened().rounds() <= rounds);
        assertTrue(forest.invocations.get()
                <= (target - 1) * Math.max(1, report.happened().rounds()));
        assertTrue(report.happened().reached() >= target || report.stopped().isPresent());
        assertEquals(forest.failed.get(), report.happened().failed());
    }
}
