package dev.hearth.lab.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

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

    /** A folder's files as a zip, with their permissions. */
    public static Path zip(Path folder, Path zip) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                ZipArchiveEntry entry =
                        new ZipArchiveEntry(folder.relativize(file).toString());
                entry.setUnixMode(Files.isExecutable(file) ? 0100755 : 0100644);
                out.putArchiveEntry(entry);
                Files.copy(file, out);
                out.closeArchiveEntry();
            }
        }
        return zip;
    }
}
