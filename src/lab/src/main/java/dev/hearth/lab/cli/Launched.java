package dev.hearth.lab.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Commands that the script runs itself, for the lab to explain. */
final class Launched {

    private Launched() {}

    @Command(
            name = "native",
            header = "Builds the native package, target/function.zip, if it is missing or out of date.",
            description = {
                "The builder is the GraalVM or Mandrel 25 that GRAALVM_HOME or the PATH names, else one that is assembled"
                        + " once, in 20 seconds, from published jars and the JDK (x86_64 Linux; needs gcc)."
            })
    static final class Native {

        @Option(names = "--container", description = "build in Quarkus's builder image instead, with docker or podman")
        boolean container;
    }

    @Command(
            name = "test",
            header = "Runs all checks: scripts, Java, the native package, Terraform.",
            description = "Says what it skipped and why; under CI=true a skipped check is a failure.")
    static final class Test {}

    @Command(
            name = "dev",
            header = "Runs the function in Quarkus's development mode, with a warm cycle of its own.",
            description = "Serves http://localhost:8080 and takes changed sources at the next request. What follows is"
                    + " Maven's, which must be 3.9 or later: ./hearth dev -Dhearth.dev.every=1m")
    static final class Dev {}
}
