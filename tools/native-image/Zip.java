import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Packs a folder for AWS Lambda: every entry executable and of one fixed date, so that equal content makes an equal zip. */
public class Zip {
    private static final FileTime DATE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path zip = Path.of(arguments[1]).toAbsolutePath();
        Files.createDirectories(zip.getParent());
        Path fresh = Files.createTempFile(zip.getParent(), "function", ".zip");
        Files.delete(fresh);
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(folder)) {
            entries = walk.filter(entry -> !entry.equals(folder)).sorted().toList();
        }
        Map<String, String> options = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem archive = FileSystems.newFileSystem(URI.create("jar:" + fresh.toUri()), options)) {
            for (Path entry : entries) {
                Path packed = archive.getPath(folder.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectory(packed);
                } else {
                    Files.copy(entry, packed);
                }
                Files.setPosixFilePermissions(packed, PosixFilePermissions.fromString("rwxr-xr-x"));
                // All three, for then the zip tells them in UTC, not in the time zone of this machine
                Files.getFileAttributeView(packed, BasicFileAttributeView.class).setTimes(DATE, DATE, DATE);
            }
        }
        Files.move(fresh, zip, StandardCopyOption.REPLACE_EXISTING);
    }
}
