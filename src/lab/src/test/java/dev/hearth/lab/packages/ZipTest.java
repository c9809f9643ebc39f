package dev.hearth.lab.packages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tools/native-image/Zip.java}, through which each package of the project goes. */
class ZipTest {

    @TempDir
    Path folder;

    @Test
    void the_same_content_makes_the_same_bytes_wherever_whenever_and_by_whomever_it_is_packed() throws Exception {
        Path one =
                packed("one", "UTC", "rw-------", Instant.parse("2024-02-29T12:00:00Z"), "a", "lib/b.jar", "lib/c/d");
        Path two = packed(
                "a folder/two",
                "Asia/Tokyo",
                "rwxrwxrwx",
                Instant.parse("2026-07-01T23:59:59Z"),
                "lib/c/d",
                "lib/b.jar",
                "a");

        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    }

    @Test
    void a_zip_is_packed_as_the_folder_that_it_was_made_from() throws Exception {
        Path zip =
                packed("one", "UTC", "rw-------", Instant.parse("2024-02-29T12:00:00Z"), "a", "lib/b.jar", "lib/c/d");
        byte[] before = Files.readAllBytes(zip);

        pack(zip, zip, "America/Lima");

        assertArrayEquals(before, Files.readAllBytes(zip));
    }

    @Test
    void a_list_of_components_says_nothing_of_the_moment_at_which_it_was_written() throws Exception {
        List<String> lists = new ArrayList<>();
        for (String moment : List.of("2026-11-26T16:46:21Z", "2027-01-01T00:00:00Z")) {
            Path zip = folder.resolve("packed").resolve(moment).resolve("function.zip");
            Path components = Files.createDirectories(zip.getParent()).resolve("function.cdx.json");
            Files.writeString(
                    components,
                    """
                    {
                      "metadata" : {
                        "timestamp" : "%s",
                        "tools" : { }
                      }
                    }
                    """
                            .replace("%s", moment));
            pack(Files.createDirectory(folder.resolve("of " + moment)), zip, "UTC");
            lists.add(Files.readString(components) + Files.readString(zip.resolveSibling("SHA256SUMS")));
        }

        assertEquals(lists.getFirst(), lists.getLast());
        assertTrue(lists.getFirst().startsWith("{\n  \"metadata\" : {\n    \"tools\" : { }\n"), lists.getFirst());
    }

    private Path packed(String name, String zone, String permissions, Instant date, String... files) throws Exception {
        Path content = folder.resolve(name);
        for (String file : files) {
            Path path = content.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "content of " + file);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
            Files.setLastModifiedTime(path, FileTime.from(date));
        }
        Path zip = folder.resolve("packed").resolve(name).resolve("function.zip");
        pack(content, zip, zone);
        return zip;
    }

    private static void pack(Path from, Path zip, String zone) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.timezone=" + zone,
                        "../../tools/native-image/Zip.java",
                        from.toString(),
                        zip.toString()))
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
    }
}
