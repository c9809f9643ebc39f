package dev.hearth.lab.cli;

import dev.hearth.lab.bench.Machine;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", header = "Says which version of Hearth this is, and which commit.")
@Dependent
@Unremovable
final class VersionCommand implements Runnable {

    private final String version;

    @Inject
    VersionCommand(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
    }

    @Override
    public void run() {
        System.out.println("Hearth " + version + " (" + Machine.commit(OwnPackages.root()) + ")");
    }
}
