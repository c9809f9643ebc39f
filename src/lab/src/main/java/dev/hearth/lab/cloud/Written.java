package dev.hearth.lab.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A package as it stands on the disk: each of its files with size, time of change and identity. */
record Written(List<File> files) {

    private record File(Path path, long size, long changed, Optional<Object> key) {

        static File of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new File(
                        path,
                        attributes.isRegularFile() ? attributes.size() : 0,
                        attributes.lastModifiedTime().toMillis(),
                        Optional.ofNullable(attributes.fileKey()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Empty where there is none, or it is being removed or replaced at this moment. */
    static Optional<Written> of(Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            return Optional.of(new Written(files.sorted().map(File::of).toList()));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
