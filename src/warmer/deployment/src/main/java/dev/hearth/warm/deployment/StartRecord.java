package dev.hearth.warm.deployment;

import io.quarkus.bootstrap.workspace.WorkspaceModule;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.pkg.NativeConfig;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What a start of this very application touches, as {@code tools/native-image/record-start} has recorded it in the application's
 * {@value #FOLDER}: handed to the native build, which lays it out first, and in no other package.
 */
class StartRecord {
    private static final Logger LOG = Logger.getLogger(StartRecord.class);
    private static final String FOLDER = "src/main/hearth";
    private static final String PACKAGE = "dev/hearth/nativeimage/";

    @BuildStep
    void handOver(
            NativeConfig nativeBuild,
            CurateOutcomeBuildItem application,
            BuildProducer<GeneratedResourceBuildItem> resources)
            throws IOException {
        if (!nativeBuild.enabled()) {
            return;
        }
        WorkspaceModule module = application.getApplicationModel().getApplicationModule();
        if (module == null || !Files.isDirectory(module.getModuleDir().toPath().resolve(FOLDER))) {
            LOG.infof(
                    "Hearth: there is no record of this application's start in %s, so the builder's own order stays."
                            + " docs/native.md says how to make one.",
                    FOLDER);
            return;
        }
        Path folder = module.getModuleDir().toPath().resolve(FOLDER);
        for (String list : List.of("start-methods.txt", "start-objects.txt")) {
            Path file = folder.resolve(list);
            if (Files.isRegularFile(file)) {
                resources.produce(new GeneratedResourceBuildItem(PACKAGE + list, Files.readAllBytes(file)));
            }
        }
    }
}
