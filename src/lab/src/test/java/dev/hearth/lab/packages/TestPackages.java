package dev.hearth.lab.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Function packages for tests. */
public final class TestPackages {

    private TestPackages() {}

    /** A folder with a bootstrap. */
    public static Path bootstrap(Path folder, String script) throws IOException {
        Files.createDirectories(folder);
        Path bootstrap = Files.writeString(folder.resolve("bootstrap"), script);
        Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }
}
