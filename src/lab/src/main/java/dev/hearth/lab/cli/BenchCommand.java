package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.bench.AwsBench;
import dev.hearth.lab.bench.Campaign;
import dev.hearth.lab.bench.Cell;
import dev.hearth.lab.bench.LocalBench;
import dev.hearth.lab.bench.Matrix;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.bench.RunFile;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.report.Budget;
import dev.hearth.lab.report.Caveats;
import dev.hearth.lab.report.HtmlReport;
import dev.hearth.lab.report.RunComparison;
import dev.hearth.lab.report.Summary;
import dev.hearth.lab.report.Tables;
import dev.hearth.lab.report.Takeaway;
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
@Command(
        name = "bench",
        header = "Measures cold starts, native against JVM.",
        description =
                "In the local Lambda every sample is a fresh environment under its memory size's limits, and the variants"
                        + " take turns in random order. Builds first what is missing or out of date. Writes the raw samples (JSON)"
                        + " and a report (HTML), prints tables. Measure on a quiet machine.")
@Dependent
@Unremovable
final class BenchCommand implements Callable<Integer> {

    static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

    private static final int INTERRUPTED = 130;

    /** How long the program waits, when it is told to end, for a start under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--quick",
            description = "two memory sizes only, 512 and 1769 MB: some 12 minutes on 2 cores instead of 45")
    private boolean quick;

    @Option(
            names = "--n",
            description =
                    "cold starts of each package at each memory size, from the disk and from memory (default: ${DEFAULT-VALUE})",
            paramLabel = "N",
            defaultValue = "50")
    private int n;

    @Option(
            names = "--memory",
            description =
                    "these memory sizes instead of 128,256,512,1024,1769,3008; with --aws, instead of the one that the function has",
            paramLabel = "MB",
            split = ",",
            converter = Converters.MemoryConverter.class)
    private List<MemorySize> memory = List.of();

    @Option(
            names = "--package",
            description = "only these of floor, native, jvm-aot, jvm",
            paramLabel = "NAME",
            split = ",")
    private Set<String> packages = Set.of();

    @Option(names = "--no-boost", description = "limit the CPU of init too, which AWS does not")
    private boolean noBoost;

    @Option(
            names = "--seed",
            description = "the order of the starts (default: a new one, printed)",
            paramLabel = "SEED")
    private Optional<Long> seed;

    @Option(
            names = "--matrix",
            description =
                    "measure the packages that this file names, at its sizes, with its event (the project's own: src/lab/src/main/resources/dev/hearth/lab/bench/matrix.json)",
            paramLabel = "FILE")
    private Optional<Path> matrix;

    @Option(
            names = "--layer",
            description =
                    "measure each package twice in turns, as it is and with this layer, and say what the layer costs; repeat it for several layers",
            paramLabel = "ZIP",
            converter = Converters.ZipConverter.class)
    private List<Path> layers = List.of();

    @Option(
            names = "--output",
            description = "where raw samples and report go (default: target/bench)",
            paramLabel = "FOLDER",
            converter = Converters.FolderConverter.class)
    private Optional<Path> output;

    @Option(names = "--from", description = "measure nothing: show this stored run", paramLabel = "RUN.json")
    private Optional<Path> from;

    @Option(
            names = "--compare",
            description =
                    "say what changed since that run and whether it is noise; exits with 1 where the native start got slower beyond noise",
            paramLabel = "OLD.json")
    private Optional<Path> compare;

    @Option(
            names = "--budget",
            description =
                    "what a cold start may take, such as 'start+first p90 <= 60ms'; exits with 1 where it takes more beyond noise. Of start, first, start+first or memory the median or a percentile; repeat it for several",
            paramLabel = "BUDGET",
            converter = Converters.BudgetConverter.class)
    private List<Budget> budgets = List.of();

    @Option(
            names = "--aws",
            description =
                    "measure this deployed function, by AWS's own REPORT lines; a variable and the memory size of its $LATEST change meanwhile, and are put back, also when interrupted. Asks before it spends",
            paramLabel = "FUNCTION",
            converter = Converters.FunctionConverter.class)
    private Optional<String> aws;

    @Option(
            names = "--region",
            description = "with --aws, where it is deployed (default: as AWS's tools)",
            paramLabel = "REGION")
    private Optional<String> region;

    @Option(
            names = "--payload",
            description = "with --aws, the event that it is invoked with (default: an HTTP API's GET /hello)",
            paramLabel = "FILE")
    private Optional<Path> payload;

    @Option(names = "--yes", description = "with --aws, spend without asking")
    private boolean yes;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        // Read first: a mistyped name must not cost ten minutes.
        Optional<Run> old = compare.map(RunFile::read);
        Run run = from.map(RunFile::read).orElseGet(() -> measure(out));
        if (!run.complete() && from.isEmpty()) {
            out.println("Interrupted. What was measured is shown by ./hearth bench --from and that file.");
            out.flush();
            return INTERRUPTED;
        }
        show(run, out);
        int compared = old.map(before -> compare(before, run, out)).orElse(CommandLine.ExitCode.OK);
        return budgets.isEmpty() ? compared : Math.max(compared, keeps(run, out));
    }

    private Run measure(PrintWriter out) {
        if (n < 1) {
            throw new Refusal("--n must be at least 1, not " + n);
        }
        if (packages.stream().anyMatch(String::isBlank)) {
            throw new Refusal("--package must name packages, such as native,jvm");
        }
        long order = seed.orElseGet(() -> (long) new Random().nextInt(1_000_000));
        return aws.map(function -> measureOnAws(function, order, out)).orElseGet(() -> measureHere(order, out));
    }

    private Run measureOnAws(String function, long order, PrintWriter out) {
        if (!packages.isEmpty() || noBoost || quick || matrix.isPresent() || !layers.isEmpty()) {
            throw new Refusal(
                    "--package, --no-boost, --quick, --matrix and --layer are for the local Lambda, not for --aws");
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
                throw new Refusal("nothing was measured: say y, or give --yes");
            }
            Run run;
            try (Bar bar = new Bar()) {
                run = bench.run(sizes, n, order, event, OwnPackages.root(), bar);
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
            throw new Refusal("cannot read the payload " + file + ": " + e);
        }
    }

    private Run measureHere(long order, PrintWriter out) {
        if (region.isPresent() || payload.isPresent()) {
            throw new Refusal("--region and --payload are for --aws; the local Lambda's event stands in the matrix");
        }
        Matrix whole = matrix.map(Matrix::read).orElseGet(Matrix::own);
        Matrix chosen = (packages.isEmpty() ? whole : whole.withPackages(packages))
                .withLayers(layers.stream().map(Path::toAbsolutePath).toList());
        List<MemorySize> sizes = memory.isEmpty() ? (quick ? chosen.quick() : chosen.memory()) : memory;
        LocalBench bench = new LocalBench(
                new LocalBench.Plan(chosen, sizes, Campaign.local(n), order, !noBoost, OwnPackages.root()));
        try (Interruption _ = new Interruption(PATIENCE)) {
            bench.build();
            out.printf(
                    "Measuring %d packages at %d memory sizes, %d cold starts of each; seed %d%n",
                    chosen.packages().size(), sizes.size(), n, order);
            out.flush();
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
        return output.orElseGet(() -> OwnPackages.root().resolve("target").resolve("bench"))
                .resolve(STAMP.format(run.startedAt()) + suffix);
    }

    private void show(Run run, PrintWriter out) {
        Summary summary = Summary.of(run);
        Tables.of(summary).forEach(table -> out.println("\n" + table.text()));
        out.println("Not in these figures:");
        Caveats.notMeasured(run).forEach(line -> out.println("  - " + line));
        Caveats.warnings(run).forEach(line -> out.println("! " + line));
        out.println("\n" + Takeaway.of(summary));
        Path page = target(run, ".html");
        try {
            Files.createDirectories(page.toAbsolutePath().getParent());
            Files.writeString(page, HtmlReport.of(summary));
        } catch (IOException e) {
            throw new Refusal("cannot write the report " + page + ": " + e);
        }
        out.println("Report: " + page);
        out.flush();
    }

    private static int compare(Run before, Run after, PrintWriter out) {
        RunComparison comparison = RunComparison.of(Summary.of(before), Summary.of(after));
        out.println("\n" + Tables.of(comparison).text());
        comparison.caveats().forEach(line -> out.println("! " + line));
        out.println(comparison.conclusion());
        out.flush();
        return comparison.regressions().isEmpty() ? 0 : 1;
    }

    private int keeps(Run run, PrintWriter out) {
        List<Budget.Judgement> judgements = Budget.judge(budgets, Summary.of(run));
        out.println("\nBudgets, with where each figure lies: 95 % confidence for all of these lines together");
        judgements.forEach(judgement -> out.println("  " + judgement.budget().text() + "  " + judgement.line()));
        out.flush();
        return judgements.stream().anyMatch(judgement -> judgement.verdict() == Budget.Verdict.EXCEEDED) ? 1 : 0;
    }

    /** Shows how far a campaign is and how long it will take. */
    private static final class Bar implements Campaign.Progress, AutoCloseable {

        private final ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("cold starts")
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1000)
                .build();

        @Override
        public void beginning(Cell variant, int done, int all) {
            bar.maxHint(all).stepTo(done).setExtraMessage(variant.toString());
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
