package dev.hearth.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.runtime.configuration.ConfigDiagnostic;
import io.quarkus.runtime.configuration.ConfigRecorder;
import io.smallrye.config.ConfigValue;
import java.util.List;
import java.util.Map;

/**
 * At each start Quarkus looks up every setting that is fixed or deprecated, to warn of one that somebody gave. The build has
 * warned of what the application says, and no start in Lambda has a developer to read it.
 */
final class NoConfigurationAdvice {
    private NoConfigurationAdvice() {}

    @TargetClass(ConfigRecorder.class)
    static final class Fixed {
        private Fixed() {}

        @Substitute
        public void handleConfigChange(List<ConfigValue> fixed) {}
    }

    @TargetClass(ConfigDiagnostic.class)
    static final class Outdated {
        private Outdated() {}

        @Substitute
        public static void deprecatedProperties(Map<String, String> deprecated) {}
    }
}
