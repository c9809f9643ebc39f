package dev.hearth.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What warm cycles were measured to be billed at some memory sizes and numbers of environments, and by rule between them. The
 * measurement is data ({@code cycles.json}, with how it was made); a native executable holds it read already.
 *
 * <p>More memory never makes a cycle longer and more environments never make it cheaper: where the measurement says so, it is noise,
 * and the dearer figure stands. Between what was measured a cycle's whole time follows the number of environments, and the logarithm
 * of the memory size, in straight lines. Beyond the most environments each costs what it costs there; beyond the most memory, and
 * below the least of either, it is what was measured last.
 *
 * @param measuredOn the day of the measurement
 * @param points each memory size with each number of environments, once
 */
public record CycleCosts(String measuredOn, List<Point> points) {
    private static final CycleCosts MEASURED = read("cycles.json");

    /**
     * What was measured at one memory size and number of environments.
     *
     * @param medianMillis how long each environment is billed in half of the cycles at most
     * @param nineTenthsMillis how long in nine tenths of them
     */
    public record Point(int memoryMegabytes, int environments, double medianMillis, double nineTenthsMillis) {
        private double all(ToDoubleFunction<Point> each) {
            return environments * each.applyAsDouble(this);
        }
    }

    /**
     * How long each environment is billed in a cycle, in whole milliseconds rounded up, the leader's time shared out among all.
     *
     * @param median in half of the cycles at most
     * @param nineTenths in nine tenths of them
     * @param measured whether that lies between what was measured
     */
    public record Each(Duration median, Duration nineTenths, boolean measured) {}

    public CycleCosts {
        points = List.copyOf(points);
        if (points.isEmpty()
                || points.size() != sizes(points).size() * numbers(points).size()) {
            throw new IllegalArgumentException(
                    "each memory size must be measured once with each number of environments: " + points);
        }
    }

    /** The project's measurement. */
    public static CycleCosts measured() {
        return MEASURED;
    }

    /**
     * Of a cycle.
     *
     * @param memoryMegabytes above 0
     * @param environments at least 1, the leader among them
     */
    public Each each(int memoryMegabytes, int environments) {
        NavigableSet<Integer> sizes = sizes(points);
        NavigableSet<Integer> numbers = numbers(points);
        return new Each(
                shared(all(memoryMegabytes, environments, Point::medianMillis), environments),
                shared(all(memoryMegabytes, environments, Point::nineTenthsMillis), environments),
                memoryMegabytes >= sizes.first()
                        && memoryMegabytes <= sizes.last()
                        && environments >= numbers.first()
                        && environments <= numbers.last());
    }

    private static Duration shared(double millis, int environments) {
        return Duration.ofMillis((long) Math.ceil(millis / environments));
    }

    /** How long all environments together are billed in a cycle, in milliseconds. */
    double all(int memoryMegabytes, int environments, ToDoubleFunction<Point> each) {
        NavigableSet<Integer> sizes = sizes(points);
        NavigableSet<Integer> numbers = numbers(points);
        double beyond = Math.max(1, (double) environments / numbers.last());
        int memory = Math.clamp(memoryMegabytes, sizes.first(), sizes.last());
        int number = Math.clamp(environments, numbers.first(), numbers.last());
        int smaller = sizes.floor(memory);
        int larger = sizes.ceiling(memory);
        double share =
                smaller == larger ? 0 : Math.log((double) memory / smaller) / Math.log((double) larger / smaller);
        return beyond * between(along(smaller, number, each), along(larger, number, each), share);
    }

    private double along(int memoryMegabytes, int environments, ToDoubleFunction<Point> each) {
        int fewer = numbers(points).floor(environments);
        int more = numbers(points).ceiling(environments);
        double share = fewer == more ? 0 : (double) (environments - fewer) / (more - fewer);
        return between(dearest(memoryMegabytes, fewer, each), dearest(memoryMegabytes, more, each), share);
    }

    private static double between(double one, double other, double share) {
        return one + (other - one) * share;
    }

    /** Of all that can't have cost more. */
    private double dearest(int memoryMegabytes, int environments, ToDoubleFunction<Point> each) {
        return points.stream()
                .filter(point -> point.memoryMegabytes() >= memoryMegabytes && point.environments() <= environments)
                .mapToDouble(point -> point.all(each))
                .max()
                .orElseThrow();
    }

    private static NavigableSet<Integer> sizes(List<Point> points) {
        return points.stream().map(Point::memoryMegabytes).collect(Collectors.toCollection(TreeSet::new));
    }

    private static NavigableSet<Integer> numbers(List<Point> points) {
        return points.stream().map(Point::environments).collect(Collectors.toCollection(TreeSet::new));
    }

    private static CycleCosts read(String resource) {
        try (InputStream in = CycleCosts.class.getResourceAsStream(resource)) {
            JsonNode measured = new ObjectMapper().readTree(in);
            List<Point> points = new ArrayList<>();
            for (JsonNode cycles : measured.required("cycles")) {
                points.add(new Point(
                        cycles.required("memoryMb").intValue(),
                        cycles.required("environments").intValue(),
                        cycles.required("medianMs").doubleValue(),
                        cycles.required("p90Ms").doubleValue()));
            }
            return new CycleCosts(measured.required("measuredOn").textValue(), points);
        } catch (IOException e) {
            throw new UncheckedIOException("The measured cycles " + resource + " can't be read", e);
        }
    }
}
