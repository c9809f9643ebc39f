package dev.hearth.lab.cli;

import dev.hearth.lab.bench.AwsBench;
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
import dev.hearth.lab.bench.Variant;
import dev.hearth.lab.lambda.MemorySize;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: measures, shows, stores, compares. */
@Command(name = "bench", description = "Measures cold starts, native against JVM.")
@Dependent
@Unremovable
final class BenchCommand implements Callable<Integer> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

    private static final int INTERRUPTED = 130;

    /** How long the program waits, when it is told to end, for a start under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick")
    private boolean quick;

    @Option(names = "--n", paramLabel = "N", defaultValue = "50")
    private int n;

    @Option(names = "--memory", paramLabel = "MB", split = ",", converter = Converters.MemoryConverter.class)
    private List<MemorySize> memory = List.of();

    @Option(names = "--package", paramLabel = "NAME", split = ",")
    private Set<String> packages = Set.of();

    @Option(names = "--no-boost")
    private boolean noBoost;

    @Option(names = "--seed", paramLabel = "SEED")
    private Optional<Long> seed;

    @Option(names = "--matrix", paramLabel = "FILE")
    private Optional<Path> matrix;

    @Option(names = "--output", paramLabel = "FOLDER")
    private Optional<Path> output;

    @Option(names = "--from", paramLabel = "RUN.json")
    private Optional<Path> from;

    @Option(names = "--compare", paramLabel = "OLD.json")
    private Optional<Path> compare;

    @Option(names = "--aws", paramLabel = "FUNCTION")
    private Optional<String> aws;

    @Option(names = "--region", paramLabel = "REGION")
    private Optional<String> region;

    @Option(names = "--payload", paramLabel = "FILE")
    private Optional<Path> payload;

    @Option(names = "--yes")
    private boolean yes;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            // Read first: a mistyped name must not cost ten minutes.
            Optional<Run> old = compare.map(RunFile::read);
            Run run = from.map(RunFile::read).orElseGet(() -> measure(out));
            if (!run.complete() && from.isEmpty()) {
                out.println("Interrupted. What was measured is shown by ./hearth bench --from and that file.");
                out.flush();
                return INTERRUPTED;
            }
            show(run, out);
            return old.map(before -> compare(before, run, out)).orElse(CommandLine.ExitCode.OK);
        } catch (InvalidInput e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("hearth bench: " + HearthLab.printable(e.getMessage()));
            for (Throwable also : e.getSuppressed()) {
                err.println("hearth bench: " + also.getMessage());
            }
            return CommandLine.ExitCode.USAGE;
        }
    }

    private Run measure(PrintWriter out) {
        if (n < 1) {
            throw new InvalidInput("--n must be at least 1, not " + n);
        }
        long order = seed.orElseGet(() -> (long) new Random().nextInt(1_000_000));
        return aws.map(function -> measureOnAws(function, order, out)).orElseGet(() -> measureHere(order, out));
    }

    private Run measureOnAws(String function, long order, PrintWriter out) {
        if (!packages.isEmpty() || noBoost || quick || matrix.isPresent()) {
            throw new InvalidInput(
                    "--package, --no-boost, --quick and --matrix are for the local Lambda, not for --aws");
        }
        String event = payload.map(BenchCommand::read)
                .orElseGet(() -> Matrix.own().event().toString());
        try (Interruption _ = new Interruption(PATIENCE);
                AwsBench bench = AwsBench.of(function, region)) {
            List<MemorySize> sizes = memory.isEmpty() ? List.of(bench.memory()) : memory;
            out.printf(
                    "Measuring %s on AWS at %s MB, %d cold starts each; seed %d%n",
                    function,
                    String.join(
                            ", ",
                            sizes.stream()
                                    .map(size -> String.valueOf(size.megabytes()))
                                    .toList()),
                    n,
                    order);
            out.println("This takes " + bench.estimate(sizes, n) + ".");
            out.println("Meanwhile $LATEST of " + function + " has other settings; its versions and aliases have not.");
            out.flush();
            if (!yes && !agreed(out)) {
                throw new InvalidInput("nothing was measured: say y, or give --yes");
            }
            Run run;
            try (Bar bar = new Bar()) {
                run = bench.run(sizes, n, order, event, root(), bar);
            }
            store(run, out);
            return run;
        }
    }

    private static boolean agreed(PrintWriter out) {
        out.print("Go on? [y/N] ");
        out.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the payload " + file + ": " + e);
        }
    }

    private Run measureHere(long order, PrintWriter out) {
        if (region.isPresent() || payload.isPresent()) {
            throw new InvalidInput(
                    "--region and --payload are for --aws; the local Lambda's event stands in the matrix");
        }
        Matrix whole = matrix.map(Matrix::read).orElseGet(Matrix::own);
        Matrix chosen = packages.isEmpty() ? whole : whole.withPackages(packages);
        List<MemorySize> sizes = memory.isEmpty() ? (quick ? chosen.quick() : chosen.memory()) : memory;
        LocalBench bench = new LocalBench(
                new LocalBench.Plan(chosen, sizes, Campaign.local(Math.max(1, n / 5), n), order, !noBoost, root()));
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
        Path file = target(run, ".json");
        RunFile.write(run, file);
        out.println("Raw samples: " + file);
        out.flush();
    }

    private Path target(Run run, String suffix) {
        return output.orElseGet(() -> root().resolve("target").resolve("bench"))
                .resolve(STAMP.format(run.startedAt()) + suffix);
    }

    /** The checkout, as the script that started this says; the working directory else. */
    private static Path root() {
        return Path.of(System.getProperty("hearth.root", ""));
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

    /** Shows how far a campaign is and how long it will take. */
    private static final class Bar implements Campaign.Progress, AutoCloseable {

        private final ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("cold starts")
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1000)
                .build();

        @Override
        public void beginning(Variant variant, int done, int all) {
            bar.maxHint(all).stepTo(done).setExtraMessage(variant.toString());
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
