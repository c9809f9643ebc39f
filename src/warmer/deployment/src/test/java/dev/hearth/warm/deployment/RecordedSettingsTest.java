package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordedSettingsTest {
    @Test
    void quarkuss_own_sources_bring_nothing_that_a_variable_does_not_name() {
        assertEquals(
                Set.of(),
                RecordedSettings.unknown(List.of(
                        "io.quarkus.vertx.http.runtime.VertxConfigBuilder",
                        "io.smallrye.config.PropertiesLocationConfigSourceFactory")));
    }

    /** By its package alone, quarkus-vault's was taken for one of Quarkus's own, and its secrets were lost. */
    @Test
    void a_source_of_secrets_is_not_known_by_its_package() {
        for (String source : List.of(
                "io.quarkus.vault.runtime.config.VaultConfigBuilder",
                "io.smallrye.config.source.keystore.KeyStoreConfigSourceFactory",
                "org.acme.Secrets")) {
            assertEquals(Set.of(source), RecordedSettings.unknown(List.of(source)), source);
        }
    }
}
