package dev.hearth.warm;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What a new environment does before it asks for its first invocation, {@code hearth.priming.*}. */
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
@ConfigMapping(prefix = "hearth.priming")
public interface PrimingConfig {
    /**
     * What it requests of itself, {@code /hello} say: a GET that answers 200 to anybody and changes nothing, on the path that
     * users' first requests take. Without one nothing is requested, and a first request takes longer.
     */
    Optional<String> path();

    /**
     * The event, in JSON, for a function that serves no HTTP: one that its handler takes, and that changes nothing. Instead of
     * the path.
     */
    Optional<String> event();
}
