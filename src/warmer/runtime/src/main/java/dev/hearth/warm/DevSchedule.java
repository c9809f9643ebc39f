package dev.hearth.warm;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Under {@code quarkus:dev} only: does what EventBridge Scheduler does on AWS. */
@Singleton
class DevSchedule {
    private static final Logger LOG = Logger.getLogger(DevSchedule.class);

    private final DevCycles cycles;

    DevSchedule(DevCycles cycles) {
        this.cycles = cycles;
    }

    @Scheduled(every = "${hearth.dev.every:5m}")
    void cycle() throws IOException {
        LOG.info(cycles.warm().report());
    }
}
