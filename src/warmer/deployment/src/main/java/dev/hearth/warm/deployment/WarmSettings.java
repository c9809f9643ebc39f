package dev.hearth.warm.deployment;

import dev.hearth.warm.WarmConfig;
import dev.hearth.warm.Warmer;
import dev.hearth.warm.cycle.BadSetting;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Refuses settings with which no cycle could be led: a schedule would find out otherwise. */
class WarmSettings {
    /** Above SmallRye's own, which knows no "100ms". */
    private static final int CONVERTER_PRIORITY = 200;

    @BuildStep
    void check(BuildProducer<ValidationErrorBuildItem> errors) {
        mistake(ConfigProvider.getConfig()).map(ValidationErrorBuildItem::new).ifPresent(errors::produce);
    }

    /** What is wrong with what the application says of {@code hearth.warm}: names the setting and what is allowed. */
    static Optional<ConfigurationException> mistake(Config application) {
        SmallRyeConfigBuilder settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
                .withMapping(WarmConfig.class)
                .withDefaultValue(SmallRyeConfig.SMALLRYE_CONFIG_MAPPING_VALIDATE_UNKNOWN, "false");
        application.getConfigSources().forEach(settings::withSources);
        try {
            Warmer.rules(settings.build().getConfigMapping(WarmConfig.class));
            return Optional.empty();
        } catch (BadSetting e) {
            return Optional.of(new ConfigurationException(e.getMessage(), e));
        }
    }
}
