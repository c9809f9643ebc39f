package dev.hearth.lab.packages;

import dev.hearth.lab.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/** Unpacks a zip as Lambda does: permissions and symbolic links as they were packed, nothing outside the folder. */
final class PackageZip {

    /** The largest package, unpacked: Lambda's quota of 250 MB, in bytes as its error message has it. */
    static final long LARGEST = 262_144_000;

    private static final int EXECUTABLE = 0111;

    /** Linux's {@code PATH_MAX}. */
    private static final int LONGEST_LINK = 4_096;

    private final Path zip;
    private final Path root;

    private long bytes;

    private PackageZip(Path zip, Path root) {
        this.zip = zip;
        this.root = root;
    }

    /** Unpacks into an empty folder and makes all of it read-only; returns the folder's real path. */
    static Path unpack(Path zip, Path folder) throws IOException {
        Path root = folder.toRealPath();
        try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
            new PackageZip(zip, root).unpack(file);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(zip + " holds the same name twice: " + root.relativize(Path.of(e.getFile())), e);
        } catch (FileSystemException e) {
            throw cannotWrite(zip, root, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(zip + " is corrupt (" + e.getMessage() + "): build it anew", e);
        }
        protect(root);
        return root;
    }

    private void unpack(ZipFile file) throws IOException {
        // Links come last, so that no entry is written through one.
        SortedMap<Path, Path> links = new TreeMap<>();
        for (ZipArchiveEntry entry : Collections.list(file.getEntries())) {
            Path target = target(entry);
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            requireReadable(entry);
            if (entry.isUnixSymlink()) {
                links.put(target, destination(file, entry));
            } else {
                write(file, entry, target);
            }
        }
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            link(link.getKey(), link.getValue());
        }
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            requireInside(link.getKey(), link.getValue());
        }
    }

    private Path target(ZipArchiveEntry entry) {
        Path target = path(entry, entry.getName());
        if (!target.startsWith(root)) {
            throw new Refusal(zip + " would unpack outside its folder: " + name(entry));
        }
        return target;
    }

    private Path path(ZipArchiveEntry entry, String name) {
        try {
            return root.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new Refusal(zip + " holds what no file can be called: " + name(entry), e);
        }
    }

    private void requireReadable(ZipArchiveEntry entry) {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new Refusal(zip + " holds an encrypted file, which Lambda cannot read: " + name(entry));
        }
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
            throw new Refusal(zip + " holds a file compressed by "
                    + (method == null ? "the unknown method " + entry.getMethod() : method) + ": " + name(entry)
                    + "; zip it stored or deflated, as zip does");
        }
    }

    private Path destination(ZipFile file, ZipArchiveEntry entry) throws IOException {
        try (InputStream input = file.getInputStream(entry)) {
            byte[] destination = input.readNBytes(LONGEST_LINK);
            if (destination.length == LONGEST_LINK) {
                throw new Refusal(zip + " holds a symbolic link that is too long: " + name(entry));
            }
            String text = new String(destination, StandardCharsets.UTF_8);
            Path unused = path(entry, text);
            return Path.of(text);
        }
    }

    private void link(Path link, Path destination) throws IOException {
        Files.createDirectories(link.getParent());
        if (!link.getParent().toRealPath().equals(link.getParent())) {
            throw new Refusal(zip + " holds a symbolic link below another one: " + root.relativize(link));
        }
        Files.createSymbolicLink(link, destination);
    }

    /** An absolute link may lead to what AWS's machines have too; one that climbs out of the folder leads nowhere there. */
    private void requireInside(Path link, Path destination) throws IOException {
        if (destination.isAbsolute()) {
            return;
        }
        Path led = link.resolveSibling(destination);
        if (!(Files.exists(led) ? led.toRealPath() : led.normalize()).startsWith(root)) {
            throw new Refusal(zip + " holds a symbolic link that leads out of its folder: " + root.relativize(link));
        }
    }

    private void write(ZipFile file, ZipArchiveEntry entry, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        CRC32 checksum = new CRC32();
        try (InputStream input = new CheckedInputStream(file.getInputStream(entry), checksum);
                OutputStream output = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            copy(input, output);
        }
        if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException("wrong checksum of " + name(entry));
        }
        // As on AWS; a JDK's AOT cache holds only for jars of the dates that it was made from.
        Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        boolean executable = (entry.getUnixMode() & EXECUTABLE) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "r-xr-xr-x" : "r--r--r--"));
    }

    /** Counts what really comes: what a zip says of its entries' sizes need not be true. */
    private void copy(InputStream input, OutputStream output) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
            bytes += length;
            if (bytes > LARGEST) {
                throw new Refusal(zip + " is larger than 250 MB when unpacked, which is Lambda's limit");
            }
            try {
                output.write(buffer, 0, length);
            } catch (IOException e) {
                throw cannotWrite(zip, root, e);
            }
        }
    }

    private static Refusal cannotWrite(Path zip, Path root, IOException problem) {
        String why = problem instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : problem.getMessage();
        return new Refusal(
                "cannot unpack " + zip + " into " + root + " (" + why
                        + "): make room there, or name another folder by the variable TMPDIR",
                problem);
    }

    private static String name(ZipArchiveEntry entry) {
        return entry.getName().replaceAll("\\p{Cntrl}", "?");
    }

    /** Makes every folder read-only. */
    static void protect(Path root) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(folders::add);
        }
        for (Path folder : folders.reversed()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
    }
}
