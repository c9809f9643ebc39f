package dev.hearth.warm.deployment;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.pkg.NativeConfig;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * What a start of this very application touches, as {@code tools/native-image/record-start} has recorded it in the application's
 * {@value #FOLDER}: handed to the native build, which lays it out first, and in no other package.
 */
class StartRecord {
    private static final Logger LOG = Logger.getLogger(StartRecord.class);
    private static final String FOLDER = "src/main/hearth";

    /** Where the record is, for a project whose packages are not built below it. */
    private static final String SETTING = "hearth.start.record";

    private static final String PACKAGE = "dev/hearth/nativeimage/";

    @BuildStep
    void handOver(
            NativeConfig nativeBuild, OutputTargetBuildItem target, BuildProducer<GeneratedResourceBuildItem> resources)
            throws IOException {
        if (!nativeBuild.enabled()) {
            return;
        }
        Path folder = ConfigProvider.getConfig()
                .getOptionalValue(SETTING, String.class)
                .map(Path::of)
                .orElseGet(() -> besideSources(target.getOutputDirectory()));
        if (!Files.isDirectory(folder)) {
            LOG.infof(
                    "Hearth: there is no record of this application's start in %s, so the builder's own order stays",
                    folder);
            return;
        }
        for (String list : List.of("start-methods.txt", "start-objects.txt")) {
            Path file = folder.resolve(list);
            if (Files.isRegularFile(file)) {
                resources.produce(new GeneratedResourceBuildItem(PACKAGE + list, Files.readAllBytes(file)));
            }
        }
    }

    /** Where Quarkus looks for {@code src/main/zip.native}: in the first folder from the package's upwards that has sources. */
    static Path besideSources(Path packages) {
        return Stream.iterate(packages.toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("src/main")))
                .findFirst()
                .orElse(packages)
                .resolve(FOLDER);
    }
}
