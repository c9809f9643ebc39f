package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.bench.Turns;
import dev.hearth.lab.http.HttpApiEvent;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.report.Table;
import dev.hearth.lab.watch.Event;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code turns}: invocations in turns; hidden, since {@code tools/emulator/compare} starts what it takes. */
@Command(
        name = "turns",
        hidden = true,
        header = "Invokes functions in turns through their Invoke APIs and says what an invocation took.",
        description =
                "tools/emulator/compare starts the functions and calls this. Exits with 1 where an answer is missing.")
@Dependent
@Unremovable
final class TurnsCommand implements Callable<Integer> {

    private static final int UNCOUNTED = 5_000;
    private static final int COUNTED = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int HTTP_OK = 200;

    @Parameters(arity = "1..*", paramLabel = "NAME=URL", description = "what to invoke, and what to call it")
    private Map<String, URI> functions = new LinkedHashMap<>();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Integer call() throws InterruptedException {
        List<Turns.Subject> subjects = new ArrayList<>();
        functions.forEach(TurnsCommand::requireReachable);
        for (Map.Entry<String, URI> function : functions.entrySet()) {
            HttpRequest invocation = invocation(function.getValue());
            awaitReady(function.getKey(), invocation);
            subjects.add(new Turns.Subject(function.getKey(), () -> answers(invocation)));
        }
        List<Turns.Outcome> outcomes = new Turns(System::nanoTime, new Random(1)).take(subjects, UNCOUNTED, COUNTED);
        System.out.print(table(outcomes).text());
        return outcomes.stream().anyMatch(outcome -> outcome.lost() > 0)
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private static void requireReachable(String name, URI api) {
        if (!"http".equals(api.getScheme()) || api.getHost() == null) {
            throw new Refusal(name + "=" + api + " is no http://HOST:PORT/PATH");
        }
    }

    static Table table(List<Turns.Outcome> outcomes) {
        List<List<String>> rows = outcomes.stream()
                .map(outcome -> List.of(
                        outcome.name(),
                        String.valueOf(outcome.milliseconds().size()),
                        twoDigits(outcome.milliseconds().median()),
                        twoDigits(outcome.milliseconds().quantile(0.9)),
                        twoDigits(outcome.milliseconds().quantile(0.99)),
                        twoDigits(outcome.milliseconds().maximum()),
                        String.valueOf(outcome.lost())))
                .toList();
        return new Table("Milliseconds an invocation", 1, List.of("", "n", "p50", "p90", "p99", "max", "lost"), rows);
    }

    private static String twoDigits(double milliseconds) {
        return String.format(Locale.ROOT, "%.2f", milliseconds);
    }

    private static HttpRequest invocation(URI api) {
        Payload event = HttpApiEvent.get("/hello", Clock.systemUTC().instant()).toPayload();
        return HttpRequest.newBuilder(api)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(event.bytes()))
                .build();
    }

    private void awaitReady(String name, HttpRequest invocation) throws InterruptedException {
        long start = System.nanoTime();
        while (!answers(invocation)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new Refusal(name + " does not answer at " + invocation.uri());
            }
            Thread.sleep(PAUSE);
        }
    }

    private boolean answers(HttpRequest invocation) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = client.send(invocation, BodyHandlers.ofByteArray());
            return response.statusCode() == HTTP_OK && Event.status(Payload.of(response.body())) == HTTP_OK;
        } catch (IOException notAnswered) {
            return false;
        }
    }
}
