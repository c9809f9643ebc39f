package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Warm cycles with the real function in the real local Lambda. */
class CycleIT {

    private static final int TARGET = 20;
    private static final String USER_WAITED = "user waited";

    /** Twenty starts of a JVM package take a machine with two cores a quarter of a minute. */
    private static final int TIMES = RunningLab.isNative() ? 10 : 1;

    @Test
    void reaches_20_of_20_from_an_empty_and_from_a_full_pool_and_then_20_users_meet_no_cold_start() throws Exception {
        try (RunningLab lab = RunningLab.warm("--target", "1", "--memory", "1024")) {
            for (int time = 1; time <= TIMES; time++) {
                lab.emptyPool(30 + time);
                JsonNode fromEmpty = lab.cycle(TARGET);
                assertAll(
                        "from an empty pool, time " + time + ": " + fromEmpty,
                        () -> assertEquals(TARGET, fromEmpty.path("reached").asInt()),
                        () -> assertEquals(TARGET, fromEmpty.path("cold").asInt()));
                JsonNode fromFull = lab.cycle(TARGET);
                assertAll(
                        "from a full pool, time " + time + ": " + fromFull,
                        () -> assertEquals(TARGET, fromFull.path("reached").asInt()),
                        () -> assertEquals(0, fromFull.path("cold").asInt()));
                List<HttpResponse<String>> answers = together(TARGET, () -> lab.get("/hello"));
                answers.forEach(answer -> assertEquals(200, answer.statusCode(), answer.body()));
            }
            assertTrue(lab.output().stream().noneMatch(line -> line.contains(USER_WAITED)), lab.text());
        }
    }

    @Test
    void reaches_50_of_50() throws Exception {
        try (RunningLab lab = RunningLab.warm("--target", "1", "--memory", "1024", "--timeout", "2m")) {
            JsonNode fromOne = lab.cycle(50);
            assertEquals(50, fromOne.path("reached").asInt(), fromOne.toString());
            JsonNode fromFull = lab.cycle(50);
            assertEquals(50, fromFull.path("reached").asInt(), fromFull.toString());
        }
    }

    @Test
    void stays_within_reserved_concurrency_without_a_storm_of_retries() throws Exception {
        try (RunningLab lab = RunningLab.warm("--target", "20", "--reserved-concurrency", "10", "--memory", "1024")) {
            JsonNode report = lab.cycle(TARGET);
            assertAll(
                    report.toString(),
                    () -> assertEquals(10, report.path("reached").asInt()),
                    () -> assertTrue(report.path("throttled").asInt() >= 1),
                    () -> assertTrue(report.path("throttled").asInt() <= 10));
            for (int request = 0; request < 20; request++) {
                assertEquals(200, lab.get("/hello").statusCode());
            }
        }
    }

    @Test
    void fails_no_request_of_a_steady_load_and_says_how_many_met_a_cold_start() throws Exception {
        int cycles = RunningLab.isNative() ? 20 : 4;
        try (RunningLab lab = RunningLab.warm("--target", "20", "--memory", "1024");
                ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger served = new AtomicInteger();
            List<Future<?>> load = IntStream.range(0, 10)
                    .<Future<?>>mapToObj(user -> users.submit(() -> {
                        while (!over.get()) {
                            HttpResponse<String> answer = lab.get("/hello");
                            assertEquals(200, answer.statusCode(), answer.body());
                            served.incrementAndGet();
                        }
                        return null;
                    }))
                    .toList();
            try {
                for (int cycle = 0; cycle < cycles; cycle++) {
                    JsonNode report = lab.cycle(TARGET);
                    // More where users had taken some of the first round's: the second finds others.
                    assertTrue(report.path("reached").asInt() >= TARGET, report.toString());
                }
            } finally {
                over.set(true);
            }
            for (Future<?> user : load) {
                user.get();
            }
            assertTrue(served.get() > 0);
            lab.end();
            String summary = lab.output().getLast();
            assertTrue(summary.matches(".* users: \\d+ requests?, \\d+ met a cold start, 0 failed"), summary);
        }
    }

    private interface Call<T> {
        T call() throws Exception;
    }

    private static <T> List<T> together(int number, Call<T> call) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> calls = IntStream.range(0, number)
                    .mapToObj(caller -> callers.submit(call::call))
                    .toList();
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : calls) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
