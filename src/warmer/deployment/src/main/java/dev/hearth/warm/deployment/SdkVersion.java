package dev.hearth.warm.deployment;

import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.maven.dependency.Dependency;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.util.VersionInfo;

/**
 * Names modules of the AWS SDK that are of another version than the warmer was built for. They may well do; where they do not, a
 * class or method that is missing shows itself in a first cycle and in no build.
 */
class SdkVersion {
    private static final Logger LOG = Logger.getLogger(SdkVersion.class);
    private static final String SDK = "software.amazon.awssdk";

    /** How many modules of a version are named: an application has thirty. */
    private static final int NAMED = 3;

    /** A constant, so that it is the version that this was compiled with, whatever the application has. */
    static final String BUILT_FOR = VersionInfo.SDK_VERSION;

    /** That it may refuse has Quarkus run it: a step that produces nothing is left out. */
    @BuildStep
    void compare(CurateOutcomeBuildItem application, BuildProducer<ValidationErrorBuildItem> none) {
        warning(application.getApplicationModel().getRuntimeDependencies()).ifPresent(LOG::warn);
    }

    /** What to say of the application's modules of the SDK; nothing where all are of the version that is known to do. */
    static Optional<String> warning(Collection<? extends Dependency> dependencies) {
        Map<String, Set<String>> others = new TreeMap<>();
        dependencies.stream()
                .filter(dependency -> dependency.getGroupId().equals(SDK))
                .filter(dependency -> !dependency.getVersion().equals(BUILT_FOR))
                .forEach(dependency -> others.computeIfAbsent(dependency.getVersion(), version -> new TreeSet<>())
                        .add(dependency.getArtifactId()));
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Hearth was built for the AWS SDK " + BUILT_FOR + ", and this application has " + said(others)
                                + ": see that a cycle reaches its target (./hearth up --package target/function.zip), or import "
                                + SDK + ":bom:"
                                + BUILT_FOR + " in its dependencyManagement");
    }

    private static String said(Map<String, Set<String>> others) {
        return others.entrySet().stream()
                .map(version -> version.getKey() + " (" + some(version.getValue()) + ")")
                .collect(Collectors.joining(" and "));
    }

    private static String some(Set<String> modules) {
        int others = modules.size() - NAMED;
        return modules.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (others > 0 ? ", " + others + (others == 1 ? " other" : " others") : "");
    }
}
