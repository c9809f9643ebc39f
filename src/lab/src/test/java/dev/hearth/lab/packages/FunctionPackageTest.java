package dev.hearth.lab.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.LambdaRuntime.ManagedJava;
import dev.hearth.lab.packages.LambdaRuntime.Provided;
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
import java.util.Random;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

        FunctionPackage opened = FunctionPackage.open(zip, scratch);

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
        FunctionPackage opened = FunctionPackage.open(zip(entry("bootstrap", EXECUTABLE, SCRIPT)), scratch);

        assertEquals(DATE, Files.getLastModifiedTime(opened.taskRoot().resolve("bootstrap")));
    }

    @Test
    void what_was_unpacked_goes_with_the_scratch_folder() throws Exception {
        FunctionPackage opened = FunctionPackage.open(
                zip(entry("bootstrap", EXECUTABLE, SCRIPT), entry("lib/data.txt", PLAIN, "data")), scratch);

        scratch.close();

        assertFalse(Files.exists(opened.taskRoot()));
    }

    @Test
    void a_symbolic_link_stays_one() throws Exception {
        Path zip = zip(
                entry("bootstrap", LINK, "bin/run"),
                entry("bin/run", EXECUTABLE, SCRIPT),
                entry("x/up", LINK, "../bin"));

        FunctionPackage opened = FunctionPackage.open(zip, scratch);

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
    void a_bomb_is_refused_while_it_unpacks_whatever_it_says_of_its_size() throws Exception {
        Path zip = folder.resolve("function.zip");
        try (ZipArchiveOutputStream output = new ZipArchiveOutputStream(zip)) {
            output.putArchiveEntry(new ZipArchiveEntry("zeros"));
            byte[] megabyte = new byte[1024 * 1024];
            for (int i = 0; i < 300; i++) {
                output.write(megabyte);
            }
            output.closeArchiveEntry();
        }

        assertTrue(refusal(zip).contains("is larger than 250 MB when unpacked, which is Lambda's limit"));
    }

    @Test
    void a_symbolic_link_below_another_one_is_refused() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path zip = zip(
                entry("bootstrap", EXECUTABLE, SCRIPT),
                entry("way", LINK, outside.toString()),
                entry("way/out", LINK, "/etc/passwd"));

        assertTrue(refusal(zip).contains("holds a symbolic link below another one: way/out"));
        assertEquals(List.of(), List.of(outside.toFile().list()));
    }

    @ParameterizedTest
    @CsvSource({"a, ../../x", "lib/a, ../../x", "a, lib/../../x"})
    void a_symbolic_link_that_climbs_out_is_refused(String name, String destination) throws Exception {
        Path zip = zip(
                entry("bootstrap", EXECUTABLE, SCRIPT),
                entry("lib/data.txt", PLAIN, "data"),
                entry(name, LINK, destination));

        assertTrue(refusal(zip).contains("holds a symbolic link that leads out of its folder: " + name));
    }

    @Test
    void symbolic_links_that_lead_out_together_are_refused() throws Exception {
        Path zip = zip(
                entry("bootstrap", EXECUTABLE, SCRIPT),
                entry("a/b/c.txt", PLAIN, "c"),
                entry("one", LINK, "a/b"),
                entry("two", LINK, "one/../../.."));

        assertTrue(refusal(zip).contains("holds a symbolic link that leads out of its folder: two"));
    }

    @Test
    void a_symbolic_link_as_long_as_a_file_is_refused() throws Exception {
        assertTrue(refusal(zip(entry("bootstrap", LINK, "x".repeat(100_000))))
                .contains("holds a symbolic link that is too long: bootstrap"));
    }

    @Test
    void an_absolute_symbolic_link_stays_as_it_is() throws Exception {
        Path zip = zip(entry("bootstrap", EXECUTABLE, SCRIPT), entry("python", LINK, "/opt/bin/python"));

        FunctionPackage opened = FunctionPackage.open(zip, scratch);

        assertEquals(
                Path.of("/opt/bin/python"),
                Files.readSymbolicLink(opened.taskRoot().resolve("python")));
    }

    @Test
    void an_unusual_compression_is_named() throws Exception {
        Path zip = zip(entry("bootstrap", EXECUTABLE, SCRIPT));
        patchMethod(zip, (byte) 93);

        assertTrue(refusal(zip).contains("holds a file compressed by ZSTD: bootstrap; zip it stored or deflated"));

        patchMethod(zip, (byte) 77);
        assertTrue(refusal(zip).contains("holds a file compressed by the unknown method 77: bootstrap"));
    }

    @Test
    void a_name_that_no_file_can_have_is_refused() throws Exception {
        Path zip = zip(entry("bootstrap", EXECUTABLE, SCRIPT), entry("a_b.txt", PLAIN, "x"));
        byte[] bytes = Files.readAllBytes(zip);
        for (int i = text(bytes).indexOf("a_b.txt"); i >= 0; i = text(bytes).indexOf("a_b.txt", i)) {
            bytes[i + 1] = 0;
        }
        Files.write(zip, bytes);

        assertTrue(refusal(zip).contains("holds what no file can be called: a?b.txt"));
    }

    @Test
    void a_full_disk_is_no_corrupt_zip() throws Exception {
        byte[] noise = new byte[2_000_000];
        new Random(1).nextBytes(noise);
        Path zip = zip(entry("bootstrap", EXECUTABLE, SCRIPT + new String(noise, StandardCharsets.ISO_8859_1)));

        String message = on("size=1m", parent -> refusal(zip, parent));

        assertTrue(message.startsWith("cannot unpack " + zip + " into "), message);
        assertTrue(message.contains("(No space left on device): make room there, or name another folder"), message);
    }

    @Test
    void a_folder_that_nothing_may_be_executed_in_is_named() throws Exception {
        Path zip = zip(entry("bootstrap", EXECUTABLE, SCRIPT));

        String message = on("noexec", parent -> refusal(zip, parent));

        assertTrue(message.contains("is mounted noexec or another user's: name another folder by the variable TMPDIR"));
    }

    private interface Opening {
        String in(Path parent);
    }

    /** In a folder mounted so; root alone may mount. */
    private String on(String mountOption, Opening opening) throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", mountOption, "tmpfs", mount.toString()), "this user cannot mount");
        try {
            return opening.in(mount);
        } finally {
            assertTrue(run("umount", mount.toString()));
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String refusal(Path zip, Path parent) {
        try (Scratch there = Scratch.create(parent)) {
            return assertThrows(Refusal.class, () -> FunctionPackage.open(zip, there))
                    .getMessage();
        }
    }

    /** Sets the method of the first entry, in its own header and in the directory. */
    private static void patchMethod(Path zip, byte method) throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        bytes[text(bytes).indexOf("PK\u0003\u0004") + 8] = method;
        bytes[text(bytes).indexOf("PK\u0001\u0002") + 10] = method;
        Files.write(zip, bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_folder_is_used_where_it_is() throws Exception {
        Path source = TestPackages.bootstrap(folder.resolve("f"), SCRIPT);

        FunctionPackage opened = FunctionPackage.open(source, scratch).withHandler("my.handler");

        assertEquals(source.toRealPath(), opened.taskRoot());
        assertEquals("my.handler", opened.runtime().handler());
        assertEquals(SCRIPT.length(), opened.bytes());
    }

    @Test
    void a_bare_executable_is_run_in_its_folder() throws Exception {
        Path source = Files.move(
                TestPackages.bootstrap(folder.resolve("f"), SCRIPT).resolve("bootstrap"), folder.resolve("runner"));

        FunctionPackage opened = FunctionPackage.open(source, scratch);

        assertEquals(folder.toRealPath(), opened.taskRoot());
        assertEquals(
                List.of(source.toRealPath().toString()),
                opened.runtime().command(new MemorySize(128), Initialization.ON_DEMAND));
    }

    @Test
    void java_classes_run_on_the_managed_runtime_with_quarkus_handler() throws Exception {
        FunctionPackage opened = FunctionPackage.open(zip(entry("lib/app.jar", PLAIN, "jar")), scratch);

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

    @ParameterizedTest
    @ValueSource(strings = {"#!\n", "#! \n", "#!sh\n", "#!/bin/s\0h\n"})
    void a_script_that_names_no_interpreter_is_refused(String script) throws Exception {
        assertTrue(refusal(TestPackages.bootstrap(folder.resolve("f"), script))
                .contains("names an interpreter that this machine has not"));
    }

    @Test
    void a_script_whose_interpreter_is_missing_is_refused() throws Exception {
        assertTrue(refusal(TestPackages.bootstrap(folder.resolve("f"), "#!/opt/none/perl -w\n"))
                .contains("names an interpreter that this machine has not: /opt/none/perl"));
    }

    private String refusal(Path source) {
        return assertThrows(Refusal.class, () -> FunctionPackage.open(source, scratch))
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
