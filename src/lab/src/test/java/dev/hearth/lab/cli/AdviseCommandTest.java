package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.cloudwatch.ScriptedAws;
import dev.hearth.lab.simulation.Traffic;
import dev.hearth.lab.traffic.Synthetic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AdviseCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int advise(String... arguments) {
        CommandLine lab = HearthLab.commandLine(new HelpTest.WithoutParts())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 1];
        all[0] = "advise";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return lab.execute(all);
    }

    /** Azure's format, as of one function. */
    private Path azure(Synthetic.Kind kind, int days) throws IOException {
        Traffic traffic = Synthetic.traffic(kind, days, Duration.ofSeconds(1), 3);
        StringBuilder csv = new StringBuilder("app,func,end_timestamp,duration\n");
        long origin = traffic.arrival(0);
        for (int i = 0; i < traffic.size(); i++) {
            csv.append(String.format(
                    Locale.ROOT,
                    "a,f,%.6f,%.6f%n",
                    (traffic.arrival(i) - origin + traffic.work(i)) / 1e6,
                    traffic.work(i) / 1e6));
        }
        return Files.writeString(folder.resolve("azure.csv"), csv);
    }

    @Test
    void advises_on_a_public_trace_in_words_in_terraform_and_in_figures() throws IOException {
        Path trace = azure(Synthetic.Kind.RARE, 6);
        int exitCode = advise(
                trace.toString(),
                "--memory",
                "512",
                "--cold-starts",
                "20/1000",
                "--timezone",
                "Europe/Berlin",
                "--output",
                folder.resolve("out").toString());
        assertEquals(0, exitCode, err.toString());
        String text = out.toString();
        assertTrue(text.contains("\nKeep "), text);
        assertTrue(text.contains("You asked for at most 20 in 1,000 requests"), text);
        assertTrue(text.contains("strategy = {"), text);
        JsonNode figures =
                new JsonMapper().readTree(folder.resolve("out/advice.json").toFile());
        assertEquals("Europe/Berlin", figures.path("timeZone").asText());
        assertEquals(12, figures.path("results").size());
        assertTrue(
                figures.path("advice").path("met").asBoolean(),
                figures.path("advice").toString());
        assertTrue(Files.readString(folder.resolve("out/advice.html")).contains("strategy = {"));
    }

    @Test
    void a_budget_is_kept() throws IOException {
        Path trace = azure(Synthetic.Kind.RARE, 6);
        int exitCode = advise(trace.toString(), "--memory", "512", "--budget", "0.02", "--output", folder.toString());
        assertEquals(0, exitCode, err.toString());
        JsonNode figures =
                new JsonMapper().readTree(folder.resolve("advice.json").toFile());
        String advised = figures.path("advice").path("strategy").asText();
        for (JsonNode result : figures.path("results")) {
            if (result.path("strategy").asText().equals(advised)) {
                assertTrue(result.path("usdAMonth").asDouble() <= 0.02, result.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\0\u001b[2J", "{", "[]", "{\"events\": []}", "[[[", "hello\nworld\n", "@timestamp,x\n1,2\n"
            })
    void a_file_without_an_invocation_is_refused_in_a_line_that_names_it(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("given"), content);
        assertEquals(2, advise(file.toString()));
        assertTrue(err.toString().startsWith("hearth: "), err.toString());
        assertTrue(err.toString().contains(file.toString()), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "missing.log, cannot read missing.log: there is no such file",
        "x --cold-starts 1/1000 --budget 5, --cold-starts and --budget are two questions: ask one of them",
    })
    void mistakes_are_named(String arguments, String message) {
        assertEquals(2, advise(arguments.split(" ", -1)));
        assertEquals("hearth: " + message + System.lineSeparator(), err.toString());
    }

    @Test
    void less_than_two_days_are_refused_and_a_memory_size_is_asked_for() throws IOException {
        Path file = Files.writeString(
                folder.resolve("short.csv"), "app,func,end_timestamp,duration\na,f,10.5,0.5\na,f,11.5,0.5\n");
        assertEquals(2, advise(file.toString()));
        assertTrue(err.toString().contains("say it, --memory 512"), err.toString());
        assertEquals(2, advise(file.toString(), "--memory", "512"));
        assertTrue(err.toString().contains("too little data: requests of 1 day"), err.toString());
    }

    @Test
    void reads_a_deployed_function_s_log_says_what_it_reads_and_takes_its_settings() throws IOException {
        try (ScriptedAws aws = new ScriptedAws()) {
            Instant first = Instant.now().minus(Duration.ofDays(5));
            aws.page(first, reports(5 * 24 * 60 - 10));
            int exitCode = advise(
                    "--aws",
                    "orders",
                    "--days",
                    "6",
                    "--output",
                    folder.resolve("out").toString());
            assertEquals(0, exitCode, err.toString());
        }
        String text = out.toString();
        assertTrue(
                text.contains(
                        "Reads, and changes nothing: the settings of orders in eu-central-1; the reports of invocations"
                                + " in /aws/lambda/orders from "),
                text);
        assertTrue(text.contains("The log holds 2.5 MB in all, of 30 days. CloudWatch has no charge"), text);
        JsonNode figures =
                new JsonMapper().readTree(folder.resolve("out/advice.json").toFile());
        assertTrue(
                text.contains("! There are no prices of eu-central-1 in the table: those of us-east-1 stand in."),
                text);
        assertEquals("us-east-1", figures.path("region").asText(), figures::toString);
    }

    private static List<String> reports(int number) {
        return IntStream.range(0, number)
                .mapToObj(
                        request -> "REPORT RequestId: " + request
                                + "\tDuration: 120.50 ms\tBilled Duration: 121 ms\tMemory Size: 512 MB\tMax Memory Used: 99 MB\t\n")
                .toList();
    }

    @Test
    void says_what_it_reads_of_metrics_and_that_two_minutes_are_too_little() throws IOException {
        try (ScriptedAws _ = new ScriptedAws()) {
            assertEquals(2, advise("--aws", "orders", "--metrics"));
        }
        assertTrue(out.toString().contains("the figures by the minute from "), out.toString());
        assertTrue(err.toString().contains("too little data"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|say what to read: a FILE, - for standard input, or --aws FUNCTION",
                "--days 3 x.log|--days and --metrics are for --aws",
                "--aws orders x.log|leave FILE, --function and --arm64 out",
                "--aws orders --days 0|'0' is no number of days from 1 to 365",
                "--aws orders --days 16 --metrics|--days 16: CloudWatch keeps figures by the minute for 15 days",
            })
    void options_that_do_not_go_together_are_refused(String given, String message) {
        assertEquals(2, advise(given.isEmpty() ? new String[0] : given.split(" ", -1)));
        assertTrue(err.toString().contains(message), err.toString());
    }
}
