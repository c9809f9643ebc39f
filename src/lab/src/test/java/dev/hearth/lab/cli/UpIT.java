package dev.hearth.lab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code up} as a process: how it starts, refuses, goes on and ends. */
class UpIT {

    @TempDir
    Path folder;

    @Test
    void ends_on_sigterm_and_leaves_no_process_no_folder_and_no_control_group() throws Exception {
        try (RunningLab lab = RunningLab.warm("--target", "3")) {
            List<ProcessHandle> environments = lab.handle().descendants().toList();
            assertTrue(environments.size() >= 3, lab.text());
            lab.handle().destroy();
            assertEquals(128 + 15, lab.awaitExit(), lab.text());
            assertAll(
                    () -> assertTrue(environments.stream().noneMatch(ProcessHandle::isAlive), "processes are left"),
                    () -> assertEquals(List.of(), lab.leftBehind(Path.of(System.getProperty("java.io.tmpdir")), 1)),
                    () -> assertEquals(List.of(), lab.leftBehind(Path.of("/sys/fs/cgroup"), 4)));
        }
    }

    @Test
    void its_ports_are_reached_from_this_machine_alone() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        assumeFalse(others.isEmpty(), "this machine has no address but its own");
        try (RunningLab lab = RunningLab.warm("--target", "1")) {
            for (int port : new int[] {lab.httpPort, lab.apiPort}) {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                for (InetAddress address : others) {
                    assertThrows(ConnectException.class, () -> new Socket(address, port).close(), address + " " + port);
                }
            }
        }
    }

    @Test
    void a_bootstrap_of_bash_runs_the_script_and_the_function_that_its_handler_names() throws Exception {
        Path source = BashPackage.in(folder.resolve("bash"));
        try (RunningLab lab =
                RunningLab.up("--target", "0", "--package", source.toString(), "--handler", "function.handler")) {
            lab.await(line -> line.contains("not imitated"));
            assertEquals(
                    "function.handler got {\"a\": 1}",
                    lab.invoke("{\"a\": 1}".getBytes(UTF_8)).body(),
                    lab.text());
        }
    }

    @Test
    void a_java_function_calls_lambda_by_tls_with_the_sdk_as_it_is() throws Exception {
        Path source = Files.createDirectory(folder.resolve("java"));
        Path classFile = Path.of(CallsItself.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("dev/hearth/lab/cli/CallsItself.class");
        Files.copy(
                classFile,
                Files.createDirectories(source.resolve("dev/hearth/lab/cli")).resolve("CallsItself.class"));
        Path libraries = Files.createDirectory(source.resolve("lib"));
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (jar.matches(".*(software.amazon|reactive-streams|slf4j-api).*\\.jar")) {
                Files.createSymbolicLink(
                        libraries.resolve(Path.of(jar).getFileName()),
                        Path.of(jar).toAbsolutePath());
            }
        }
        try (RunningLab lab = RunningLab.up(
                "--target",
                "0",
                "--memory",
                "1769",
                "--package",
                source.toString(),
                "--handler",
                CallsItself.class.getName() + "::handle",
                "--timeout",
                "5m")) {
            lab.await(line -> line.contains("not imitated"));
            assertEquals(
                    "\"It \\\"called\\\"\"",
                    lab.invoke("{\"outer\": true}".getBytes(UTF_8)).body(),
                    lab.text());
        }
    }

    @ParameterizedTest
    @CsvSource({"--http-port", "--api-port"})
    void says_which_port_is_taken_and_by_which_option_to_choose_another(String option) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningLab lab = RunningLab.up(
                        "--package",
                        RunningLab.functionPackage().toString(),
                        option,
                        String.valueOf(taken.getLocalPort()))) {
            assertEquals(2, lab.awaitExit());
            assertTrue(lab.text().contains("port " + taken.getLocalPort() + " is taken"), lab.text());
            assertTrue(lab.text().contains("choose another port with " + option), lab.text());
        }
    }

    @Test
    void says_that_a_package_is_missing() throws Exception {
        refuses(folder.resolve("none.zip"), "there is no function package");
    }

    @Test
    void says_that_a_zip_is_corrupt() throws Exception {
        Path zip = folder.resolve("corrupt.zip");
        Files.writeString(zip, "PK\u0003\u0004 and nothing more of a zip");
        refuses(zip, "corrupt.zip");
    }

    @Test
    void says_that_a_zip_has_no_bootstrap() throws Exception {
        Path zip = folder.resolve("empty.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("readme.txt"));
        }
        refuses(zip, "holds neither a file bootstrap nor Java classes");
    }

    private static void refuses(Path functionPackage, String why) throws Exception {
        try (RunningLab lab = RunningLab.up("--package", functionPackage.toString())) {
            assertEquals(2, lab.awaitExit());
            assertTrue(lab.text().contains("hearth: ") && lab.text().contains(why), lab.text());
            assertFalse(lab.text().contains("\tat "), lab.text());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    --schedule             | rate(30 seconds) | write rate(1 minute)
                    --schedule             | cron(* * * * *)  | has 5 fields, not 6
                    --memory               | 64               | memory size must be 128 to 10240 MB, not 64
                    --memory               | much             | memory size is a number of MB
                    --timeout              | 20m              | timeout must be 1 to 900 seconds
                    --timeout              | 30               | is no duration; write a number with ms, s, m or h
                    --target               | -1               | '-1' is no number of environments; write one, as 20, or a range, as 2-100
                    --target               | 1000000000       | 1000000000 is not 0 to 1000
                    --reserved-concurrency | -1               | reserved concurrency must not be negative
                    --routing              | roundrobin       | write recent, least-recent, random
                    --timezone             | Berlin           | is no time zone
                    --http-port            | 70000            | 70000 is not 1 to 65535
                    --colour               | red              | Unknown options: '--colour', 'red'
                    """)
    void refuses_an_option_and_says_what_to_write(String option, String value, String message) throws Exception {
        try (RunningLab lab = RunningLab.up(option, value)) {
            assertEquals(2, lab.awaitExit());
            assertTrue(lab.text().contains(message), lab.text());
            assertTrue(lab.text().contains("see ./hearth up --help"), lab.text());
        }
    }

    @Test
    void refuses_to_reserve_more_than_the_account_can_give() throws Exception {
        try (RunningLab lab =
                RunningLab.up("--package", RunningLab.functionPackage().toString(), "--reserved-concurrency", "950")) {
            assertEquals(2, lab.awaitExit());
            assertTrue(lab.text().contains("hearth: reserved and provisioned concurrency take 950"), lab.text());
            assertFalse(lab.text().contains("\tat "), lab.text());
        }
    }

    @Test
    void goes_on_after_whatever_is_sent_to_it() throws Exception {
        try (RunningLab lab = RunningLab.warm("--target", "1", "--memory", "1024")) {
            assertAll(
                    () -> answers(lab, "{malformed", 400, "Could not parse request body into json"),
                    () -> answers(lab, "null", 200, "errorMessage"),
                    () -> answers(lab, "[1]", 200, "errorMessage"),
                    () -> answers(lab, "", 200, "errorMessage"),
                    () -> answers(lab, "{}", 200, "errorMessage"),
                    () -> answers(lab, "{\"hearth\": 5}", 200, "hearth must be an object"),
                    () -> answers(lab, "{\"hearth\": {\"cycle\": {\"target\": \"many\"}}}", 200, "hearth.cycle.target"),
                    () -> answers(lab, "{\"hearth\": {\"cycle\": {\"target\": -1}}}", 200, "hearth.cycle.target"),
                    () -> answers(lab, "{\"hearth\": {\"cycle\": {\"aim\": 1}}}", 200, "hearth.cycle.aim is not known"),
                    () -> answers(lab, "\"" + "x".repeat(7 << 20) + "\"", 413, "RequestTooLarge"));
            assertEquals(200, lab.get("/hello").statusCode());
        }
    }

    @Test
    void a_target_beyond_measure_is_capped_and_the_report_says_so() throws Exception {
        try (RunningLab lab = RunningLab.warm("--target", "1", "--memory", "1024", "--reserved-concurrency", "3")) {
            var report = lab.cycle(1_000_000_000);
            assertEquals(1_000_000_000, report.path("asked").asLong(), report.toString());
            assertEquals(3, report.path("reached").asInt(), report.toString());
        }
    }

    private static void answers(RunningLab lab, String event, int status, String text) throws Exception {
        HttpResponse<String> response = lab.invoke(event.getBytes(StandardCharsets.UTF_8));
        String shown = event.length() > 100 ? event.substring(0, 100) : event;
        assertEquals(status, response.statusCode(), shown + ": " + response.body());
        assertTrue(
                response.body().contains(text)
                        || response.headers()
                                .firstValue("x-amzn-errortype")
                                .orElse("")
                                .contains(text),
                shown + ": " + response.body() + response.headers());
    }
}
