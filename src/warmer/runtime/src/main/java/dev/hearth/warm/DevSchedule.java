package dev.hearth.warm;

import dev.hearth.warm.event.WarmEvent;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Under {@code quarkus:dev} only: sends the function the event that EventBridge Scheduler sends it on AWS. There is one
 * environment here, this process, so one is the target; with the variables of a running {@code ./hearth up} it may be more.
 */
@Singleton
class DevSchedule {
    private static final Logger LOG = Logger.getLogger(DevSchedule.class);

    private final InstantSource clock;
    private final int target;

    DevSchedule(
            @WarmersOwn InstantSource clock,
            @ConfigProperty(name = "hearth.dev.target", defaultValue = "1") int target) {
        this.clock = clock;
        this.target = target;
    }

    @Scheduled(every = "${hearth.dev.every:5m}")
    void cycle() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        AmazonLambdaRecorder.handle(
                new ByteArrayInputStream(event(target, clock.instant()).getBytes(StandardCharsets.UTF_8)),
                answer,
                null);
        LOG.info(answer.toString(StandardCharsets.UTF_8));
    }

    static String event(int target, Instant due) {
        return new WarmEvent.Cycle(target, Optional.of(UUID.randomUUID().toString()), Optional.of(due))
                .toJson()
                .toString();
    }
}
