import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Invokes the same function at several addresses, in turns, and prints how long an invocation took at each. */
final class Compare {
    private static final int UNCOUNTED = 5_000;
    private static final int COUNTED = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String EVENT =
            """
            {"version": "2.0", "routeKey": "$default", "rawPath": "/hello", "rawQueryString": "",
             "headers": {"accept": "application/json", "host": "localhost"},
             "requestContext": {"accountId": "123456789012", "apiId": "compare", "domainName": "localhost", "stage": "$default",
              "http": {"method": "GET", "path": "/hello", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "compare"},
              "requestId": "compare", "routeKey": "$default", "time": "24/Nov/2026:08:00:00 +0000", "timeEpoch": 1795507200000},
             "isBase64Encoded": false}
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final class Subject {
        final String name;
        final HttpRequest invocation;
        final List<Duration> took = new ArrayList<>();
        int lost;

        Subject(String argument) {
            int sign = argument.indexOf("=http");
            name = argument.substring(0, sign);
            invocation = HttpRequest.newBuilder(URI.create(argument.substring(sign + 1)))
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofString(EVENT))
                    .build();
        }

        String percentile(double share) {
            Duration at = took.get((int) Math.min(took.size() - 1, Math.floor(share * took.size())));
            return "%8.2f".formatted(at.toNanos() / 1e6);
        }
    }

    void main(String[] arguments) throws InterruptedException {
        List<Subject> subjects =
                List.of(arguments).stream().map(Subject::new).toList();
        for (Subject subject : subjects) {
            awaitReady(subject);
        }
        Random random = new Random(1);
        for (int i = 0; i < UNCOUNTED + COUNTED; i++) {
            List<Subject> turn = new ArrayList<>(subjects);
            Collections.shuffle(turn, random);
            for (Subject subject : turn) {
                Instant start = Instant.now();
                boolean answered = invoke(subject);
                Duration took = Duration.between(start, Instant.now());
                if (i >= UNCOUNTED) {
                    subject.took.add(took);
                    subject.lost += answered ? 0 : 1;
                }
            }
        }
        System.out.printf("%-16s %6s %8s %8s %8s %8s %6s   milliseconds%n", "", "n", "p50", "p90", "p99", "max", "lost");
        for (Subject subject : subjects) {
            Collections.sort(subject.took);
            System.out.printf(
                    "%-16s %,6d %s %s %s %s %6d%n",
                    subject.name,
                    subject.took.size(),
                    subject.percentile(0.5),
                    subject.percentile(0.9),
                    subject.percentile(0.99),
                    subject.percentile(1),
                    subject.lost);
        }
        if (subjects.stream().anyMatch(subject -> subject.lost > 0)) {
            System.exit(1);
        }
    }

    private void awaitReady(Subject subject) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!invoke(subject)) {
            if (Instant.now().isAfter(deadline)) {
                System.err.println(subject.name + " does not answer at " + subject.invocation.uri());
                System.exit(1);
            }
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    private boolean invoke(Subject subject) throws InterruptedException {
        try {
            var response = client.send(subject.invocation, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 && response.body().contains("\"statusCode\":200");
        } catch (IOException notAnswered) {
            return false;
        }
    }
}
