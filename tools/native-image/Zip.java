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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;

/**
 * Packs a folder, or what another zip holds, for AWS Lambda: entries in the order of their names, each executable and of one fixed
 * date, so that equal content makes an equal zip. Beside it, {@code SHA256SUMS} has its checksum and that of the list of what it
 * is made of, {@code function.cdx.json}, where there is one. {@code java Zip.java FOLDER|ZIP ZIP}
 */
public class Zip {
    private static final FileTime DATE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    public static void main(String[] arguments) throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC")); // a zip tells an entry's date in the time zone of its machine
        Path source = Path.of(arguments[0]);
        Path zip = Path.of(arguments[1]).toAbsolutePath();
        Files.createDirectories(zip.getParent());
        if (Files.isDirectory(source)) {
            pack(source, zip);
        } else {
            try (FileSystem other = FileSystems.newFileSystem(source)) {
                pack(other.getPath("/"), zip);
            }
        }
        noteChecksums(zip, zip.resolveSibling("function.cdx.json"));
    }

    /** As {@code sha256sum} writes and checks them. */
    private static void noteChecksums(Path... files) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                lines.add(sha256(file) + "  " + file.getFileName());
            }
        }
        Files.write(files[0].resolveSibling("SHA256SUMS"), lines);
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void pack(Path folder, Path zip) throws IOException {
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
                // All three, for then the zip tells each in UTC too
                Files.getFileAttributeView(packed, BasicFileAttributeView.class).setTimes(DATE, DATE, DATE);
            }
        }
        Files.move(fresh, zip, StandardCopyOption.REPLACE_EXISTING);
    }
}
