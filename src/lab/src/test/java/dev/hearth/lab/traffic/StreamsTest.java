package dev.hearth.lab.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamsTest {

    private static final long SECOND = 1_000_000;

    @ParameterizedTest
    @EnumSource
    void who_is_chosen_among_the_idle_tells_the_routing(Routing routing) {
        SplittableRandom random = new SplittableRandom(1);
        List<Streams.Use> uses = new ArrayList<>();
        List<Integer> idle = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        idle.forEach(stream -> uses.add(new Streams.Use(stream, SECOND + stream, stream)));
        for (int n = 1; n <= 300; n++) {
            int chosen = idle.remove(
                    switch (routing) {
                        case RECENT -> idle.size() - 1;
                        case LEAST_RECENT -> 0;
                        case RANDOM -> random.nextInt(idle.size());
                    });
            uses.add(new Streams.Use(n * 10L * SECOND, (n * 10L + 1) * SECOND, chosen));
            idle.add(chosen);
        }
        for (int stream = 0; stream < 5; stream++) {
            uses.add(new Streams.Use(3_100 * SECOND, 3_101 * SECOND, stream));
        }
        assertEquals(Optional.of(routing), Streams.observe(uses).orElseThrow().routing());
    }

    @Test
    void the_longest_idle_time_that_an_environment_outlived_is_a_bound() {
        List<Streams.Use> uses = List.of(
                new Streams.Use(0, SECOND, 1),
                new Streams.Use(60 * SECOND, 61 * SECOND, 1),
                new Streams.Use(661 * SECOND, 662 * SECOND, 1),
                new Streams.Use(5_000 * SECOND, 5_001 * SECOND, 2));
        Observed observed = Streams.observe(uses).orElseThrow();
        assertEquals(Duration.ofMinutes(10), observed.longestIdle());
        assertEquals(Optional.empty(), observed.routing(), "nobody had a choice");
    }
}
