package dev.hearth.lab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.simulation.Watcher.Fate;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What theory says of Poisson traffic. The seeds are fixed, so that these pass always or never. */
class QueueingTest {

    private static final int REQUESTS = 400_000;

    @Test
    void so_many_are_refused_as_erlang_s_formula_for_losses_says() {
        int servers = 12;
        double load = 10;
        double loss = 1;
        for (int n = 1; n <= servers; n++) {
            loss = load * loss / (n + load * loss);
        }
        Tally tally = run(Duration.ZERO, Duration.ofDays(100), Routing.RECENT, servers, poisson(100, load / 100, 1));
        assertEquals(loss, tally.throttled() / (double) tally.requests(), 0.02 * loss);
        assertTrue(tally.cold() <= servers, "with nothing to expire, each starts once at most");
    }

    @Test
    void the_busy_are_distributed_as_in_a_queue_with_servers_without_end() {
        double load = 10;
        long[] found = new long[100];
        Simulation.run(
                settings(Duration.ZERO, Duration.ofDays(100), Routing.RANDOM, 1_000),
                Strategy.NONE,
                poisson(100, load / 100, 2),
                0,
                2,
                (at, fate, busy, environments) -> found[busy - 1]++);
        double probability = Math.exp(-load);
        for (int n = 0; n < 20; n++) {
            assertEquals(probability, found[n] / (double) REQUESTS, 0.004, n + " busy when a request arrives");
            probability *= load / (n + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_at_a_time_is_cold_as_often_as_a_gap_is_longer_than_the_idle_life(Routing routing) {
        double perSecond = 1.0 / 300;
        Tally tally = run(Duration.ZERO, Duration.ofMinutes(10), routing, 1_000, poisson(perSecond, 0, 3));
        double expected = Math.exp(-600 * perSecond);
        assertEquals(expected, tally.cold() / (double) tally.requests(), 0.02 * expected);
    }

    /** SimFaaS is another's simulator of steady states; its figures come with the script that made them. */
    @ParameterizedTest
    @CsvFileSource(resources = "/simfaas/cold-starts.csv", numLinesToSkip = 1)
    void as_many_are_cold_as_in_simfaas(
            Routing routing, double perSecond, double work, double start, double idle, int requests, int cold) {
        Tally tally = run(seconds(start), seconds(idle), routing, 1_000, poisson(perSecond, work, 4));
        double expected = cold / (double) requests;
        assertEquals(expected, tally.cold() / (double) tally.requests(), 0.02 * expected);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static Tally run(Duration start, Duration idle, Routing routing, int concurrency, Traffic traffic) {
        return Tally.sum(
                Simulation.run(settings(start, idle, routing, concurrency), Strategy.NONE, traffic, 0, 1, WATCHER));
    }

    private static final Watcher WATCHER = (at, fate, busy, environments) -> {
        if (fate != Fate.THROTTLED && busy > environments) {
            throw new IllegalStateException(busy + " busy of " + environments);
        }
    };

    private static Settings settings(Duration start, Duration idle, Routing routing, int concurrency) {
        return new Settings(List.of(start), idle, routing, concurrency, 1_000, Duration.ZERO);
    }

    /** Exponential gaps and works. */
    private static Traffic poisson(double perSecond, double meanWorkSeconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Traffic.Builder traffic = new Traffic.Builder();
        double at = 0;
        for (int n = 0; n < REQUESTS; n++) {
            at += -Math.log(1 - random.nextDouble()) / perSecond;
            double work = -Math.log(1 - random.nextDouble()) * meanWorkSeconds;
            traffic.add(Math.round(at * 1e6), Math.round(work * 1e6));
        }
        return traffic.build();
    }
}
