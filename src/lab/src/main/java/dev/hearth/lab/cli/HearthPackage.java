package dev.hearth.lab.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which package of Hearth's own a measurement of its cycles runs. */
final class HearthPackage {

    @Option(
            names = "--package",
            description = "Hearth's own package: native (default where it can be built), jvm, or a PATH",
            paramLabel = "native|jvm|PATH")
    private Optional<String> name = Optional.empty();

    Path path() {
        return OwnPackages.path(name.orElseGet(OwnPackages::preferred));
    }
}
