package dev.hearth.lab.simulation;

import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Prints what simulations of one day take, by requests and by environments; see docs/how-many.md. */
final class Scale {

    private static final long DAY = Duration.ofDays(1).toMillis() * 1_000;

    private Scale() {}

    public static void main(String... arguments) {
        int[][] sizes = {
            {1_250_000, 10_000},
            {2_500_000, 10_000},
            {5_000_000, 10_000},
            {10_000_000, 10_000},
            {10_000_000, 10},
            {10_000_000, 100},
            {10_000_000, 1_000}
        };
        // The first run is what makes the JVM compile it.
        time(sizes[0][0], 100, Routing.RANDOM);
        for (Routing routing : Routing.values()) {
            for (int[] size : sizes) {
                time(size[0], size[1], routing);
            }
        }
    }

    private static void time(int requests, int environments, Routing routing) {
        SplittableRandom random = new SplittableRandom(1);
        Traffic.Builder traffic = new Traffic.Builder();
        // As many at once on average as there are to be environments.
        double work = (double) DAY * environments / requests;
        for (int n = 0; n < requests; n++) {
            traffic.add((long) ((double) DAY * n / requests), Math.round(work * (0.5 + random.nextDouble())));
        }
        Traffic built = traffic.build();
        Settings settings = new Settings(
                List.of(Duration.ofMillis(200)), Duration.ofMinutes(10), routing, 20_000, 1_000, Duration.ZERO);
        Strategy cycles = new Cycles(_ -> environments / 10, 0, Duration.ofMinutes(5), Duration.ofMillis(100));
        int[] most = new int[1];
        long from = System.nanoTime();
        Tally tally = Tally.sum(Simulation.run(
                settings, cycles, built, 0, 1, (at, fate, busy, there) -> most[0] = Math.max(most[0], there)));
        long took = System.nanoTime() - from;
        System.out.printf(
                Locale.ROOT,
                "%-12s %,12d requests %,8d environments %6.2f s  %5.0f ns a request, heap %,d MB%n",
                routing,
                tally.requests(),
                most[0],
                took / 1e9,
                (double) took / requests,
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    }
}
