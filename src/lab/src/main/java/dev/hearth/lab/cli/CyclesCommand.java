package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.peers.Felt;
import dev.hearth.lab.peers.MeasuredCycles;
import dev.hearth.lab.peers.OwnCycles;
import dev.hearth.lab.peers.SteadyUsers;
import dev.hearth.lab.report.Table;
import dev.hearth.lab.stats.Distribution;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cycles}: what a cycle costs; hidden, since it writes the file that price tables rest on. */
@Command(
        name = "cycles",
        hidden = true,
        header = "Measures what Hearth's own cycles are billed, and writes the file that price tables rest on.",
        description =
                "In the local Lambda, by TLS, from a full pool, on a machine that does nothing else. docs/how-a-cycle-works.md has"
                        + " what came of it.")
@Dependent
@Unremovable
final class CyclesCommand implements Callable<Integer> {

    private static final int LEAST = 2;
    private static final int MOST = 500;

    @Mixin
    private HearthPackage hearth;

    @Option(
            names = "--memory",
            description = "memory sizes (default: ${DEFAULT-VALUE})",
            paramLabel = "MB",
            split = ",",
            defaultValue = "1769,512,128",
            converter = Converters.MemoryConverter.class)
    private List<MemorySize> memory;

    @Option(
            names = "--target",
            description = "how many environments a cycle keeps warm, 1 to 500 (default: ${DEFAULT-VALUE})",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,5,20,50,100")
    private List<Integer> targets;

    @Option(
            names = "--n",
            description = "cycles of each, at least 2; with --users turns (default: ${DEFAULT-VALUE})",
            paramLabel = "N",
            defaultValue = "20")
    private int n;

    @Option(
            names = "--users",
            description =
                    "measure what users feel of cycles instead, at the first memory size and number of environments",
            defaultValue = "false")
    private boolean users;

    @Option(names = "--seed", description = "the order of the turns (default: a new one)", paramLabel = "SEED")
    private Optional<Long> seed;

    @Option(
            names = "--output",
            description = "the file to write (default: terraform/cycles.json; with --users target/cycles/users.json)",
            paramLabel = "FILE.json",
            converter = Converters.WrittenFileConverter.class)
    private Optional<Path> output;

    @Override
    public Integer call() throws InterruptedException {
        if (n < LEAST) {
            throw new Refusal("--n must be at least " + LEAST + ", not " + n);
        }
        targets.stream()
                .filter(target -> target < 1 || target > MOST)
                .findFirst()
                .ifPresent(target -> {
                    throw new Refusal("--target must be 1 to " + MOST + ", not " + target);
                });
        Path function = hearth.path();
        long order = seed.orElseGet(() -> (long) new Random().nextInt(1_000_000));
        if (users) {
            Felt felt =
                    new SteadyUsers(function, memory.getFirst(), targets.getFirst(), n, order).run(OwnPackages.root());
            felt.write(file(Path.of("target", "cycles", "users.json")));
            System.out.print(table(felt).text());
            return CommandLine.ExitCode.OK;
        }
        OwnCycles cycles = new OwnCycles(function, memory, targets, n, order);
        MeasuredCycles measured = cycles.run(
                OwnPackages.root(),
                (size, environments, done, all) -> System.err.printf(
                        Locale.ROOT,
                        "%d of %d turns done; %,d MB, %d environments%n",
                        done,
                        all,
                        size.megabytes(),
                        environments));
        Path file = file(Path.of("terraform", "cycles.json"));
        measured.write(file);
        System.out.print(table(measured).text());
        System.out.println("Written: " + file);
        return CommandLine.ExitCode.OK;
    }

    private Path file(Path otherwise) {
        return output.orElseGet(() -> OwnPackages.root().resolve(otherwise));
    }

    private static Table table(Felt felt) {
        return new Table(
                "What users felt, in milliseconds",
                3,
                List.of("routing", "reserved", "users who came", "n", "p50", "p99", "longest", "cold", "failed"),
                felt.situations().stream()
                        .flatMap(situation ->
                                Arrays.stream(Felt.When.values()).flatMap(when -> row(situation, when).stream()))
                        .toList());
    }

    private static Optional<List<String>> row(Felt.Situation situation, Felt.When when) {
        List<Felt.Request> requests = situation.requests().stream()
                .filter(request -> request.when() == when)
                .toList();
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        Distribution took = Distribution.of(
                requests.stream().map(request -> request.took().toNanos() / 1e6).toList());
        return Optional.of(List.of(
                words(situation.routing()),
                situation.reserved().map(String::valueOf).orElse("none"),
                words(when),
                String.valueOf(requests.size()),
                tenths(took.median()),
                tenths(took.quantile(0.99)),
                tenths(took.maximum()),
                String.valueOf(requests.stream().filter(Felt.Request::cold).count()),
                String.valueOf(requests.stream().filter(Felt.Request::failed).count())));
    }

    private static String words(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Table table(MeasuredCycles measured) {
        return new Table(
                "Milliseconds that each environment is billed in a cycle",
                2,
                List.of("memory", "environments", "p50", "p90", "reached all", "one round", "told of billed"),
                measured.cycles().stream().map(CyclesCommand::row).toList());
    }

    private static List<String> row(MeasuredCycles.Cell cell) {
        return List.of(
                cell.memory().megabytes() + " MB",
                String.valueOf(cell.environments()),
                millis(cell.median()),
                millis(cell.nineTenths()),
                cell.reachedAll() + " of " + cell.n(),
                cell.oneRound() + " of " + cell.n(),
                String.format(Locale.ROOT, "%.3f", cell.told()));
    }

    private static String millis(Duration time) {
        return tenths(time.toNanos() / 1e6);
    }

    private static String tenths(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }
}
