package dev.hearth.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * An executable has no class path: application.properties was read by the build, which recorded what it says. Looking for it
 * again asks each of 70 modules for each of two names.
 */
@TargetClass(className = "io.smallrye.config.PropertiesConfigSourceLoader")
final class NoConfigurationInClassPath {
    private NoConfigurationInClassPath() {}

    @Substitute
    public static List<ConfigSource> inClassPath(String path, int ordinal, ClassLoader loader) {
        return List.of();
    }
}
