package dev.hearth.lab.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Unpacks a zip as Lambda does: permissions and symbolic links as they were packed, nothing outside the folder. */
final class PackageZip {

    private static final int EXECUTABLE = 0111;

    private PackageZip() {}

    /** Unpacks into an empty folder and makes all of it read-only; returns the folder's real path. */
    static Path unpack(Path zip, Path folder) throws IOException, InvalidPackage {
        Path root = folder.toRealPath();
        // Links come last, so that no entry is written through one.
        Map<Path, String> links = new HashMap<>();
        try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
            for (ZipArchiveEntry entry : Collections.list(file.getEntries())) {
                Path target = target(zip, root, entry);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isUnixSymlink()) {
                    links.put(target, file.getUnixSymlink(entry));
                } else {
                    write(file, entry, target);
                }
            }
            for (Map.Entry<Path, String> link : links.entrySet()) {
                Files.createDirectories(link.getKey().getParent());
                Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
            }
        } catch (FileAlreadyExistsException e) {
            throw new InvalidPackage(zip + " holds the same name twice: " + root.relativize(Path.of(e.getFile())), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidPackage(zip + " is corrupt (" + e.getMessage() + "): build it anew", e);
        }
        protect(root);
        return root;
    }

    private static Path target(Path zip, Path root, ZipArchiveEntry entry) throws InvalidPackage {
        try {
            Path target = root.resolve(entry.getName()).normalize();
            if (target.startsWith(root)) {
                return target;
            }
        } catch (InvalidPathException e) {
            // told below
        }
        throw new InvalidPackage(zip + " would unpack outside its folder: " + entry.getName());
    }

    private static void write(ZipFile file, ZipArchiveEntry entry, Path target) throws IOException {
        if (!file.canReadEntryData(entry)) {
            throw new ZipException(entry.getName() + " is encrypted or compressed in an unusual way");
        }
        Files.createDirectories(target.getParent());
        CRC32 checksum = new CRC32();
        try (InputStream input = new CheckedInputStream(file.getInputStream(entry), checksum);
                OutputStream output = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            input.transferTo(output);
        }
        if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException("wrong checksum of " + entry.getName());
        }
        // As on AWS; a JDK's AOT cache holds only for jars of the dates that it was made from.
        Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        boolean executable = (entry.getUnixMode() & EXECUTABLE) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "r-xr-xr-x" : "r--r--r--"));
    }

    private static void protect(Path root) throws IOException {
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
