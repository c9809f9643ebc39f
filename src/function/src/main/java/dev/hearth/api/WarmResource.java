package dev.hearth.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hearth.warm.Environment;
import dev.hearth.warm.WarmConfig;
import dev.hearth.warm.WarmersOwn;
import dev.hearth.warm.event.CycleReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/** What the environment that serves the request is; 404 unless {@code hearth.warm.expose} is set. */
@Path("/warm")
public class WarmResource {
    private final WarmConfig config;
    private final Environment environment;
    private final InstantSource clock;

    /** For CDI. */
    public WarmResource(WarmConfig config, Environment environment, @WarmersOwn InstantSource clock) {
        this.config = config;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * The answer.
     *
     * @param id distinct from every other environment's
     * @param cold whether this very request had to wait for its start
     * @param readyAt when it had started
     * @param age how long ago that was, as ISO 8601 has it
     * @param lastCycle the last cycle that it led, if any
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Warmth(
            String id,
            boolean cold,
            Instant readyAt,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Duration age,
            Optional<CycleReport> lastCycle) {}

    /** Tells about this environment. */
    @GET
    public RestResponse<Warmth> warm() {
        if (!config.expose()) {
            return RestResponse.notFound();
        }
        return RestResponse.ok(new Warmth(
                environment.id(),
                environment.servesCold(),
                environment.readyAt(),
                Duration.between(environment.readyAt(), clock.instant()),
                environment.lastCycle()));
    }
}
