package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.lab.simulation.Traffic;
import dev.hearth.lab.traffic.Synthetic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
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
        assertEquals(11, figures.path("results").size());
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
}
