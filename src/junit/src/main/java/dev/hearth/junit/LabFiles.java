package dev.hearth.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The lab's files, which this jar carries: unpacked once on a machine, into the user's cache. */
final class LabFiles {

    private static final String CARRIED = "lab.zip";

    private LabFiles() {}

    /** The folder that they are in. */
    static synchronized Path unpacked() throws IOException {
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("hearth");
        Path folder = cache.resolve("lab-" + digest());
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(cache);
            Path beside = Files.createTempDirectory(cache, "unpacking-");
            unpack(beside);
            moveUnlessThere(beside, folder);
        }
        return folder;
    }

    /** Another JVM may have been faster: then its files are the same. */
    private static void moveUnlessThere(Path beside, Path folder) throws IOException {
        try {
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static String digest() throws IOException {
        try (DigestInputStream in = new DigestInputStream(carried(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(carried())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
    }

    private static InputStream carried() throws IOException {
        return Optional.ofNullable(LabFiles.class.getResourceAsStream(CARRIED))
                .orElseThrow(() -> new IOException("the lab is not in this jar: build it by mvn package"));
    }
}
