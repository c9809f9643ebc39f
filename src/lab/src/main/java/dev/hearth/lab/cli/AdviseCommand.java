package dev.hearth.lab.cli;

import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.advice.Advice;
import dev.hearth.lab.advice.AdviceJson;
import dev.hearth.lab.advice.AdvicePage;
import dev.hearth.lab.advice.AdviceText;
import dev.hearth.lab.advice.Advisor;
import dev.hearth.lab.advice.Deployed;
import dev.hearth.lab.advice.Question;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.traffic.Recording;
import dev.hearth.lab.traffic.TrafficReader;
import dev.hearth.lab.watch.Printable;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code advise}: how many to keep warm, when, for how much. */
@Command(
        name = "advise",
        header = "Says from your own traffic how many environments to keep warm, when, and what it costs.",
        description = {
            "Reads what AWS wrote about your function, simulates every way to keep it warm, fitted to the first days and judged"
                    + " by those that follow, and prints a table, a sentence, and the block for Terraform. Writes a report (HTML) and"
                    + " the figures (JSON).",
            "Reads, and tells apart by itself: REPORT lines as text or JSON with the time before them; what aws logs"
                    + " filter-log-events, aws logs get-query-results and aws cloudwatch get-metric-data print; results of Logs"
                    + " Insights as CSV or JSON; an HTTP API's access log; the Azure trace of 2021. Ask Logs Insights, a few hours at a"
                    + " time as it gives 10,000 rows at most:",
            "  " + TrafficReader.QUERY
        })
@Dependent
@Unremovable
final class AdviseCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "what to read; - for standard input")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--cold-starts",
            description = "the question: at most so many of the requests may meet a cold start (default: 1/1000)",
            paramLabel = "N/M",
            converter = Converters.ShareConverter.class)
    private Optional<Converters.Share> coldStarts = Optional.empty();

    @Option(
            names = "--budget",
            description = "the other question: at most so many US dollars a month, without the free tier",
            paramLabel = "USD",
            converter = Converters.UsdConverter.class)
    private Optional<Converters.Usd> budget = Optional.empty();

    @Option(
            names = "--memory",
            description = "the function's memory size, where what is read does not tell it",
            paramLabel = "MB",
            converter = Converters.MemoryConverter.class)
    private Optional<MemorySize> memory = Optional.empty();

    @Option(names = "--function", description = "which function, where a file tells of several (default: the busiest)")
    private Optional<String> function = Optional.empty();

    @Option(
            names = "--region",
            description = "whose prices apply (default: us-east-1)",
            paramLabel = "REGION",
            converter = Converters.PricedRegionConverter.class)
    private String region = PriceTable.FALLBACK_REGION;

    @Option(names = "--arm64", description = "prices of arm64 instead of x86_64")
    private boolean arm64;

    @Option(
            names = "--timezone",
            description = "where the hours of a schedule count (default: this machine's, else UTC)",
            paramLabel = "ZONE",
            converter = Converters.ZoneConverter.class)
    private Optional<ZoneId> zone = Optional.empty();

    @Option(
            names = "--output",
            description = "where the report and the figures go (default: target/advice)",
            paramLabel = "FOLDER")
    private Optional<Path> output = Optional.empty();

    @Override
    public Integer call() {
        if (coldStarts.isPresent() && budget.isPresent()) {
            throw new Refusal("--cold-starts and --budget are two questions: ask one of them");
        }
        Question question = budget.<Question>map(usd -> new Question.Budget(usd.value()))
                .orElseGet(() -> new Question.ColdStarts(
                        1_000 * coldStarts.map(Converters.Share::value).orElse(1.0 / 1_000)));
        PrintWriter out = spec.commandLine().getOut();
        Advice advice;
        try (Interruption _ = new Interruption(PATIENCE)) {
            Recording recording = read();
            if (recording.traffic().size() == 0 && Thread.interrupted()) {
                out.println("Interrupted before an invocation was read.");
                out.flush();
                return INTERRUPTED;
            }
            requireInvocations(recording);
            MemorySize size = memory.or(() -> recording.memoryMegabytes().stream()
                            .mapToObj(MemorySize::new)
                            .findFirst())
                    .orElseThrow(() -> new Refusal("what was read tells no memory size: say it, --memory 512"));
            Deployed deployed = new Deployed(
                    size, arm64 ? Architecture.ARM64 : Architecture.X86, region, zone.orElseGet(AdviseCommand::here));
            try (Bar bar = new Bar("simulating")) {
                advice = Advisor.advise(recording, deployed, question, bar);
            }
            // Else no file could be written any more.
            boolean ignored = Thread.interrupted();
            print(advice, out);
            store(advice, out);
        }
        return advice.complete() ? CommandLine.ExitCode.OK : INTERRUPTED;
    }

    private Recording read() {
        TrafficReader reader = new TrafficReader();
        for (String name : files) {
            try (InputStream file = open(name)) {
                reader.read(file, name);
            } catch (IOException e) {
                throw new Refusal("cannot read " + name + ": " + e);
            }
        }
        return reader.recording(function);
    }

    private void requireInvocations(Recording recording) {
        if (recording.traffic().size() == 0) {
            throw new Refusal("no invocation is in " + String.join(", ", files) + "; "
                    + recording.lines().unreadable() + " lines could not be read"
                    + recording.lines().examples().stream()
                            .findFirst()
                            .map(example -> " (" + example + ")")
                            .orElse("")
                    + "; see what is read: ./hearth advise --help");
        }
    }

    private static InputStream open(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return System.in;
        }
        Path file = new Converters.PathConverter().convert(name);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Refusal("cannot read " + name + ": there is no such file");
        }
        return ProgressBar.wrap(
                Files.newInputStream(file),
                Bar.builder("reading " + file.getFileName())
                        .setInitialMax(Files.size(file))
                        .setUnit(" MB", 1 << 20));
    }

    /** This machine's time zone, if it has one by name. */
    private static ZoneId here() {
        ZoneId here = ZoneId.systemDefault();
        return here instanceof ZoneOffset || !here.getId().contains("/") ? ZoneId.of("UTC") : here;
    }

    private static void print(Advice advice, PrintWriter out) {
        AdviceText.reading(advice).forEach(line -> out.println(Printable.text(line)));
        out.println();
        out.println(AdviceText.table(advice).text());
        advice.warnings().forEach(line -> out.println("! " + line));
        AdviceText.spikes(advice).forEach(out::println);
        if (!advice.complete()) {
            out.println("! Interrupted: this is what was judged by then.");
        }
        out.println(AdviceText.sentence(advice));
        AdviceText.terraform(advice).ifPresent(block -> out.println("\n" + block.stripTrailing()));
        out.flush();
    }

    private void store(Advice advice, PrintWriter out) {
        Path folder =
                output.orElseGet(() -> OwnPackages.root().resolve("target").resolve("advice"));
        Path page = folder.resolve("advice.html");
        Path figures = folder.resolve("advice.json");
        try {
            Files.createDirectories(folder);
            Files.writeString(page, AdvicePage.of(advice));
            Files.writeString(figures, AdviceJson.of(advice));
        } catch (IOException e) {
            throw new Refusal("cannot write to " + folder + ": " + e);
        }
        out.println("\nReport: " + page + "\nFigures: " + figures);
        out.flush();
    }

    /** Shows how far it is. */
    private static final class Bar implements Advisor.Progress, AutoCloseable {

        private final ProgressBar bar;

        Bar(String task) {
            bar = builder(task).setInitialMax(1).build();
        }

        static ProgressBarBuilder builder(String task) {
            return new ProgressBarBuilder()
                    .setTaskName(task)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(1_000);
        }

        @Override
        public void step(String what, int done, int all) {
            bar.maxHint(all).stepTo(done).setExtraMessage(what);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
