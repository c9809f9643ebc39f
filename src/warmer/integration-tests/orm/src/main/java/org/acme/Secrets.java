package org.acme;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** A source as many have it: it asks a store of secrets, and only on Lambda. */
public class Secrets implements ConfigSourceFactory {
    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return System.getenv("AWS_LAMBDA_RUNTIME_API") == null
                ? List.of()
                : List.of(new PropertiesConfigSource(Map.of("greeting.secret", "from the store"), "secrets", 400));
    }
}
