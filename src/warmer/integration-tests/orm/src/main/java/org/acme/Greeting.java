package org.acme;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings that a source brings on Lambda alone. */
@ConfigMapping(prefix = "greeting")
public interface Greeting {
    Optional<String> secret();
}
