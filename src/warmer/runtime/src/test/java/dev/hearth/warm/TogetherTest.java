package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final Duration AMPLE = Duration.ofSeconds(30);

    @Test
    void all_are_inside_at_once() throws Exception {
        int many = 200;
        CyclicBarrier rendezvous = new CyclicBarrier(many);
        Callable<Boolean> meet = () -> {
            rendezvous.await(30, TimeUnit.SECONDS);
            return Thread.currentThread().isVirtual();
        };
        assertEquals(
                Collections.nCopies(many, Optional.of(true)), Together.call(Collections.nCopies(many, meet), AMPLE));
    }

    @Test
    void results_come_in_the_order_of_the_tasks() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        List<Callable<String>> tasks = List.of(
                () -> {
                    second.await();
                    return "first";
                },
                () -> {
                    second.countDown();
                    return "second";
                });
        assertEquals(List.of(Optional.of("first"), Optional.of("second")), Together.call(tasks, AMPLE));
    }

    @Test
    void what_has_not_ended_in_time_is_interrupted_and_given_up() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean begun = new AtomicBoolean();
        Callable<String> stuck = () -> {
            begun.set(true);
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "too late";
        };
        assertEquals(List.of(Optional.empty()), Together.call(List.of(stuck), Duration.ofMillis(1)));
        // On a busy machine a task may be given up before it has begun: then there is nothing to interrupt.
        assertTrue(!begun.get() || interrupted.await(30, TimeUnit.SECONDS));
    }

    @Test
    void a_defect_of_a_task_is_not_hidden() {
        Callable<String> broken = () -> {
            throw new IllegalArgumentException("a defect");
        };
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Together.call(List.of(broken), AMPLE));
        assertEquals("a defect", e.getCause().getMessage());
    }
}
