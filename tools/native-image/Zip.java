import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a folder, or what another zip holds, for AWS Lambda: entries in the order of their names, each executable, of one fixed
 * date and as small as zlib makes it, so that equal content makes an equal zip. Beside it, {@code SHA256SUMS} has its checksum and
 * that of the list of what it is made of, {@code function.cdx.json}, where there is one, which loses the moment of its writing. {@code java Zip.java FOLDER|ZIP ZIP}
 */
public class Zip {
    private static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 1, 0, 0);

    /** CycloneDX's metadata.timestamp, as Quarkus writes it. */
    private static final Pattern MOMENT = Pattern.compile(" {4}\"timestamp\" : \"[^\"]*\",");

    // PKWARE's APPNOTE 6.3.10, 4.3.12 and 4.3.16: the central directory's entries, and the record that tells where they are
    private static final int END_SIZE = 22;
    private static final int END_COUNT = 10;
    private static final int END_OFFSET = 16;
    private static final int ENTRY_SIZE = 46;
    private static final int MADE_ON = 5;
    private static final int NAME_LENGTH = 28;
    private static final int EXTRA_LENGTH = 30;
    private static final int COMMENT_LENGTH = 32;
    private static final int EXTERNAL_ATTRIBUTES = 38;

    private static final byte UNIX = 3;
    private static final int FILE = 0100755 << 16;
    private static final int FOLDER = 0040755 << 16;

    public static void main(String[] arguments) throws IOException {
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
        Path components = zip.resolveSibling("function.cdx.json");
        forgetMoment(components);
        noteChecksums(zip, components);
    }

    /** Takes the moment out at which a list of components was written: equal components make an equal list. */
    private static void forgetMoment(Path components) throws IOException {
        if (Files.exists(components)) {
            List<String> lines = new ArrayList<>(Files.readAllLines(components));
            lines.removeIf(line -> MOMENT.matcher(line).matches());
            Files.write(components, lines);
        }
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
        Files.delete(fresh); // only its name is wanted: nobody else could read it
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(folder)) {
            entries = walk.filter(entry -> !entry.equals(folder)).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(fresh);
                ZipOutputStream archive = new ZipOutputStream(out)) {
            archive.setLevel(Deflater.BEST_COMPRESSION);
            for (Path entry : entries) {
                boolean isFolder = Files.isDirectory(entry);
                ZipEntry packed = new ZipEntry(folder.relativize(entry) + (isFolder ? "/" : ""));
                packed.setTimeLocal(DATE);
                archive.putNextEntry(packed);
                if (!isFolder) {
                    Files.copy(entry, archive);
                }
                archive.closeEntry();
            }
        }
        makeExecutable(fresh);
        Files.move(fresh, zip, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The JDK's stream writes no permissions: they stand in the central directory alone. */
    private static void makeExecutable(Path zip) throws IOException {
        try (FileChannel file = FileChannel.open(zip, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size()).order(ByteOrder.LITTLE_ENDIAN);
            int end = bytes.limit() - END_SIZE;
            int entry = bytes.getInt(end + END_OFFSET);
            for (int left = Short.toUnsignedInt(bytes.getShort(end + END_COUNT)); left > 0; left--) {
                int nameLength = Short.toUnsignedInt(bytes.getShort(entry + NAME_LENGTH));
                boolean isFolder = bytes.get(entry + ENTRY_SIZE + nameLength - 1) == '/';
                bytes.put(entry + MADE_ON, UNIX);
                bytes.putInt(entry + EXTERNAL_ATTRIBUTES, isFolder ? FOLDER : FILE);
                entry += ENTRY_SIZE
                        + nameLength
                        + Short.toUnsignedInt(bytes.getShort(entry + EXTRA_LENGTH))
                        + Short.toUnsignedInt(bytes.getShort(entry + COMMENT_LENGTH));
            }
        }
    }
}
