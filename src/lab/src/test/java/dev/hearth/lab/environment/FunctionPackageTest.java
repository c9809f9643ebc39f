package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.environment.LambdaRuntime.ManagedJava;
import dev.hearth.lab.environment.LambdaRuntime.Provided;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionPackageTest {

    private static final String SCRIPT = "#!/bin/sh\nexit 0\n";
    private static final int EXECUTABLE = 0100755;
    private static final int PLAIN = 0100644;
    private static final int LINK = 0120777;
    private static final FileTime DATE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = Scratch.create(folder);
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void a_zip_with_a_bootstrap_is_unpacked_read_only_with_its_permissions() throws Exception {
        Path zip = zip(entry("bootstrap", EXECUTABLE, SCRIPT), entry("lib/data.txt", PLAIN, "data"));

        FunctionPackage opened = FunctionPackage.open(zip, Optional.empty(), scratch);

        Path root = opened.taskRoot();
        assertEquals(new Provided(root.resolve("bootstrap"), "not.used.in.provided.runtime"), opened.runtime());
        assertEquals("r-xr-xr-x", permissions(root.resolve("bootstrap")));
        assertEquals("r--r--r--", permissions(root.resolve("lib/data.txt")));
        assertEquals("r-xr-xr-x", permissions(root.resolve("lib")));
        assertEquals("data", Files.readString(root.resolve("lib/data.txt")));
        assertEquals(Files.size(zip), opened.bytes());
    }

    @Test
    void a_file_keeps_its_date() throws Exception {
        FunctionPackage opened =
                FunctionPackage.open(zip(entry("bootstrap", EXECUTABLE, SCRIPT)), Optional.empty(), scratch);

        assertEquals(DATE, Files.getLastModifiedTime(opened.taskRoot().resolve("bootstrap")));
    }

    @Test
    void what_was_unpacked_goes_with_the_scratch_folder() throws Exception {
        FunctionPackage opened = FunctionPackage.open(
                zip(entry("bootstrap", EXECUTABLE, SCRIPT), entry("lib/data.txt", PLAIN, "data")),
                Optional.empty(),
                scratch);

        scratch.close();

        assertFalse(Files.exists(opened.taskRoot()));
    }

    @Test
    void a_symbolic_link_stays_one() throws Exception {
        Path zip = zip(
                entry("bootstrap", LINK, "bin/run"),
                entry("bin/run", EXECUTABLE, SCRIPT),
                entry("x/up", LINK, "../bin"));

        FunctionPackage opened = FunctionPackage.open(zip, Optional.empty(), scratch);

        assertEquals(
                Path.of("bin/run"), Files.readSymbolicLink(opened.taskRoot().resolve("bootstrap")));
        assertTrue(Files.isExecutable(opened.taskRoot().resolve("x/up/run")));
    }

    @Test
    void nothing_is_written_through_a_symbolic_link() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path zip = zip(
                entry("bootstrap", EXECUTABLE, SCRIPT),
                entry("way", LINK, outside.toString()),
                entry("way/out.txt", PLAIN, "out"));

        refusal(zip);

        assertEquals(List.of(), List.of(outside.toFile().list()));
    }

    @Test
    void an_entry_outside_the_folder_is_refused() throws Exception {
        Path zip = zip(entry("bootstrap", EXECUTABLE, SCRIPT), entry("../../out.txt", PLAIN, "out"));

        assertTrue(refusal(zip).contains("would unpack outside its folder: ../../out.txt"));
        assertFalse(Files.exists(folder.resolve("out.txt")));
    }

    @Test
    void a_folder_is_used_where_it_is() throws Exception {
        Path source = TestPackages.bootstrap(folder.resolve("f"), SCRIPT);

        FunctionPackage opened = FunctionPackage.open(source, Optional.of("my.handler"), scratch);

        assertEquals(source.toRealPath(), opened.taskRoot());
        assertEquals("my.handler", opened.runtime().handler());
        assertEquals(SCRIPT.length(), opened.bytes());
    }

    @Test
    void a_bare_executable_is_run_in_its_folder() throws Exception {
        Path source = Files.move(
                TestPackages.bootstrap(folder.resolve("f"), SCRIPT).resolve("bootstrap"), folder.resolve("runner"));

        FunctionPackage opened = FunctionPackage.open(source, Optional.empty(), scratch);

        assertEquals(folder.toRealPath(), opened.taskRoot());
        assertEquals(
                List.of(source.toRealPath().toString()),
                opened.runtime().command(new MemorySize(128), Initialization.ON_DEMAND));
    }

    @Test
    void java_classes_run_on_the_managed_runtime_with_quarkus_handler() throws Exception {
        FunctionPackage opened =
                FunctionPackage.open(zip(entry("lib/app.jar", PLAIN, "jar")), Optional.empty(), scratch);

        ManagedJava runtime = assertInstanceOf(ManagedJava.class, opened.runtime());
        assertEquals("io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest", runtime.handler());
        assertEquals(Optional.of("java25"), runtime.identifier());
        assertTrue(Files.size(runtime.nativeClient()) > 100_000);
        assertTrue(runtime.classPath().stream().anyMatch(jar -> jar.toString().contains("runtime-interface-client-2")));
    }

    @Test
    void a_missing_file_is_named() {
        assertTrue(refusal(folder.resolve("function.zip")).contains("there is no function package"));
    }

    @Test
    void a_truncated_zip_is_corrupt() throws Exception {
        Path whole = zip(entry("bootstrap", EXECUTABLE, SCRIPT.repeat(1_000)));
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertTrue(refusal(whole).contains("function.zip is corrupt"));
    }

    @Test
    void a_flipped_bit_is_corrupt() throws Exception {
        Path zip = folder.resolve("function.zip");
        try (ZipArchiveOutputStream output = new ZipArchiveOutputStream(zip)) {
            output.setMethod(ZipArchiveOutputStream.STORED);
            ZipArchiveEntry stored = new ZipArchiveEntry("bootstrap");
            stored.setUnixMode(EXECUTABLE);
            stored.setSize(SCRIPT.length());
            java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
            checksum.update(SCRIPT.getBytes(StandardCharsets.UTF_8));
            stored.setCrc(checksum.getValue());
            output.putArchiveEntry(stored);
            output.write(SCRIPT.getBytes(StandardCharsets.UTF_8));
            output.closeArchiveEntry();
        }
        byte[] bytes = Files.readAllBytes(zip);
        int position = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("exit 0");
        bytes[position + 5] = '1';
        Files.write(zip, bytes);

        assertTrue(refusal(zip).contains("wrong checksum of bootstrap"));
    }

    @Test
    void a_file_that_only_bears_the_name_of_a_zip_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("function.zip"), "not a zip");

        assertTrue(refusal(file).contains("is no function package"));
    }

    @Test
    void a_zip_without_anything_to_start_is_refused() throws Exception {
        assertTrue(refusal(zip(entry("readme.txt", PLAIN, "hello")))
                .contains("neither a file bootstrap nor Java classes"));
    }

    @Test
    void a_bootstrap_that_is_not_executable_is_refused() throws Exception {
        assertTrue(refusal(zip(entry("bootstrap", PLAIN, SCRIPT))).contains("is not executable: run chmod +x"));
    }

    @Test
    void a_bootstrap_for_another_architecture_is_refused() throws Exception {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        byte[] elf = new byte[64];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, elf, 0, 7);
        elf[18] = (byte) (arm ? 0x3e : 0xb7);
        Path source = TestPackages.bootstrap(folder.resolve("f"), "");
        Files.write(source.resolve("bootstrap"), elf);

        assertTrue(refusal(source).contains("was built for " + (arm ? "x86_64" : "arm64")));
    }

    @Test
    void a_bootstrap_that_is_neither_program_nor_script_is_refused() throws Exception {
        assertTrue(refusal(TestPackages.bootstrap(folder.resolve("f"), "echo hello\n"))
                .contains("names its interpreter"));
    }

    @Test
    void a_script_whose_interpreter_is_missing_is_refused() throws Exception {
        assertTrue(refusal(TestPackages.bootstrap(folder.resolve("f"), "#!/opt/none/perl -w\n"))
                .contains("names an interpreter that this machine has not: /opt/none/perl"));
    }

    private String refusal(Path source) {
        return assertThrows(InvalidPackage.class, () -> FunctionPackage.open(source, Optional.empty(), scratch))
                .getMessage();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private record Entry(String name, int mode, String content) {}

    private static Entry entry(String name, int mode, String content) {
        return new Entry(name, mode, content);
    }

    private Path zip(Entry... entries) throws IOException {
        Path zip = folder.resolve("function.zip");
        try (ZipArchiveOutputStream output = new ZipArchiveOutputStream(zip)) {
            for (Entry entry : entries) {
                ZipArchiveEntry packed = new ZipArchiveEntry(entry.name());
                packed.setUnixMode(entry.mode());
                packed.setLastModifiedTime(DATE);
                output.putArchiveEntry(packed);
                output.write(entry.content().getBytes(StandardCharsets.UTF_8));
                output.closeArchiveEntry();
            }
        }
        return zip;
    }
}
