package dev.hearth.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.runtime.ValueRegistryConfigSource;
import io.quarkus.runtime.configuration.AbstractConfigBuilder;
import io.quarkus.runtime.configuration.ConfigDiagnostic;
import io.quarkus.runtime.configuration.QuarkusConfigFactory;
import io.quarkus.value.registry.ValueRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * What Quarkus generates to read the configuration at a start, without its last step: comparing each of some 400 names with
 * every name that an extension knows, to warn of those that none does. The build has compared them already, and a start in
 * Lambda adds none but the environment's variables.
 */
@TargetClass(className = "io.quarkus.runtime.generated.Config")
final class ConfigWithoutUnknownKeys {
    private ConfigWithoutUnknownKeys() {}

    @Substitute
    public static void runtimeConfig(ValueRegistry values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        AbstractConfigBuilder.withCustomizer(builder, ValueRegistryConfigSource.customizer(values));
        AbstractConfigBuilder.withCustomizer(builder, "io.quarkus.runtime.generated.RunTimeConfig");
        RecordedMappings.reuse(builder);
        QuarkusConfigFactory.setConfig(builder.build());
        if (ConfigDiagnostic.isError()) {
            throw new IllegalStateException(ConfigDiagnostic.getNiceErrorMessage());
        }
    }
}
