package dev.hearth.nativeimage;

import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeSystemProperties;

/**
 * The logging library asks the resolver for the host's name and /proc for the process's before it writes the first line. No line
 * of this function holds either: on Lambda they say nothing, and the stream's name says who writes.
 */
final class NoHostName implements Feature {
    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        RuntimeSystemProperties.register("jboss.host.name", "lambda");
        RuntimeSystemProperties.register("jboss.qualified.host.name", "lambda");
        RuntimeSystemProperties.register("jboss.node.name", "lambda");
        RuntimeSystemProperties.register("jboss.process.name", "bootstrap");
    }
}
