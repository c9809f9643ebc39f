package dev.hearth.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.bench.ExtensionShare;
import dev.hearth.lab.bench.PageCache;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.bench.Runs;
import dev.hearth.lab.bench.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TakeawayTest {

    @Test
    void a_native_start_that_is_shorter_is_recommended_with_its_factor() {
        String sentence = takeaway(10, 1000);
        assertTrue(sentence.startsWith("Choose native over jvm: at 1,769 MB"), sentence);
        assertTrue(sentence.contains("times sooner (95 % CI"), sentence);
        assertTrue(sentence.contains("even with 128 MB after"), sentence);
    }

    @Test
    void a_native_start_that_is_longer_is_not_recommended() {
        assertTrue(takeaway(1000, 10).startsWith("Stay with jvm"), takeaway(1000, 10));
    }

    @Test
    void no_difference_is_called_no_difference() {
        assertTrue(takeaway(1000, 1000).contains("do not differ beyond noise"), takeaway(1000, 1000));
    }

    @Test
    void a_package_alone_is_described() {
        String sentence = Takeaway.of(Summary.of(Runs.of(1, 50, Map.of("hello", new double[] {100, 10}), 512, 1769)));
        assertTrue(sentence.startsWith("A cold start of hello at 1,769 MB answers the first request after"), sentence);
        assertTrue(sentence.contains("; with 512 MB it takes"), sentence);
    }

    @Test
    void what_layers_cost_is_said_of_a_package_that_was_measured_with_and_without() {
        Map<String, double[]> medians = Map.of("hello", new double[] {100, 10}, "hello-layers", new double[] {160, 10});
        String sentence = Takeaway.of(Summary.of(Runs.of(1, 50, medians, 1769)));
        assertTrue(sentence.contains(" Its layers cost a cold start of hello at 1,769 MB +"), sentence);

        List<Sample> alike = IntStream.range(0, 50)
                .boxed()
                .flatMap(start -> Stream.of("hello", "hello-layers")
                        .map(name -> Runs.sample(name, 1769, PageCache.WARM, 100 + start % 7, 10)))
                .toList();
        sentence = Takeaway.of(Summary.of(Runs.run(1, List.of("hello", "hello-layers"), alike)));
        assertTrue(sentence.contains("at 1,769 MB nothing beyond noise (95 % CI −"), sentence);
    }

    @Test
    void the_tables_say_what_layers_cost_and_what_each_extension_has() {
        Sample laden = Runs.sample("hello-layers", 512, PageCache.WARM, 90, 10);
        ExtensionShare share = new ExtensionShare("logs", Duration.ofMillis(30), Duration.ofMillis(44), 12L << 20);
        Summary summary = Summary.of(Runs.run(
                1,
                List.of("hello", "hello-layers"),
                List.of(
                        Runs.sample("hello", 512, PageCache.WARM, 50, 10),
                        new Sample(
                                laden.variant(),
                                laden.pageCache(),
                                laden.init(),
                                laden.firstResponse(),
                                laden.secondResponse(),
                                laden.initUsage(),
                                laden.firstResponseUsage(),
                                laden.filesRead(),
                                laden.peakMemoryBytes(),
                                Optional.of(List.of(share))))));

        List<Table> tables = Tables.of(summary);

        assertEquals(
                List.of(
                        "hello",
                        "512 MB",
                        "+40.0 (+40.0 to +40.0)",
                        "+40.0 (+40.0 to +40.0)",
                        "+0.00 (+0.00 to +0.00)"),
                table(tables, "What the layers cost").rows().getFirst().subList(0, 5));
        assertEquals(
                List.of("hello-layers", "512 MB", "logs", "30.0", "44.0", "12.0"),
                table(tables, "What each extension has").rows().getFirst());
    }

    @Test
    void what_reads_the_disk_is_told_beside_it() {
        Run measured = Runs.of(1, 50, Map.of("hello", new double[] {100, 10}), 1769);
        List<Sample> samples = new ArrayList<>(measured.samples());
        samples.add(Runs.sample("hello", 1769, PageCache.COLD, 300, 40));
        String sentence = Takeaway.of(Summary.of(Runs.run(1, List.of("hello"), samples)));
        assertTrue(
                sentence.endsWith(" Where the package's files have to be read from the disk first: hello 340 ms."),
                sentence);
    }

    @Test
    void without_a_start_there_is_nothing_to_say() {
        assertEquals(
                "No start succeeded, so there is nothing to take from this run.",
                Takeaway.of(Summary.of(Runs.run(1, List.of("native"), List.of()))));
    }

    private static String takeaway(double nativeStart, double jvmStart) {
        return Takeaway.of(Summary.of(Runs.of(
                3,
                60,
                Map.of(
                        "native", new double[] {nativeStart, nativeStart / 10},
                        "jvm", new double[] {jvmStart, jvmStart / 10}),
                128,
                1769)));
    }

    private static Table table(List<Table> tables, String title) {
        return tables.stream()
                .filter(table -> table.title().startsWith(title))
                .findFirst()
                .orElseThrow();
    }
}
