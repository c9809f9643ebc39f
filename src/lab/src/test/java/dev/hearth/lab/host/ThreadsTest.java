package dev.hearth.lab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers at once, and environments that answer from threads of their own. */
class ThreadsTest {

    private static final int CALLERS = 8;
    private static final int CALLS = 2_000;

    @Test
    @Timeout(60)
    void no_caller_is_lost_or_gets_anothers_answer() throws Exception {
        AtomicInteger watching = new AtomicInteger();
        AtomicInteger invoked = new AtomicInteger();
        Consumer<LambdaEvent> watcher = event -> {
            assertEquals(1, watching.incrementAndGet(), "two events at once");
            invoked.addAndGet(event instanceof LambdaEvent.Invoked ? 1 : 0);
            watching.decrementAndGet();
        };
        AtomicInteger started = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                LocalLambda lambda = new LocalLambda(
                        AccountSettings.DEFAULT,
                        List.of(Stage.HELLO.withTimeout(Duration.ofMinutes(1))),
                        echoing(threads, started),
                        // Stands still: who is let wait for an environment that has answered waits as long as that
                        // takes.
                        new VirtualTime(),
                        new SplittableRandom(1),
                        watcher)) {
            List<Callable<Integer>> callers = new ArrayList<>();
            for (int n = 0; n < CALLERS; n++) {
                int caller = n;
                callers.add(() -> call(lambda, caller));
            }
            int right = 0;
            for (Future<Integer> caller : threads.invokeAll(callers)) {
                right += caller.get();
            }
            assertEquals(CALLERS * CALLS, right);
            assertTrue(
                    started.get() <= CALLERS,
                    () -> started.get() + " environments for " + CALLERS + " callers who come right back");
        }
    }

    @Test
    @Timeout(60)
    void closing_returns_once_the_watcher_knows_all_though_another_thread_is_telling_it() throws Exception {
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<LambdaEvent> told = new CopyOnWriteArrayList<>();
        LocalLambda lambda = new LocalLambda(
                AccountSettings.DEFAULT,
                List.of(Stage.HELLO.withReservedConcurrency(0)),
                new ScriptedEnvironments(),
                Time.system(),
                new SplittableRandom(1),
                event -> {
                    telling.countDown();
                    awaitUninterruptibly(goOn);
                    told.add(event);
                });
        // Throttled, which is told; and dropped by the end.
        Thread first = Thread.ofPlatform().start(() -> lambda.enqueue(Stage.CALL));
        telling.await();
        List<LambdaEvent> toldByTheEnd = new CopyOnWriteArrayList<>();
        Thread closing = Thread.ofPlatform().start(() -> {
            lambda.close();
            toldByTheEnd.addAll(told);
        });
        while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        closing.join();
        first.join();
        assertEquals(
                1,
                toldByTheEnd.stream()
                        .filter(LambdaEvent.EventDropped.class::isInstance)
                        .count());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int call(LocalLambda lambda, int caller) {
        int right = 0;
        for (int n = 0; n < CALLS; n++) {
            Payload payload = Payload.of(caller + ":" + n);
            Outcome outcome = lambda.invoke(new dev.hearth.lab.lambda.Lambda.Request(
                            "hello", Optional.empty(), payload, false, Optional.empty(), Optional.empty()))
                    .toCompletableFuture()
                    .join();
            Answer answer = assertInstanceOf(Outcome.Completed.class, outcome).answer();
            right += answer.payload().text().equals(payload.text()) ? 1 : 0;
        }
        return right;
    }

    private static EnvironmentFactory echoing(ExecutorService threads, AtomicInteger started) {
        return (id, function, initialization, initLimit, events) -> {
            started.incrementAndGet();
            threads.execute(
                    () -> events.accept(new EnvironmentEvent.Ready(Duration.ZERO, Duration.ZERO, Optional.empty())));
            return new Environment() {
                @Override
                public void invoke(Invocation invocation) {
                    threads.execute(() -> {
                        events.accept(new EnvironmentEvent.Answered(
                                invocation.requestId(), new Answer.Result(invocation.payload())));
                        events.accept(
                                new EnvironmentEvent.Idle(invocation.requestId(), Duration.ZERO, 1, Optional.empty()));
                    });
                }

                @Override
                public void stop() {
                    threads.execute(() -> events.accept(new EnvironmentEvent.Exited(
                            new EnvironmentEvent.Failure("Runtime.ExitError", "stopped"), 1)));
                }
            };
        };
    }
}
