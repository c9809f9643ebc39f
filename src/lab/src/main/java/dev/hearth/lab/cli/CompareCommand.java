package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.peers.Comparison;
import dev.hearth.lab.peers.Plan;
import dev.hearth.lab.peers.Pool;
import dev.hearth.lab.peers.Strategies;
import dev.hearth.lab.peers.Trials;
import dev.hearth.lab.report.ComparisonPage;
import dev.hearth.lab.report.ComparisonTables;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compare}: ways to keep a function warm, side by side. */
@Command(
        name = "compare",
        header = "Compares ways to keep a function warm: what they reach, and what it costs.",
        description =
                "Each strategy warms a function of its own in the local Lambda, in turns with the others, by TLS, with the same"
                        + " memory size, pool and users. What is reached is counted by the local Lambda. Strategies of others need npm or"
                        + " pip; without, they are left out. Writes the raw figures (JSON) and a report (HTML), prints tables.")
@Dependent
@Unremovable
final class CompareCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    /** How long the program waits, when it is told to end, for a trial under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int MOST = 500;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--strategy",
            description =
                    "only these of none, ping, fan-out, lambda-warmer, lambda-warmer-py, opennext, hearth, provisioned",
            paramLabel = "NAME",
            split = ",")
    private Set<String> names = Set.of();

    @Option(
            names = "--target",
            description = "how many environments to keep warm, 1 to 500 (default: ${DEFAULT-VALUE})",
            paramLabel = "N",
            split = ",",
            defaultValue = "20,50,100")
    private List<Integer> targets;

    @Option(
            names = "--pool",
            description = "what environments there are before a cycle (default: ${DEFAULT-VALUE})",
            paramLabel = "empty|full|part-gone",
            split = ",",
            defaultValue = "empty,full,part-gone",
            converter = Converters.PoolConverter.class)
    private List<Pool> pools;

    @Option(
            names = "--routing",
            description =
                    "which idle environment gets the next invocation: recent, least-recent or random, or several of them (default: ${DEFAULT-VALUE})",
            paramLabel = "ROUTING",
            split = ",",
            defaultValue = "recent",
            converter = Converters.RoutingConverter.class)
    private List<Routing> routings;

    @Option(
            names = "--memory",
            description = "memory size, 128 to 10240 (default: ${DEFAULT-VALUE})",
            paramLabel = "MB",
            defaultValue = "512",
            converter = Converters.MemoryConverter.class)
    private MemorySize memory;

    @Option(
            names = "--jitter",
            description = "how late an event may come out of Lambda's queue (default: ${DEFAULT-VALUE})",
            paramLabel = "DURATION",
            defaultValue = "50ms",
            converter = Converters.DurationConverter.class)
    private Duration jitter;

    @Option(
            names = "--n",
            description = "cycles of each strategy in each situation (default: ${DEFAULT-VALUE})",
            paramLabel = "N",
            defaultValue = "10")
    private int n;

    @Option(names = "--seed", description = "the order of the trials (default: a new one, stored)", paramLabel = "SEED")
    private Optional<Long> seed;

    @Mixin
    private HearthPackage hearth;

    @Option(
            names = "--strategies",
            description =
                    "compare what this file says (the project's own: src/lab/src/main/resources/dev/hearth/lab/peers/strategies.json)",
            paramLabel = "FILE")
    private Optional<Path> file;

    @Option(
            names = "--from",
            description = "measure nothing: show this stored comparison, or several as one",
            paramLabel = "FILE.json",
            split = ",")
    private List<Path> from = List.of();

    @Option(
            names = "--output",
            description = "where raw figures and report go (default: target/compare)",
            paramLabel = "FOLDER",
            converter = Converters.FolderConverter.class)
    private Optional<Path> output;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Comparison comparison =
                from.stream().map(Comparison::read).reduce(Comparison::with).orElseGet(() -> measure(out));
        show(comparison, out);
        return comparison.complete() || !from.isEmpty() ? CommandLine.ExitCode.OK : INTERRUPTED;
    }

    private Comparison measure(PrintWriter out) {
        if (n < 1) {
            throw new Refusal("--n must be at least 1, not " + n);
        }
        targets.stream()
                .filter(target -> target < 1 || target > MOST)
                .findFirst()
                .ifPresent(target -> {
                    throw new Refusal("--target must be 1 to " + MOST + ", not " + target);
                });
        if (names.stream().anyMatch(String::isBlank)) {
            throw new Refusal("--strategy must name strategies, such as lambda-warmer,hearth");
        }
        Strategies strategies =
                file.map(Strategies::read).orElseGet(Strategies::own).only(names);
        Plan plan = new Plan(strategies, targets, pools, routings, memory, jitter, n, seed.orElseGet(() ->
                (long) new Random().nextInt(1_000_000)));
        Trials trials = new Trials(plan, OwnPackages.root(), hearth.path());
        try (Interruption _ = new Interruption(PATIENCE)) {
            trials.prepare().forEach(line -> out.println("! " + line));
            out.println("Comparing " + plan.trials().size() + " trials; seed " + plan.seed());
            out.flush();
            Comparison comparison;
            try (Bar bar = new Bar()) {
                comparison = trials.run(bar);
            }
            Path stored = target(comparison, ".json");
            comparison.write(stored);
            out.println("Raw figures: " + stored);
            return comparison;
        }
    }

    private Path target(Comparison comparison, String suffix) {
        return output.orElseGet(() -> OwnPackages.root().resolve("target").resolve("compare"))
                .resolve(BenchCommand.STAMP.format(comparison.startedAt()) + suffix);
    }

    private void show(Comparison comparison, PrintWriter out) {
        out.println("\nWhat this leaves out:");
        ComparisonTables.leftOut(comparison).forEach(line -> out.println("  - " + line));
        ComparisonTables.of(comparison).forEach(table -> out.println("\n" + table.text()));
        ComparisonTables.takeaways(comparison).forEach(out::println);
        Path page = target(comparison, ".html");
        try {
            Files.createDirectories(page.toAbsolutePath().getParent());
            Files.writeString(page, ComparisonPage.of(comparison));
        } catch (IOException e) {
            throw new Refusal("cannot write the report " + page + ": " + e);
        }
        out.println("Report: " + page);
        out.flush();
    }

    /** Shows how far a comparison is and how long it will take. */
    private static final class Bar implements Trials.Progress, AutoCloseable {

        private final ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("trials")
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1000)
                .build();

        @Override
        public void beginning(Plan.Trial trial, int done, int all) {
            bar.maxHint(all).stepTo(done).setExtraMessage(trial.strategy().name() + " " + trial.target());
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
