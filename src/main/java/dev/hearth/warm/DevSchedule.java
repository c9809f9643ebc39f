package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.warm.event.WarmEvent;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.scheduler.Scheduled;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Under {@code ./mvnw quarkus:dev} only: sends the function the event that EventBridge Scheduler sends it on AWS. There is one
 * environment here, this process, so one is the target; with the variables of a running {@code ./hearth up} it may be more.
 */
@IfBuildProfile("dev")
class DevSchedule {
    private static final Logger LOG = Logger.getLogger(DevSchedule.class);

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final int target;

    DevSchedule(
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            ObjectMapper json,
            InstantSource clock,
            @ConfigProperty(name = "hearth.dev.target", defaultValue = "1") int target) {
        this.function = function;
        this.json = json;
        this.clock = clock;
        this.target = target;
    }

    @Scheduled(every = "${hearth.dev.every:5m}")
    void cycle() throws JsonProcessingException {
        String event = new WarmEvent.Cycle(
                        target, Optional.of(UUID.randomUUID().toString()), Optional.of(clock.instant()))
                .toJson()
                .toString();
        APIGatewayV2HTTPResponse answer =
                function.handleRequest(json.readValue(event, APIGatewayV2HTTPEvent.class), null);
        LOG.info(json.writeValueAsString(answer));
    }
}
