package dev.hearth.lab.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {

    @Test
    void work_is_all_but_waiting_and_what_guests_count_twice() {
        // user 10, nice 1, system 5, idle 1000, iowait 100, irq 2, softirq 3, steal 4, guest 7, guest_nice 1
        assertEquals(Duration.ofMillis(250), ProcessorTime.work("cpu  10 1 5 1000 100 2 3 4 7 1"));
    }

    @Test
    void what_the_environments_used_is_not_others_work() {
        ProcessorTime time = new ProcessorTime();
        assertEquals(0, time.shareOfOthers(Duration.ofDays(1)));
        assertTrue(time.shareOfOthers(Duration.ZERO) <= 1);
    }
}
