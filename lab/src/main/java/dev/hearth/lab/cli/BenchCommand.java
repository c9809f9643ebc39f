package dev.hearth.lab.cli;

import dev.hearth.lab.bench.Campaign;
import dev.hearth.lab.bench.Caveats;
import dev.hearth.lab.bench.Comparison;
import dev.hearth.lab.bench.HtmlReport;
import dev.hearth.lab.bench.InvalidInput;
import dev.hearth.lab.bench.LocalBench;
import dev.hearth.lab.bench.Matrix;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.bench.RunFile;
import dev.hearth.lab.bench.Summary;
import dev.hearth.lab.bench.Tables;
import dev.hearth.lab.bench.Takeaway;
import dev.hearth.lab.lambda.MemorySize;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hearth bench}: measures, shows, stores, compares. */
@Command(
        name = "bench",
        description = "Measures cold starts, native against JVM.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchCommand implements Callable<Integer> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

    /** How long the program waits, when it is told to end, for a start under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "Two memory sizes only, 512 and 1769 MB: at most 10 minutes.")
    private boolean quick;

    @Option(
            names = "--n",
            paramLabel = "N",
            defaultValue = "50",
            description = "Cold starts of each package at each memory size (default: ${DEFAULT-VALUE}).")
    private int n;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            split = ",",
            description = "Memory sizes to measure instead of the matrix's, such as 512,1769.")
    private List<Integer> memory = List.of();

    @Option(
            names = "--package",
            paramLabel = "NAME",
            split = ",",
            description = "Packages of the matrix to measure, such as native,jvm (default: all).")
    private Set<String> packages = Set.of();

    @Option(names = "--no-boost", description = "Limit the CPU of init too, which AWS does not.")
    private boolean noBoost;

    @Option(names = "--seed", paramLabel = "SEED", description = "Order of the starts (default: a new one, printed).")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--matrix", paramLabel = "FILE", description = "Measure the packages that this file names.")
    private Optional<Path> matrix = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where the raw samples and the report go (default: target/bench).")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--from", paramLabel = "RUN.json", description = "Measure nothing: show this stored run.")
    private Optional<Path> from = Optional.empty();

    @Option(
            names = "--compare",
            paramLabel = "OLD.json",
            description =
                    "Say what changed since this run; exit with 1 where the native start got slower beyond noise.")
    private Optional<Path> compare = Optional.empty();

    private final Vertx vertx;

    public BenchCommand(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            // Read first: a mistyped name must not cost ten minutes.
            Optional<Run> old = compare.map(RunFile::read);
            Run run = from.map(RunFile::read).orElseGet(() -> measure(out));
            show(run, out);
            int exitCode = old.map(before -> compare(before, run, out)).orElse(0);
            return run.complete() || from.isPresent() ? exitCode : 130;
        } catch (InvalidInput e) {
            spec.commandLine().getErr().println("hearth bench: " + e.getMessage());
            return 2;
        }
    }

    private Run measure(PrintWriter out) {
        if (n < 1) {
            throw new InvalidInput("--n must be at least 1, not " + n);
        }
        long order = seed.orElseGet(() -> (long) new Random().nextInt(1_000_000));
        Matrix whole = matrix.map(Matrix::read).orElseGet(Matrix::own);
        Matrix chosen = packages.isEmpty() ? whole : whole.withPackages(packages);
        List<MemorySize> sizes = memory.isEmpty()
                ? (quick ? chosen.quick() : chosen.memory())
                : memory.stream().map(BenchCommand::memorySize).toList();
        LocalBench bench = new LocalBench(
                vertx,
                new LocalBench.Plan(
                        chosen,
                        sizes,
                        Campaign.local(Math.max(1, n / 5), n),
                        order,
                        !noBoost,
                        Path.of(System.getProperty("hearth.root", ""))));
        out.printf(
                "Measuring %d packages at %d memory sizes, %d cold starts of each; seed %d%n",
                chosen.packages().size(), sizes.size(), n, order);
        out.flush();
        try (Interruption _ = new Interruption(PATIENCE)) {
            Run run;
            try (Bar bar = new Bar()) {
                run = bench.run(bar);
            }
            store(run, out);
            return run;
        }
    }

    private void store(Run run, PrintWriter out) {
        Path folder = output.orElseGet(() ->
                Path.of(System.getProperty("hearth.root", "")).resolve("target").resolve("bench"));
        Path file = folder.resolve(STAMP.format(run.startedAt()) + ".json");
        RunFile.write(run, file);
        out.println("Raw samples: " + file);
        out.flush();
    }

    private void show(Run run, PrintWriter out) {
        Summary summary = Summary.of(run);
        Tables.of(summary).forEach(table -> out.println("\n" + table.text()));
        out.println("Not in these figures:");
        Caveats.notMeasured(run).forEach(line -> out.println("  - " + line));
        Caveats.warnings(run).forEach(line -> out.println("! " + line));
        out.println("\n" + Takeaway.of(summary));
        Path page = output.orElseGet(() -> Path.of(System.getProperty("hearth.root", ""))
                        .resolve("target")
                        .resolve("bench"))
                .resolve(STAMP.format(run.startedAt()) + ".html");
        try {
            Files.createDirectories(page.toAbsolutePath().getParent());
            Files.writeString(page, HtmlReport.of(summary));
        } catch (IOException e) {
            throw new InvalidInput("cannot write the report " + page + ": " + e);
        }
        out.println("Report: " + page);
        out.flush();
    }

    private static int compare(Run before, Run after, PrintWriter out) {
        Comparison comparison = Comparison.of(Summary.of(before), Summary.of(after));
        out.println("\n" + Tables.of(comparison).text());
        comparison.caveats().forEach(line -> out.println("! " + line));
        out.println(comparison.conclusion());
        out.flush();
        return comparison.regressions().isEmpty() ? 0 : 1;
    }

    private static MemorySize memorySize(int megabytes) {
        try {
            return new MemorySize(megabytes);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("--memory: " + e.getMessage());
        }
    }

    /** Shows how far a campaign is and how long it will take. */
    private static final class Bar implements Campaign.Progress, AutoCloseable {

        private final ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("cold starts")
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1000)
                .build();

        @Override
        public void beginning(dev.hearth.lab.bench.Variant variant, int done, int all) {
            bar.maxHint(all).stepTo(done).setExtraMessage(variant.toString());
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
