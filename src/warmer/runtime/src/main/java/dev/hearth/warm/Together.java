package dev.hearth.warm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does many things that only wait, all at once. */
final class Together {
    private Together() {}

    /**
     * Runs all tasks at once, each on its own virtual thread, and returns when all have ended or the time is over; what has not
     * ended by then is interrupted and not waited for.
     *
     * @return each task's result, in their order; empty for one that was given up
     * @throws IllegalStateException where a task threw, which is a defect of the task
     */
    static <T> List<Optional<T>> call(List<? extends Callable<T>> tasks, Duration within) throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Optional<T>> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks, within.toNanos(), TimeUnit.NANOSECONDS)) {
                results.add(result(future));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> Optional<T> result(Future<T> ended) throws InterruptedException {
        try {
            return Optional.of(ended.get());
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A task that may not fail did", e.getCause());
        }
    }
}
