package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What of Python the tests use, AWS's clients and an emulator of its services, installed as a user would from PyPI. */
public final class PythonClients {

    private static final Path FOLDER = Path.of("src/test/python").toAbsolutePath();

    private PythonClients() {}

    /** The interpreter that has them; skips the test loudly where they cannot be had, and fails it on CI. */
    public static String interpreter() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(FOLDER.resolve("clients").toString()).start();
        String out = text(process.getInputStream().readAllBytes());
        String why = text(process.getErrorStream().readAllBytes());
        if (process.waitFor() != 0) {
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                fail(why);
            }
            System.err.println("SKIPPED: boto3, the AWS CLI and moto are not tested: " + why);
            Assumptions.abort(why);
        }
        return out;
    }

    public static Path script(String name) {
        return FOLDER.resolve(name);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }
}
