package dev.hearth.warm.deployment;

import dev.hearth.warm.WarmConfig;
import dev.hearth.warm.Warmer;
import dev.hearth.warm.cycle.BadSetting;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Refuses settings with which no cycle could be led: a schedule would find out otherwise. */
class WarmSettings {
    /** Above SmallRye's own, which knows no "100ms". */
    private static final int CONVERTER_PRIORITY = 200;

    @BuildStep
    void check(BuildProducer<GeneratedResourceBuildItem> nothing) {
        check(ConfigProvider.getConfig());
    }

    /**
     * Checks what the application says of {@code hearth.warm}.
     *
     * @throws ConfigurationException that names the setting and what is allowed
     */
    static void check(Config application) {
        SmallRyeConfigBuilder settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
                .withMapping(WarmConfig.class)
                .withDefaultValue(SmallRyeConfig.SMALLRYE_CONFIG_MAPPING_VALIDATE_UNKNOWN, "false");
        application.getConfigSources().forEach(settings::withSources);
        try {
            Warmer.rules(settings.build().getConfigMapping(WarmConfig.class));
        } catch (BadSetting e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }
}
