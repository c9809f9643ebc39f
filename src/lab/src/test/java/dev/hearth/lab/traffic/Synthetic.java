package dev.hearth.lab.traffic;

import dev.hearth.lab.simulation.Traffic;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Traffic as it might be, the same for the same seed: a Poisson process whose rate follows the hour and the day of the week,
 * with bursts and timers on top. Works are lognormal.
 */
public final class Synthetic {

    private static final Instant MONDAY = Instant.parse("2026-10-05T00:00:00Z");
    private static final double SIGMA = 0.5;

    /** Requests a second at noon, by the kind of traffic. */
    public enum Kind {
        /** An office's: busy on weekdays from eight to eighteen, quiet at night. */
        DAILY(2.0),
        /** The same, and several times a day at no certain hour a few dozen at once. */
        BURSTY(1.0),
        /** A few in an hour. */
        RARE(0.004),
        /** As an office's, a tenth more each day. */
        GROWING(0.8);

        private final double perSecond;

        Kind(double perSecond) {
            this.perSecond = perSecond;
        }

        double rate(ZonedDateTime at, int day) {
            double hour = at.getHour() + at.getMinute() / 60.0;
            boolean weekend = at.getDayOfWeek() == DayOfWeek.SATURDAY || at.getDayOfWeek() == DayOfWeek.SUNDAY;
            double open = hour < 7 || hour > 20 ? 0.04 : Math.sin(Math.PI * (hour - 7) / 13);
            double shape = 0.04 + 0.96 * open * (weekend ? 0.25 : 1);
            return perSecond * shape * (this == GROWING ? Math.pow(1.1, day) : 1);
        }
    }

    private Synthetic() {}

    /** Days from a Monday on, in UTC. */
    public static Traffic traffic(Kind kind, int days, Duration work, long seed) {
        return traffic(kind, days, work, seed, ZoneOffset.UTC);
    }

    public static Traffic traffic(Kind kind, int days, Duration work, long seed, ZoneId zone) {
        SplittableRandom random = new SplittableRandom(seed);
        Traffic.Builder traffic = new Traffic.Builder();
        ZonedDateTime begin = MONDAY.atZone(ZoneOffset.UTC).withZoneSameLocal(zone);
        double meanMicros = work.toNanos() / 1e3;
        for (int minute = 0; minute < days * 24 * 60; minute++) {
            ZonedDateTime at = begin.plusMinutes(minute);
            long from = Traffic.micros(at.toInstant());
            for (int n = poisson(60 * kind.rate(at, minute / 1440), random); n > 0; n--) {
                traffic.add(from + random.nextLong(60_000_000), lognormal(meanMicros, random));
            }
            if (kind == Kind.BURSTY && random.nextInt(24 * 60) < 4) {
                for (int n = 15 + random.nextInt(20); n > 0; n--) {
                    traffic.add(from + 30_000_000 + random.nextLong(200_000), lognormal(meanMicros, random));
                }
            }
            if (kind != Kind.RARE && at.getMinute() == 0) {
                for (int timer = 0; timer < 3; timer++) {
                    traffic.add(from + 1_000_000, lognormal(meanMicros, random));
                }
            }
        }
        return traffic.build();
    }

    /** As if it had been read, of a function of 512 MB that starts in 300 ms. */
    public static Recording recording(Traffic traffic) {
        return new Recording(
                traffic,
                List.of(Duration.ofMillis(300)),
                0,
                0,
                OptionalInt.of(512),
                Optional.empty(),
                new Recording.Lines(traffic.size(), 0, 0, List.of()),
                List.of());
    }

    /** Prints REPORT lines: {@code KIND DAYS WORK_MS SEED ZONE}. */
    public static void main(String... arguments) throws IOException {
        Traffic traffic = traffic(
                Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT)),
                Integer.parseInt(arguments[1]),
                Duration.ofMillis(Long.parseLong(arguments[2])),
                Long.parseLong(arguments[3]),
                ZoneId.of(arguments[4]));
        PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, StandardCharsets.UTF_8);
        for (int i = 0; i < traffic.size(); i++) {
            out.print(Traffic.instant(traffic.arrival(i) + traffic.work(i)));
            out.printf(
                    Locale.ROOT,
                    " REPORT RequestId: %08x\tDuration: %.3f ms\tBilled Duration: %d ms\tMemory Size: 512 MB\tMax Memory Used: 44 MB\t%n",
                    i,
                    traffic.work(i) / 1e3,
                    Math.ceilDiv(traffic.work(i), 1_000));
        }
        out.flush();
    }

    private static long lognormal(double mean, SplittableRandom random) {
        return Math.round(mean * Math.exp(SIGMA * random.nextGaussian() - SIGMA * SIGMA / 2));
    }

    private static int poisson(double mean, SplittableRandom random) {
        int count = 0;
        for (double sum = -Math.log(1 - random.nextDouble()); sum < mean; sum -= Math.log(1 - random.nextDouble())) {
            count++;
        }
        return count;
    }
}
