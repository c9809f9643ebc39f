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
import dev.hearth.lab.cloudwatch.DeployedTraffic;
import dev.hearth.lab.cloudwatch.Period;
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
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            "  " + TrafficReader.QUERY,
            "With --aws it reads a deployed function's log itself, and changes nothing."
        })
@Dependent
@Unremovable
final class AdviseCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STANDARD_INPUT = "-";
    private static final int DAYS = 14;

    /** CloudWatch keeps figures of a minute for 15 days (CloudWatch user guide, "Metrics retention"). */
    private static final int DAYS_BY_THE_MINUTE = 15;

    private static final double BYTES_A_MEGABYTE = 1e6;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "what to read; - for standard input")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--aws",
            description =
                    "read what CloudWatch keeps of this deployed function, instead of a file; with the credentials that"
                            + " AWS's tools would take",
            paramLabel = "FUNCTION")
    private Optional<String> aws = Optional.empty();

    @Option(
            names = "--days",
            description = "with --aws, how many days back (default: 14)",
            paramLabel = "N",
            converter = Converters.DaysConverter.class)
    private Optional<Integer> days = Optional.empty();

    @Option(
            names = "--metrics",
            description = "with --aws, read figures by the minute instead of the log: quick, and coarse")
    private boolean metrics;

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
            description =
                    "whose prices apply (default: us-east-1), and with --aws where the function is (default: as AWS's tools)",
            paramLabel = "REGION",
            converter = Converters.PricedRegionConverter.class)
    private Optional<String> region = Optional.empty();

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
            Source source = aws.map(name -> read(name, out)).orElseGet(this::read);
            Recording recording = source.recording();
            if (recording.traffic().size() == 0 && Thread.interrupted()) {
                out.println("Interrupted before an invocation was read.");
                out.flush();
                return INTERRUPTED;
            }
            requireInvocations(source);
            MemorySize size = memory.or(() -> recording.memoryMegabytes().stream()
                            .mapToObj(MemorySize::new)
                            .findFirst())
                    .or(source::memory)
                    .orElseThrow(() -> new Refusal("what was read tells no memory size: say it, --memory 512"));
            Deployed deployed =
                    new Deployed(size, source.architecture(), source.region(), zone.orElseGet(AdviseCommand::here));
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

    /**
     * What was read.
     *
     * @param name for messages
     * @param memory the function's, as far as the source tells it apart from the traffic
     */
    private record Source(
            Recording recording, String name, Optional<MemorySize> memory, Architecture architecture, String region) {}

    private Source read() {
        if (files.isEmpty()) {
            throw new Refusal("say what to read: a FILE, - for standard input, or --aws FUNCTION");
        }
        if (metrics || days.isPresent()) {
            throw new Refusal("--days and --metrics are for --aws");
        }
        TrafficReader reader = new TrafficReader();
        for (String name : files) {
            try (InputStream file = open(name)) {
                reader.read(file, name);
            } catch (IOException e) {
                throw new Refusal("cannot read " + name + ": " + e);
            }
        }
        return new Source(
                reader.recording(function),
                String.join(", ", files),
                Optional.empty(),
                arm64 ? Architecture.ARM64 : Architecture.X86,
                region.orElse(PriceTable.FALLBACK_REGION));
    }

    private Source read(String name, PrintWriter out) {
        if (!files.isEmpty() || function.isPresent() || arm64) {
            throw new Refusal(
                    "--aws tells which function it is, and AWS how it is deployed: leave FILE, --function and --arm64 out");
        }
        int back = days.orElse(DAYS);
        if (metrics && back > DAYS_BY_THE_MINUTE) {
            throw new Refusal("--days " + back + ": CloudWatch keeps figures by the minute for " + DAYS_BY_THE_MINUTE
                    + " days, so that --metrics reads no more");
        }
        Period period = Period.before(Instant.now().truncatedTo(ChronoUnit.MINUTES), back);
        TrafficReader reader = new TrafficReader();
        try (DeployedTraffic deployed = DeployedTraffic.of(name, region)) {
            if (metrics) {
                readMetrics(deployed, period, reader, out);
            } else {
                readLog(deployed, period, reader, out);
            }
            String there = deployed.region();
            boolean priced = PriceTable.current().regionNames().contains(there);
            if (!priced) {
                out.println("! There are no prices of " + there + " in the table: those of "
                        + PriceTable.FALLBACK_REGION + " stand in.");
            }
            return new Source(
                    reader.recording(Optional.empty()),
                    "what CloudWatch has of " + deployed.name(),
                    Optional.of(deployed.memory()),
                    deployed.architecture(),
                    priced ? there : PriceTable.FALLBACK_REGION);
        }
    }

    private static void readMetrics(DeployedTraffic deployed, Period period, TrafficReader reader, PrintWriter out) {
        announce(deployed, period, "the figures by the minute", out);
        out.println("AWS charges for these three metrics as asked for by GetMetricData: less than a cent.");
        out.flush();
        reader.read(deployed.minutes(period), "the metrics of " + deployed.name());
    }

    private static void readLog(DeployedTraffic deployed, Period period, TrafficReader reader, PrintWriter out) {
        DeployedTraffic.Log log = deployed.log();
        announce(deployed, period, "the reports of invocations in " + log.group(), out);
        out.printf(
                Locale.ROOT,
                "The log holds %.1f MB in all%s. CloudWatch has no charge for a search of it (FilterLogEvents); what it finds,"
                        + " some 300 bytes a request, leaves AWS and counts as data transfer out.%n",
                log.storedBytes() / BYTES_A_MEGABYTE,
                log.keptDays().isPresent() ? ", of " + log.keptDays().getAsInt() + " days" : "");
        out.flush();
        try (ProgressBar bar = Bar.builder("reading " + log.group())
                .setInitialMax(Duration.between(period.from(), period.to()).toHours())
                .setUnit(" h", 1)
                .build()) {
            reader.read(
                    deployed.reports(
                            log,
                            period,
                            reached -> bar.stepTo(
                                    Duration.between(period.from(), reached).toHours())),
                    log.group());
        }
    }

    private static void announce(DeployedTraffic deployed, Period period, String what, PrintWriter out) {
        out.println("Reads, and changes nothing: the settings of " + deployed.name() + " in " + deployed.region() + "; "
                + what + " from " + period.from() + " to " + period.to() + ".");
    }

    private static void requireInvocations(Source source) {
        Recording recording = source.recording();
        if (recording.traffic().size() == 0) {
            throw new Refusal("no invocation is in " + source.name() + "; "
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
