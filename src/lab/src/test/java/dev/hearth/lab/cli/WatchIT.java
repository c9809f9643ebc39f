package dev.hearth.lab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --watch}: a package that is written anew is a deploy. */
class WatchIT {

    private static final String BOOTSTRAP =
            """
            #!/usr/bin/env bash
            api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
            while true; do
              headers=$(mktemp)
              curl -sS -o /dev/null -D "$headers" "$api/next"
              id=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$headers" | tr -d '[:space:]' | cut -d: -f2)
              curl -sS "$api/$id/response" -d '"VERSION"' >/dev/null
            done
            """;

    @TempDir
    Path folder;

    @Test
    void half_a_package_is_refused_and_the_whole_one_is_deployed() throws Exception {
        Path zip = folder.resolve("function.zip");
        Files.write(zip, zipped("first"));
        try (RunningLab lab = RunningLab.up("--target", "0", "--watch", "--package", zip.toString())) {
            lab.await(line -> line.contains("not imitated"));
            assertEquals("\"first\"", lab.invoke("{}".getBytes(UTF_8)).body(), lab.text());

            byte[] whole = zipped("second");
            Files.write(zip, Arrays.copyOf(whole, whole.length / 2));
            lab.await(line -> line.contains("not deployed ") && line.contains("function.zip is corrupt"));
            assertEquals("\"first\"", lab.invoke("{}".getBytes(UTF_8)).body(), lab.text());

            Files.write(zip, whole);
            lab.await(line -> line.contains("deployed     other code: "));
            assertEquals("\"second\"", lab.invoke("{}".getBytes(UTF_8)).body(), lab.text());

            Files.delete(zip);
            Files.write(zip, zipped("third"));
            lab.await(line -> line.contains("until the next deploy"));
            assertEquals("\"third\"", lab.invoke("{}".getBytes(UTF_8)).body(), lab.text());
        }
    }

    @Test
    void the_next_cycle_warms_the_new_package_and_says_who_waited_until_then() throws Exception {
        Path zip = Files.copy(RunningLab.functionPackage(), folder.resolve("function.zip"));
        try (RunningLab lab = RunningLab.up("--target", "2", "--watch", "--package", zip.toString())) {
            lab.await(line -> line.contains("  cycle  "));
            Path next = Files.copy(RunningLab.functionPackage(), folder.resolve("next.zip"));
            Files.move(next, zip, StandardCopyOption.REPLACE_EXISTING);
            lab.await(line -> line.contains("deployed     other code: ") && line.contains("of the old ended"));

            assertEquals(200, lab.get("/hello").statusCode(), lab.text());
            assertTrue(lab.cycle(2).path("cold").asInt() >= 1, lab.text());

            lab.await(line -> line.contains("deploy       until this cycle")
                    && line.endsWith("later: 1 request of users, 1 met a cold start"));
        }
    }

    private static byte[] zipped(String version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            ZipArchiveEntry bootstrap = new ZipArchiveEntry("bootstrap");
            bootstrap.setUnixMode(0100755);
            zip.putArchiveEntry(bootstrap);
            zip.write(BOOTSTRAP.replace("VERSION", version).getBytes(UTF_8));
            zip.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
