package dev.hearth.lab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hearth.lab.http.PythonClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function that calls another service finds it where {@code AWS_ENDPOINT_URL} says: here in moto. */
class EmulatorIT {

    @TempDir
    Path folder;

    @Test
    void a_function_reads_what_somebody_else_wrote_into_the_same_emulator() throws Exception {
        String python = PythonClients.interpreter();
        int port = RunningLab.freePort();
        String endpoint = "http://127.0.0.1:" + port;
        Process moto = moto(python, port);
        try (RunningLab lab = RunningLab.up(
                "--target", "0", "--package", function(python).toString(), "--env", "AWS_ENDPOINT_URL=" + endpoint)) {
            lab.await(line -> line.contains("not imitated"));
            assertEquals("\"nothing yet\"", lab.invoke("{}".getBytes(UTF_8)).body(), lab.text());

            write(python, endpoint, "good morning");

            assertEquals("\"good morning\"", lab.invoke("{}".getBytes(UTF_8)).body(), lab.text());
        } finally {
            moto.destroy();
        }
    }

    private static Process moto(String python, int port) throws IOException {
        Process moto = new ProcessBuilder(python, "-m", "moto.server", "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .start();
        BufferedReader lines = moto.inputReader(UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Running on http")) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return moto;
            }
        }
        return fail("moto ended: " + said);
    }

    private Path function(String python) throws IOException {
        String script = Files.readString(PythonClients.script("greeting.py"));
        Path bootstrap =
                Files.writeString(folder.resolve("bootstrap"), script.replace("#!/usr/bin/env python3", "#!" + python));
        return Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(String python, String endpoint, String greeting) throws Exception {
        ProcessBuilder writing = new ProcessBuilder(
                        python,
                        "-c",
                        "import boto3, sys; boto3.client('ssm').put_parameter("
                                + "Name='/shop/greeting', Value=sys.argv[1], Type='String', Overwrite=True)",
                        greeting)
                .redirectErrorStream(true);
        writing.environment().put("AWS_ENDPOINT_URL", endpoint);
        writing.environment().put("AWS_DEFAULT_REGION", "us-east-1");
        writing.environment().put("AWS_ACCESS_KEY_ID", "local");
        writing.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        Process process = writing.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor() == 0, said);
    }
}
