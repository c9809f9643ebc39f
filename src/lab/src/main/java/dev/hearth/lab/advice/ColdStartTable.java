package dev.hearth.lab.advice;

import dev.hearth.lab.report.Others;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/** How long starts take on AWS, for data that holds none: those of a native Quarkus function, as others measured them. */
final class ColdStartTable {

    private static final Others OTHERS = Others.read();
    private static final Others.Start QUARKUS = OTHERS.initMs().stream()
            .filter(start ->
                    start.runtime().startsWith("Quarkus") && start.form().equals("zip"))
            .findFirst()
            .orElseThrow();

    private ColdStartTable() {}

    /** Ten of them: half at the median, four at the 90th percentile, one at the 99th. */
    static List<Duration> starts() {
        double p50 = QUARKUS.p50();
        double p90 = QUARKUS.p90();
        return DoubleStream.of(p50, p50, p50, p50, p50, p90, p90, p90, p90, QUARKUS.p99())
                .mapToObj(millis -> Duration.ofNanos(Math.round(millis * 1e6)))
                .toList();
    }

    static String source() {
        return "those of " + QUARKUS.runtime() + " as a zip (p50, p90 and p99 of init by " + OTHERS.source() + ", "
                + OTHERS.from() + " to " + OTHERS.to() + ", " + OTHERS.architecture() + ")";
    }
}
