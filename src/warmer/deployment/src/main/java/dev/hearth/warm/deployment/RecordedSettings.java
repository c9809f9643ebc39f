package dev.hearth.warm.deployment;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.RunTimeConfigBuilderBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageSystemPropertyBuildItem;
import io.quarkus.deployment.pkg.NativeConfig;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.deployment.util.ServiceUtil;
import io.quarkus.maven.dependency.ResolvedDependency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Whether the settings of extensions may be read while the executable is built. They may where nothing but variables and system
 * properties can bring others at a start; a source of secrets, say, often shows itself only on Lambda, so it is not enough to look
 * at what it brings during the build.
 */
class RecordedSettings {
    private static final Logger LOG = Logger.getLogger(RecordedSettings.class);

    /** Read by {@code dev.hearth.nativeimage.RecordedMappings} in the native-image builder. */
    private static final String RECORD = "hearth.settings.record";

    /** What brings settings at a start, or changes them. */
    private static final List<String> SERVICES = List.of(
            "org.eclipse.microprofile.config.spi.ConfigSource",
            "org.eclipse.microprofile.config.spi.ConfigSourceProvider",
            "io.smallrye.config.ConfigSourceFactory",
            "io.smallrye.config.ConfigSourceInterceptor",
            "io.smallrye.config.ConfigSourceInterceptorFactory",
            "io.smallrye.config.SecretKeysHandler",
            "io.smallrye.config.SecretKeysHandlerFactory",
            "io.smallrye.config.SmallRyeConfigBuilderCustomizer");

    /**
     * Quarkus's own, read in its source at 3.34.1: they bring nothing from outside but what a variable names, which is looked at.
     */
    private static final Set<String> KNOWN = Set.of(
            "io.quarkus.devservice.runtime.config.DevServicesConfigBuilder",
            "io.quarkus.devservice.runtime.config.DevServicesOverrideConfigBuilder",
            "io.quarkus.runtime.configuration.RuntimeOverrideConfigSourceBuilder",
            "io.quarkus.runtime.configuration.SystemOnlySourcesConfigBuilder",
            "io.quarkus.runtime.generated.BuildTimeRunTimeFixedConfigSourceBuilder",
            "io.quarkus.security.runtime.QuarkusSecurityRolesAllowedConfigBuilder",
            "io.quarkus.vertx.http.runtime.VertxConfigBuilder",
            "io.smallrye.config.PropertiesLocationConfigSourceFactory");

    @BuildStep
    void decide(
            NativeConfig nativeBuild,
            CurateOutcomeBuildItem application,
            List<RunTimeConfigBuilderBuildItem> builders,
            BuildProducer<NativeImageSystemPropertyBuildItem> properties) {
        if (!nativeBuild.enabled()) {
            return;
        }
        Set<String> names = new TreeSet<>();
        builders.forEach(builder -> names.add(builder.getBuilderClassName()));
        names.addAll(registered(application.getApplicationModel().getAppArtifact()));
        application.getApplicationModel().getRuntimeDependencies().forEach(jar -> names.addAll(registered(jar)));
        Set<String> unknown = unknown(names);
        if (unknown.isEmpty()) {
            properties.produce(new NativeImageSystemPropertyBuildItem(RECORD, "true"));
        } else {
            LOG.infof("Hearth: every start reads all settings anew, since some may come from %s", unknown);
        }
    }

    private static Set<String> registered(ResolvedDependency jar) {
        Set<String> names = new TreeSet<>();
        for (String service : SERVICES) {
            jar.getContentTree().accept("META-INF/services/" + service, found -> {
                if (found != null) {
                    names.addAll(listed(found.getPath()));
                }
            });
        }
        return names;
    }

    private static Set<String> listed(Path file) {
        try {
            return ServiceUtil.classNamesNamedIn(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of the classes that may bring settings from somewhere that is not known here. */
    static Set<String> unknown(Collection<String> names) {
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(KNOWN);
        return unknown;
    }
}
